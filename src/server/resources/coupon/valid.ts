import type Stripe from 'stripe';

type Terms = Pick<Stripe.Coupon, 'max_redemptions' | 'redeem_by' | 'times_redeemed'>;

export function isValid(
  { max_redemptions: most, redeem_by: until, times_redeemed: times }: Terms,
  now: number,
): boolean {
  return (most === null || times < most) && (until === null || now < until);
}
