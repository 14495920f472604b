import type Stripe from 'stripe';

/** As it is stored: references are ids. */
export interface StoredPayment extends Stripe.InvoicePayment {
  readonly invoice: string;
  /** The PaymentIntent, where one pays. */
  readonly intent: string | null;
  /** When it was paid, which it shows a little later. */
  readonly settled_at: number | null;
}

export const hiddenFields: readonly (keyof StoredPayment)[] = ['intent', 'settled_at'];
