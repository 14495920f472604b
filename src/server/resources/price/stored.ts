import type Stripe from 'stripe';
import type { Aggregation } from './aggregate-usage.ts';

/** As it is stored: references are ids, decimals strings. */
export interface StoredPrice extends Stripe.Price {
  readonly product: string;
  /** Made on the fly for one line, without an event. */
  readonly inline: boolean;
  /** Of usage records, where no meter counts. */
  readonly aggregate_usage: Aggregation | null;
}
