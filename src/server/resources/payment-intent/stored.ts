import type Stripe from 'stripe';

/** As it is stored: references are ids. */
export interface StoredIntent extends Stripe.PaymentIntent {
  readonly customer: string | null;
  readonly latest_charge: string | null;
  readonly payment_method: string | null;
  /** Stripe sends it, though its types do not know it. */
  readonly shared_payment_granted_token: null;

  /** The customer passed the challenge, and the server has not confirmed again yet. */
  readonly authenticated: boolean;
}

export const hiddenFields: readonly (keyof StoredIntent)[] = ['authenticated'];
