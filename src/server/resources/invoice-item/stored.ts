import type Stripe from 'stripe';

/** As it is stored: references are ids. */
export interface StoredItem extends Stripe.InvoiceItem {
  readonly customer: string;
  readonly invoice: string | null;
  readonly discounts: string[];
  /** What it is taxed as, where it says so itself. */
  readonly tax_code: string | null;
}

export const hiddenFields: readonly (keyof StoredItem)[] = ['tax_code'];
