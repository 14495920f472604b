import type Stripe from 'stripe';

/** As it is stored: references are ids. */
export interface StoredLine extends Stripe.InvoiceLineItem {
  readonly invoice: string;
  readonly discounts: string[];
  /** The line's own tax rates; those of the invoice apply where it has none. */
  readonly rates: readonly Stripe.TaxRate[];
  /** What it is taxed as, where it says so itself rather than its product. */
  readonly tax_code?: string | null;
  /** What billing credits pay of it, with the transaction of each. */
  readonly credits?: readonly { readonly amount: number; readonly transaction: string }[];
}

export const hiddenFields: readonly (keyof StoredLine)[] = ['rates', 'tax_code', 'credits'];
