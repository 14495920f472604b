import type Stripe from 'stripe';

/** As it is stored: references are ids. */
export interface StoredQuote extends Stripe.Quote {
  readonly customer: string | null;
  readonly default_tax_rates: string[];
  readonly discounts: string[];
  readonly from_quote: { readonly is_revision: boolean; readonly quote: string } | null;
  readonly on_behalf_of: string | null;
  readonly transfer_data: {
    readonly amount: number | null;
    readonly amount_percent: number | null;
    readonly destination: string;
  } | null;
  /** The middle part of its number, counted per customer; revisions share it. */
  readonly sequence: number | null;
  /** The last part of its number. */
  readonly revision: number | null;
}

export const hiddenFields: readonly (keyof StoredQuote)[] = ['sequence', 'revision'];
