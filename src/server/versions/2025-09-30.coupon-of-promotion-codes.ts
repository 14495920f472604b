import type { Params } from '../kernel/params.ts';
import type { VersionChange } from './change.ts';

/** https://docs.stripe.com/changelog/clover/2025-09-30/polymorphic-coupon */
export const couponOfPromotionCodes: VersionChange = {
  version: '2025-09-30.clover',
  description: '`coupon` of a promotion code becomes `promotion[coupon]`.',
  operations: new Set(['promotionCodes.create']),
  takes: { 'promotionCodes.create': ['coupon'] },
  renames: [['coupon', 'promotion.coupon']],
  upgrade({ coupon, ...params }: Params): Params {
    return coupon === undefined ? params : { ...params, promotion: { type: 'coupon', coupon } };
  },
};
