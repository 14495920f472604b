import type Stripe from 'stripe';

/** As it is stored: references are ids, decimals strings. */
export interface StoredPrice extends Stripe.Price {
  readonly product: string;
  /** Made on the fly for one line, without an event. */
  readonly inline: boolean;
}
