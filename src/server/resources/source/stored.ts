import type Stripe from 'stripe';

/** As it is stored: what it is charged with is the payment method of the same id. */
export type StoredSource = Omit<Stripe.Source, 'customer'> & {
  readonly customer?: string | undefined;
};
