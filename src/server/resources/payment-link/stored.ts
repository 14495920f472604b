import type Stripe from 'stripe';

/** As it is stored: references are ids. */
export interface StoredLink extends Stripe.PaymentLink {
  readonly on_behalf_of: string | null;
}
