import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import type { StoredSubscription } from './stored.ts';

type Reason = Stripe.Subscription.StatusDetails.Paused.Subscription.Type;

/** What a paused subscription says of its pause. */
export const paused = (work: Work, type: Reason): Partial<StoredSubscription> => ({
  status_details: { paused: { subscription: { type }, transitioned_at: work.now, type: 'subscription' } },
});
