import type Stripe from 'stripe';

/** A line of a quote, a Checkout Session or a payment link, as it is stored. */
export interface StoredItem extends Stripe.LineItem {
  readonly price: Stripe.Price;
  /** What it is a line of: its shape has no field for it. */
  readonly _parent: string;
  /** Ids of the line's own discounts. */
  readonly reductions: readonly string[];
  /** The line's own tax rates; the default ones apply where it has none. */
  readonly rates: readonly Stripe.TaxRate[];
}

export const hiddenFields: readonly (keyof StoredItem)[] = ['reductions', 'rates'];

export const isRecurring = ({ price }: StoredItem): boolean => price.type === 'recurring';
