import type Stripe from 'stripe';

/** The id is the last part of the url; like everything but the shape's own fields it is never shown. */
export type StoredAccountLink = Stripe.AccountLink & {
  readonly id: string;
  readonly account: string;
  readonly type: string;
  readonly refresh_url: string;
  readonly return_url: string;
  /** Whether what becomes due later is asked for too. */
  readonly asks: 'currently_due' | 'eventually_due';
  readonly asks_future: boolean;
  readonly status: 'unused' | 'used' | 'left' | 'expired';
};

export const hiddenFields: readonly (keyof StoredAccountLink)[] = [
  'account',
  'type',
  'refresh_url',
  'return_url',
  'asks',
  'asks_future',
  'status',
];
