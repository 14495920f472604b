import type Stripe from 'stripe';

/** As it is stored: references are ids. */
export interface StoredLine extends Stripe.InvoiceLineItem {
  readonly invoice: string;
  readonly discounts: string[];
  /** The line's own tax rates; those of the invoice apply where it has none. */
  readonly rates: readonly Stripe.TaxRate[];
}

export const hiddenFields: readonly (keyof StoredLine)[] = ['rates'];
