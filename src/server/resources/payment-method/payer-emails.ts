/** PayPal's test mode reads what a payer does from the e-mail address: https://docs.stripe.com/payments/paypal/accept-a-payment */
import type { AfterCharge } from './card-outcome.ts';

const complaints: readonly (readonly [part: string, complaint: AfterCharge])[] = [
  ['dispute_credit_not_processed', 'dispute_credit_not_processed'],
  ['dispute_duplicate', 'dispute_duplicate'],
  ['dispute_fraudulent', 'dispute_fraudulent'],
  ['dispute_general', 'dispute_general'],
  ['dispute_not_received', 'dispute_product_not_received'],
  ['dispute_product_unacceptable', 'dispute_product_unacceptable'],
  ['dispute_subscription_cancelled', 'dispute_subscription_canceled'],
];

/** The local part ends with the name of what follows. */
export function complaintOf(email: string | null): AfterCharge | undefined {
  return complaints.find(([part]) => email?.includes(`${part}@`))?.[1];
}
