import type Stripe from 'stripe';

/** One per customer; its id is the customer's, and never shown. */
export interface StoredCashBalance extends Stripe.CashBalance {
  readonly id: string;
  /** How often what was left over has been announced. */
  readonly announced: number;
}

export const hiddenFields: readonly (keyof StoredCashBalance)[] = ['id', 'announced'];
