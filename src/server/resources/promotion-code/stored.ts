import type Stripe from 'stripe';

/** As it is stored: references are ids. */
export interface StoredCode extends Stripe.PromotionCode {
  readonly customer: string | null;
  readonly promotion: { readonly type: 'coupon'; readonly coupon: string };
  /** Upper-case: customers may write a code either way. */
  readonly folded: string;
}

export const hiddenFields: readonly (keyof StoredCode)[] = ['folded'];

type Terms = Pick<StoredCode, 'active' | 'expires_at' | 'max_redemptions' | 'times_redeemed'>;

export function isActive(
  { active, expires_at: until, max_redemptions: most, times_redeemed: times }: Terms,
  now: number,
): boolean {
  return active && (until === null || now < until) && (most === null || times < most);
}
