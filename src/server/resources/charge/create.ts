/** Money taken from a card, or refused by its bank. */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import type { CardOutcome, Decline } from '../payment-method/outcome.ts';
import { actingApplication } from './application.ts';
import { type CredentialUsage, cardPayment, type ThreeDSecureResult } from './card-payment.ts';
import { holdLife } from './machine.ts';
import { approved, declinedOutcome } from './outcome.ts';
import { bookCharge } from './settle.ts';
import { namesOfSplit, split } from './split.ts';
import type { StoredCharge } from './stored.ts';

/** What a charge takes over from the request or from its PaymentIntent. */
export type Inherited = Partial<
  Pick<
    StoredCharge,
    | 'application_fee_amount'
    | 'customer'
    | 'description'
    | 'destination'
    | 'metadata'
    | 'on_behalf_of'
    | 'payment_intent'
    | 'payment_method'
    | 'radar_options'
    | 'receipt_email'
    | 'shipping'
    | 'source'
    | 'statement_descriptor'
    | 'statement_descriptor_suffix'
    | 'transfer_data'
    | 'transfer_group'
  >
>;

export interface Payment {
  /** In the smallest unit of `currency`. */
  readonly amount: number;
  readonly currency: string;
  readonly card: Stripe.PaymentMethod.Card;
  readonly billingDetails: Stripe.PaymentMethod.BillingDetails;
  readonly outcome: CardOutcome;
  readonly inherited: Inherited;
  readonly threeDSecure?: ThreeDSecureResult | null;
  /** `hold` only authorizes; `soon` captures and books a little later, `now` at once. */
  readonly capture: 'hold' | 'soon' | 'now';
  /** Whether a hold may grow. */
  readonly incremental?: boolean;
  readonly credentialUsage?: CredentialUsage | undefined;
  /** An id of the same payment. */
  readonly kin?: string;
}

/** What statements show when the account has set nothing. */
const accountDescriptor = 'Stripe';

function descriptorOf({ statement_descriptor, statement_descriptor_suffix }: Inherited): string {
  if (statement_descriptor) return statement_descriptor;
  return statement_descriptor_suffix ? `${accountDescriptor}* ${statement_descriptor_suffix}` : accountDescriptor;
}

function draft(work: Work, payment: Payment, isApproved: boolean): StoredCharge {
  const { amount, currency, card, outcome, inherited, capture } = payment;
  const blank = work.blank<StoredCharge>('charge', payment.kin);
  return {
    ...blank,
    ...inherited,
    amount,
    application: actingApplication(work),
    currency,
    billing_details: payment.billingDetails,
    calculated_statement_descriptor: descriptorOf(inherited),
    payment_method_details: cardPayment(work, card, {
      amount,
      approved: isApproved,
      captureBefore: capture === 'hold' && isApproved ? work.now + holdLife : undefined,
      threeDSecure: payment.threeDSecure ?? null,
      incremental: payment.incremental ?? false,
      kin: blank.id,
      credentialUsage: payment.credentialUsage,
    }),
    aftermath: { afterCharge: outcome.afterCharge, bypassPending: outcome.bypassPending, refund: outcome.refund },
  };
}

/** The bank said yes: a hold, or a captured charge. */
export async function chargeCard(work: Work, payment: Payment): Promise<StoredCharge> {
  const charge: StoredCharge = {
    ...draft(work, payment, true),
    outcome: approved(work, payment.outcome),
    paid: true,
    receipt_url: `https://pay.stripe.com/receipts/payment/${work.token(60)}`,
    status: 'succeeded',
  };
  if (payment.capture === 'hold') return work.insert(charge);
  const captured = { ...charge, captured: true, amount_captured: payment.amount };
  const named = { ...captured, ...namesOfSplit(work, captured) };
  const stored = await work.insert(
    payment.capture === 'soon'
      ? { ...named, unsettled: true }
      : { ...named, balance_transaction: (await bookCharge(work, named, payment.amount)).id },
  );
  await split(work, stored);
  return stored;
}

/** The bank or Radar said no: a failed charge stays behind. */
export function declineCharge(work: Work, payment: Payment, decline: Decline): Promise<StoredCharge> {
  return work.insert<StoredCharge>({
    ...draft(work, payment, false),
    failure_code: decline.code,
    failure_message: decline.message,
    outcome: declinedOutcome(work, payment.outcome, decline),
    status: 'failed',
  });
}
