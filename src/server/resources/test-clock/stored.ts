import type Stripe from 'stripe';

export type StoredClock = Stripe.TestHelpers.TestClock;

export const clockType = 'test_helpers.test_clock';
