import type Stripe from 'stripe';

/** As it is stored: references are ids. */
export interface StoredItem extends Stripe.InvoiceItem {
  readonly customer: string;
  readonly invoice: string | null;
  readonly discounts: string[];
}
