import type Stripe from 'stripe';

/** As it is stored: references are ids. */
export interface StoredAttempt extends Stripe.SetupAttempt {
  readonly payment_method: string;
  readonly setup_intent: string;
}

export type SetupError = Stripe.SetupAttempt.SetupError;
