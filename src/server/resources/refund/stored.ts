import type Stripe from 'stripe';
import type { Aftermath } from '../charge/stored.ts';

/** As it is stored: references are ids. */
export interface StoredRefund extends Stripe.Refund {
  readonly charge: string;
  /** What the test card makes of it; never shown. */
  readonly course: Aftermath['refund'];
  /** The balance does not cover it yet; never shown. */
  readonly waits: boolean;
}
