import type Stripe from 'stripe';
import type { Reduction } from '../invoice/amounts/lines.ts';

/** As it is stored: references are ids, and what the coupon said stays though the coupon be deleted. */
export interface StoredDiscount extends Stripe.Discount {
  readonly customer: string | null;
  readonly promotion_code: string | null;
  readonly source: { readonly type: 'coupon'; readonly coupon: string };
  readonly terms: Terms;
}

interface Terms extends Omit<Reduction, 'id'> {
  readonly duration: Stripe.Coupon.Duration;
}

export const hiddenFields: readonly (keyof StoredDiscount)[] = ['terms'];

export const reductionOf = ({ id, terms }: StoredDiscount): Reduction => ({ id, ...terms });
