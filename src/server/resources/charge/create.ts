/** Money taken from a payment method, or refused by its bank. */
import type Stripe from 'stripe';
import { type Awaitable, andThen } from '../../kernel/awaitable.ts';
import type { Work } from '../../kernel/work.ts';
import type { CardOutcome, Decline } from '../payment-method/outcome.ts';
import { actingApplication } from './application.ts';
import { type CredentialUsage, cardPayment, type ThreeDSecureResult } from './card-payment.ts';
import { holdLife } from './machine.ts';
import { descriptorOf } from './merchant.ts';
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

interface PaymentFacts {
  /** In the smallest unit of `currency`. */
  readonly amount: number;
  readonly currency: string;
  readonly billingDetails: Stripe.PaymentMethod.BillingDetails;
  readonly outcome: CardOutcome;
  readonly inherited: Inherited;
  readonly threeDSecure?: ThreeDSecureResult | null;
  /** `hold` only authorizes; `soon` captures and books a little later, `now` at once. */
  readonly capture: 'hold' | 'soon' | 'now';
  /** Whether a hold may grow. */
  readonly incremental?: boolean;
  readonly credentialUsage?: CredentialUsage | undefined;
  /** Id of the mandate that a card is charged on. */
  readonly mandate?: string | undefined;
  /** An id of the same payment. */
  readonly kin?: string;
}

/** A card, or what the charge says of anything else that it is paid with. */
type Means =
  | { readonly card: Stripe.PaymentMethod.Card; readonly details?: undefined }
  | { readonly card?: undefined; readonly id: string; readonly details: Stripe.Charge.PaymentMethodDetails };

export type Payment = PaymentFacts & Means;

function details(work: Work, payment: Payment, isApproved: boolean, kin: string): Stripe.Charge.PaymentMethodDetails {
  if (payment.card === undefined) return payment.details;
  const { amount, capture } = payment;
  return cardPayment(work, payment.card, {
    amount,
    approved: isApproved,
    captureBefore: capture === 'hold' && isApproved ? work.now + holdLife : undefined,
    threeDSecure: payment.threeDSecure ?? null,
    incremental: payment.incremental ?? false,
    kin,
    credentialUsage: payment.credentialUsage,
    mandate: payment.mandate ?? null,
  });
}

/** Payments with anything but cards have a prefix of their own. */
export function otherPaymentId(work: Work, kin?: string): string {
  const id = work.newId('charge', kin);
  return `py${id.slice(id.indexOf('_'))}`;
}

/** Neither approved nor refused yet. */
export function draft(work: Work, payment: Payment, isApproved: boolean): Awaitable<StoredCharge> {
  return andThen(descriptorOf(work, payment.inherited), (descriptor) =>
    draftWith(work, payment, isApproved, descriptor),
  );
}

function draftWith(work: Work, payment: Payment, isApproved: boolean, descriptor: string): StoredCharge {
  const { amount, currency, outcome, inherited } = payment;
  const blank = work.blank<StoredCharge>('charge', payment.kin);
  return {
    ...blank,
    id: payment.card === undefined ? payment.id : blank.id,
    ...inherited,
    amount,
    application: actingApplication(work),
    currency,
    billing_details: payment.billingDetails,
    calculated_statement_descriptor: descriptor,
    payment_method_details: details(work, payment, isApproved, blank.id),
    aftermath: { afterCharge: outcome.afterCharge, bypassPending: outcome.bypassPending, refund: outcome.refund },
  };
}

/** The bank said yes, at once: a hold, or a captured charge. */
export async function chargeNow(work: Work, payment: Payment): Promise<StoredCharge> {
  const charge: StoredCharge = {
    ...(await draft(work, payment, true)),
    outcome: approved(work, payment.outcome),
    paid: true,
    receipt_url: `${work.baseUrl}/receipts/payment/${work.token(60)}`,
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
export function declineCharge(work: Work, payment: Payment, decline: Decline): Awaitable<StoredCharge> {
  return andThen(draft(work, payment, false), (drafted) =>
    work.insert<StoredCharge>({
      ...drafted,
      failure_code: decline.code,
      failure_message: decline.message,
      outcome: declinedOutcome(work, payment.outcome, decline),
      status: 'failed',
    }),
  );
}
