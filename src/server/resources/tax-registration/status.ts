import type Stripe from 'stripe';

type Registration = Stripe.Tax.Registration;
type Times = Pick<Registration, 'active_from' | 'expires_at'>;

export function statusAt({ active_from: from, expires_at: until }: Times, now: number): Registration['status'] {
  if (until !== null && until <= now) return 'expired';
  return from > now ? 'scheduled' : 'active';
}

export const isActiveAt = (times: Times, now: number): boolean => statusAt(times, now) === 'active';
