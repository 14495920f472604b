import type Stripe from 'stripe';

export type StoredFile = Stripe.File & {
  /** How many pages a bank reads; 1 for an image. Never shown. */
  readonly pages: number;
};
