import type Stripe from 'stripe';

/** As it is stored: references are ids. */
export interface StoredMandate extends Stripe.Mandate {
  readonly payment_method: string;

  /** Its one payment has gone through. */
  readonly spent?: boolean;
  /** The payer's bank will refuse it. */
  readonly unwanted?: boolean;
}
