import type Stripe from 'stripe';

export interface StoredPayout extends Stripe.Payout {
  /** Stripe's code for the failure that awaits it; never shown. */
  readonly fate: string | null;
}
