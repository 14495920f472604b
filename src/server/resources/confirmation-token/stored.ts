import type Stripe from 'stripe';
import type { StoredPaymentMethod } from '../payment-method/stored.ts';

export interface StoredConfirmationToken extends Stripe.ConfirmationToken {
  /** What confirming with the token pays with: stored by then, unless it names one that was there before. */
  readonly method: StoredPaymentMethod;
  readonly saved: boolean;
}

export const hiddenFields: readonly (keyof StoredConfirmationToken)[] = ['method', 'saved'];
