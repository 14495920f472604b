import type Stripe from 'stripe';

/** As it is stored: it has an id, and says when it was made. */
export interface StoredCalculation extends Stripe.Tax.Calculation {
  readonly id: string;
  readonly expires_at: number;
}

export interface StoredLine extends Stripe.Tax.CalculationLineItem {
  /** The calculation. */
  readonly _parent: string;
}
