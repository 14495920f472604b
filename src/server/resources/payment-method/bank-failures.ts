/** What banks say of debits that do not go through: https://docs.stripe.com/error-codes */
import type { Decline } from './card-outcome.ts';

const messages = {
  account_closed: "The customer's bank account has been closed.",
  account_number_invalid: 'The bank account number provided is invalid.',
  charge_exceeds_source_limit:
    'This charge would cause you to exceed your rolling-window processing limit for this source type. Please retry the charge later, or contact us to request a higher processing limit.',
  charge_exceeds_weekly_limit:
    'This charge would cause you to exceed your weekly processing limit for this payment method type. Please retry the charge later, or contact us to request a higher processing limit.',
  debit_not_authorized: 'The customer has notified their bank that this payment was unauthorized.',
  highest_risk_level: 'Your payment was declined.',
  insufficient_funds: "The customer's account has insufficient funds to cover this payment.",
  invalid_currency:
    'The bank was unable to process this payment because of its currency. This can occur when the bank account cannot accept payments in that currency.',
  no_account: "The customer's bank account could not be located.",
  payment_intent_payment_attempt_failed: 'The payment failed.',
  refer_to_customer:
    "The customer's bank could not process this payment. Please ask the customer to contact their bank.",
} as const;

export type BankFailure = keyof typeof messages;

/** Stripe's own refusals; all others are the bank's. */
const codes: Partial<Readonly<Record<BankFailure, Pick<Decline, 'code' | 'decline_code'>>>> = {
  highest_risk_level: { code: 'card_declined', decline_code: 'fraudulent' },
};

export const bankFailures = Object.keys(messages) as readonly BankFailure[];

export function bankDecline(failure: BankFailure): Decline {
  return { ...(codes[failure] ?? { code: failure }), message: messages[failure], charges: true };
}
