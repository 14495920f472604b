import type Stripe from 'stripe';

/** As it is stored: references are ids. */
export interface StoredProduct extends Stripe.Product {
  readonly default_price: string | null;
  /** Made on the fly for one line, without an event. */
  readonly inline: boolean;
}
