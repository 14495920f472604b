/** What the compiler must accept of the kit, and what it must refuse. Checked by `npm run types`. */
import type Stripe from 'stripe';
import { event, fixtures, signedWebhook, thinEvent } from '../../src/fixtures/index.ts';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <_ extends true>(): void => undefined;

export function accepted(): void {
  const dispute: Stripe.Dispute = fixtures.dispute({ amount: 1999 });
  const attempt: Stripe.SetupAttempt = fixtures.setupAttempt();
  const session: Stripe.Checkout.Session = fixtures.checkoutSession({ mode: 'subscription' });
  const card: Stripe.Issuing.Card = fixtures.issuingCard();
  const list: Stripe.ApiList<Stripe.Dispute> = fixtures.dispute.list(3);
  const many: Stripe.Payout[] = fixtures.payout.failed('account_closed').many(2, { amount: 5 });
  const closed = event('charge.dispute.closed', fixtures.dispute.lost(), { previous: { status: 'under_review' } });
  holds<Same<typeof closed.type, 'charge.dispute.closed'>>();
  const { status }: Stripe.Dispute = closed.data.object;
  const charge: Stripe.Charge = fixtures.dispute.inquiry().withEvidence().expanded('charge').charge;
  const { payload, headers } = signedWebhook(closed, { secret: 'whsec_1' });
  const signature: string = headers['stripe-signature'];
  const { dispute: lost, events } = fixtures.graph.lostDispute({ amount: 1999 });
  const told: Stripe.Event[] = events;
  const again: Stripe.Dispute = lost.won();
  fixtures.dispute({ evidence: { receipt: fixtures.file() }, metadata: { order: '42' } });
  fixtures.price({ unit_amount_decimal: '10.5' });
  fixtures.refund.for(charge).partial(100);
  fixtures.refund.partial(100, { currency: 'eur' });
  fixtures.charge().as('refunded');
  event('customer.created');
  thinEvent('v1.charge.dispute.closed', dispute);
  thinEvent('v2.core.account.updated', null);
  fixtures.seed(42).dispute.lost();
  void [attempt, session, card, list, many, status, payload, signature, told, again];
}

export function refused(): void {
  // @ts-expect-error a wrong key
  fixtures.dispute({ amunt: 1999 });
  // @ts-expect-error a wrong value
  fixtures.dispute({ amount: '1999' });
  // @ts-expect-error a value that the field does not know
  fixtures.dispute({ status: 'lots' });
  // @ts-expect-error a value that a field below does not know
  fixtures.dispute.lost({ payment_method_details: { type: 'cash' } });
  // @ts-expect-error a wrong key below
  fixtures.dispute({ evidence: { recept: 'file_1' } });
  // @ts-expect-error a wrong value below
  fixtures.dispute({ evidence_details: { past_due: 'no' } });
  // @ts-expect-error a wrong key in the overrides of a trait
  fixtures.dispute.lost({ amunt: 1999 });
  // @ts-expect-error arrays are given whole
  fixtures.dispute({ balance_transactions: [{ amount: 5 }] });
  // @ts-expect-error objects with ids are given whole
  fixtures.dispute({ charge: { amount: 5 } });
  // @ts-expect-error there is no such trait
  fixtures.dispute.lots();
  // @ts-expect-error no such trait either
  fixtures.dispute.as('lots');
  // @ts-expect-error payouts fail for a reason that is a text
  fixtures.payout.failed(5);
  // @ts-expect-error it takes no facts
  fixtures.dispute.lost('account_closed');
  // @ts-expect-error there is no such object
  fixtures.unicorn();
  // @ts-expect-error the amount is no object
  fixtures.dispute.expanded('amount');
  // @ts-expect-error a chargeback is about a dispute
  event('charge.dispute.closed', fixtures.charge());
  // @ts-expect-error there is no such event
  event('charge.dispute.close', fixtures.dispute());
  // @ts-expect-error previous attributes are those of the object
  event('charge.dispute.closed', fixtures.dispute(), { previous: { amunt: 5 } });
  // @ts-expect-error thin events of v1 are about the same objects
  thinEvent('v1.charge.dispute.closed', fixtures.charge());
  // @ts-expect-error a signature needs a secret
  signedWebhook(event('customer.created'), {});
  // @ts-expect-error only objects of the API
  fixtures.dispute.for('ch_1');
}
