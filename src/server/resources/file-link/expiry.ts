import type Stripe from 'stripe';

export function isExpired({ expires_at }: Stripe.FileLink, now: number): boolean {
  return expires_at !== null && expires_at <= now;
}
