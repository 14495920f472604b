import type { Shown } from '../kernel/reader.ts';
import { type Downgrade, type VersionChange, whole } from './change.ts';

/** The coupon stands in the older object whole, expanded or not. */
const withCoupon =
  (holder: string): Downgrade =>
  (draft, _, dropped) => {
    draft.coupon = (dropped[holder] as Shown | null | undefined)?.coupon ?? null;
  };

const discount = withCoupon('source');

/** https://docs.stripe.com/changelog/clover/2025-09-30/polymorphic-coupon */
export const couponOfDiscounts: VersionChange = {
  version: '2025-09-30.clover',
  description:
    'A discount and a promotion code show what they rest on in `source` and `promotion`, no longer a whole `coupon`.',
  restores: {
    discount: { coupon: whole('coupon') },
    deleted_discount: { coupon: whole('coupon') },
    promotion_code: { coupon: whole('coupon') },
  },
  drops: { discount: ['source'], deleted_discount: ['source'], promotion_code: ['promotion'] },
  objects: { discount, deleted_discount: discount, promotion_code: withCoupon('promotion') },
};
