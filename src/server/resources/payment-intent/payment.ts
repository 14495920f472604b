/** One attempt to pay, whatever it is paid with. */
import type { Work } from '../../kernel/work.ts';
import type { Payment } from '../charge/create.ts';
import type { StoredCharge } from '../charge/stored.ts';
import type { Acceptance } from '../mandate/acceptance.ts';
import type { CardOutcome } from '../payment-method/outcome.ts';
import type { StoredPaymentMethod } from '../payment-method/stored.ts';
import { keepFor, recordUse } from '../payment-method/use.ts';
import { futureUsage, holds } from './method-types.ts';
import { chargeSplit } from './split.ts';
import type { StoredIntent } from './stored.ts';

export interface Attempt {
  /** Of the machine of PaymentIntents. */
  readonly action: string;
  /** What the same change writes to the intent. */
  readonly patch: Partial<StoredIntent>;
  readonly offSession?: boolean;
  readonly errorOnAction?: boolean;
  readonly returnUrl?: string | undefined;
  /** The payer has just passed the challenge, or approved. */
  readonly authenticated?: boolean;
  /** Id of the mandate that the payment relies on. */
  readonly mandate?: string | undefined;
  /** How the payer has agreed to a new one. */
  readonly acceptance?: Acceptance | undefined;
  /** Stripe's libraries show what is to be done themselves. */
  readonly inApp?: boolean;
}

/** What a page of Stripe's own knows of whoever pays there. */
export type OnPage = Pick<Attempt, 'acceptance' | 'returnUrl'>;

/** What a charge takes over from the intent. */
export function commonPayment(
  intent: StoredIntent,
  method: StoredPaymentMethod,
  outcome: CardOutcome,
): Omit<Payment, 'card' | 'details'> {
  const { id, amount, currency, customer, description, metadata, on_behalf_of, receipt_email, shipping } = intent;
  const { statement_descriptor, statement_descriptor_suffix, transfer_group } = intent;
  return {
    amount,
    currency,
    billingDetails: method.billing_details,
    outcome,
    inherited: {
      customer,
      description,
      metadata,
      on_behalf_of,
      payment_intent: id,
      payment_method: method.id,
      receipt_email,
      shipping,
      statement_descriptor,
      statement_descriptor_suffix,
      transfer_group,
      ...chargeSplit(intent),
    },
    capture: holds(intent, method.type) ? 'hold' : intent.capture_method === 'automatic' ? 'now' : 'soon',
    kin: id,
  };
}

/** A payment that is meant to be repeated puts its payment method on file with the customer. */
export async function keep(
  work: Work,
  intent: StoredIntent,
  method: StoredPaymentMethod,
): Promise<StoredPaymentMethod> {
  const usage = futureUsage(intent, method.type);
  const setUp = usage === 'off_session';
  if (usage === null || method.customer !== null) return recordUse(work, method, { setUp });
  return keepFor(work, method, intent.customer, { setUp });
}

/** What the intent says once it is charged, or once the bank holds the money. */
export function chargedWith(charge: StoredCharge, method: StoredPaymentMethod, amount: number): Partial<StoredIntent> {
  return {
    amount_capturable: charge.captured ? 0 : amount,
    amount_received: charge.captured ? amount : 0,
    authenticated: false,
    last_payment_error: null,
    latest_charge: charge.id,
    next_action: null,
    payment_method: method.id,
  };
}
