import type Stripe from 'stripe';
import { defineResource } from '../../kernel/resource.ts';
import { createCoupon } from './create.ts';
import { isValid } from './valid.ts';

/** Deleting a coupon leaves the discounts that it gave. */
export const coupon = defineResource<Stripe.Coupon>('coupon', {
  operations: { 'coupons.create': createCoupon },
  derive: (object, now) =>
    isValid(object, now) === object.valid ? object : { ...object, valid: isValid(object, now) },
});
