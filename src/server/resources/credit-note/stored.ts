import type Stripe from 'stripe';

/** As it is stored: references are ids. */
export interface StoredNote extends Stripe.CreditNote {
  readonly customer: string;
  readonly invoice: string;
}
