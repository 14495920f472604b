/** Payments that a bank disputes. */
import type Stripe from 'stripe';
import { refusal, type TestBench } from './harness.ts';

export type PayParams = Partial<Stripe.PaymentIntentCreateParams>;

/** A captured payment of 50.00 USD with a test card. */
export async function pay(
  { stripe }: TestBench,
  card = 'pm_card_visa',
  params: PayParams = {},
): Promise<Stripe.Charge> {
  const intent = await stripe.paymentIntents.create({
    amount: 5000,
    currency: 'usd',
    payment_method: card,
    confirm: true,
    automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
    ...params,
  });
  return stripe.charges.retrieve(String(intent.latest_charge));
}

/** The newest dispute of a payment with a card that gets disputed. */
export async function disputed(
  bench: TestBench,
  card = 'pm_card_createDispute',
  params: PayParams = {},
): Promise<Stripe.Dispute> {
  const charge = await pay(bench, card, params);
  return newest(bench, charge.id);
}

/** A dispute that the test's own facts describe. */
export async function disputedBy(
  bench: TestBench,
  facts: Record<string, unknown>,
  card = 'pm_card_visa',
): Promise<Stripe.Dispute> {
  const charge = await pay(bench, card);
  const { id } = await bench.sandbox.act(charge.id, 'dispute', facts);
  return bench.stripe.disputes.retrieve(id);
}

async function newest({ stripe }: TestBench, charge: string): Promise<Stripe.Dispute> {
  const [dispute] = (await stripe.disputes.list({ charge })).data;
  if (dispute === undefined) throw new Error(`nobody disputed ${charge}`);
  return dispute;
}

/** A dispute in any of its statuses. */
export async function disputeIn(bench: TestBench, status: string): Promise<Stripe.Dispute> {
  const { sandbox, stripe } = bench;
  const submit = async (from: string): Promise<Stripe.Dispute> =>
    stripe.disputes.update((await disputeIn(bench, from)).id, { submit: true });
  const act = async (from: string, action: string): Promise<Stripe.Dispute> => {
    const { id } = await disputeIn(bench, from);
    await sandbox.act(id, action);
    return stripe.disputes.retrieve(id);
  };
  switch (status) {
    case 'needs_response':
      return disputed(bench);
    case 'warning_needs_response':
      return disputed(bench, 'pm_card_createDisputeInquiry');
    case 'under_review':
      return submit('needs_response');
    case 'warning_under_review':
      return submit('warning_needs_response');
    case 'appeal_needs_response':
      return act('under_review', 'reject');
    case 'appeal_under_review':
      return submit('appeal_needs_response');
    case 'won':
      return act('under_review', 'win');
    case 'lost':
      return act('under_review', 'lose');
    case 'warning_closed':
      return act('warning_under_review', 'win');
    case 'prevented':
      return act('warning_needs_response', 'prevent');
    default:
      throw new Error(`disputes are never ${status}`);
  }
}

/** Events about one object, oldest first; all of them when no id is given. */
export async function eventsOf({ stripe }: TestBench, id?: string): Promise<Stripe.Event[]> {
  const events = await stripe.events.list({ limit: 100 }).autoPagingToArray({ limit: 1000 });
  return events.reverse().filter((event) => id === undefined || (event.data.object as { id?: string }).id === id);
}

/** Status, type and message of a refusal, with code and param where there are any. */
export async function refused(call: Promise<unknown>): Promise<Record<string, unknown>> {
  const { statusCode, rawType, message, code, param } = await refusal(call);
  return { statusCode, type: rawType, message, ...(code && { code }), ...(param && { param }) };
}
