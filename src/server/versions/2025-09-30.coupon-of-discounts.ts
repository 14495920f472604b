import { type Awaitable, andThen } from '../kernel/awaitable.ts';
import type { Read, Shown, VersionChange } from './change.ts';

/** The coupon stands in the older object whole, expanded or not. */
function withCoupon(object: Shown, holder: string, read: Read): Awaitable<Shown> {
  const { [holder]: held, ...rest } = object;
  const coupon = (held as Shown | null | undefined)?.coupon;
  const found = typeof coupon === 'string' ? read('coupon', coupon) : (coupon as Shown | null | undefined);
  return andThen(found ?? undefined, (whole) => ({ ...rest, coupon: whole ?? null }));
}

/** https://docs.stripe.com/changelog/clover/2025-09-30/polymorphic-coupon */
export const couponOfDiscounts: VersionChange = {
  version: '2025-09-30.clover',
  description:
    'A discount and a promotion code show what they rest on in `source` and `promotion`, no longer a whole `coupon`.',
  restores: { discount: ['coupon'], promotion_code: ['coupon'] },
  objects: {
    discount: (discount, read) => withCoupon(discount, 'source', read),
    promotion_code: (code, read) => withCoupon(code, 'promotion', read),
  },
};
