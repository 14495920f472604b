import type Stripe from 'stripe';
import { on } from '../../kernel/events.ts';
import { defineResource } from '../../kernel/resource.ts';
import { createCoupon } from './create.ts';
import { changesMore } from './events.ts';
import { isValid } from './valid.ts';

/** Deleting a coupon leaves the discounts that it gave. */
export const coupon = defineResource<Stripe.Coupon>('coupon', {
  events: [on.create('coupon.created'), on.change('coupon.updated', changesMore), on.remove('coupon.deleted')],
  operations: { 'coupons.create': createCoupon },
  derive: (object, now) =>
    isValid(object, now) === object.valid ? object : { ...object, valid: isValid(object, now) },
});
