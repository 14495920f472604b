import type Stripe from 'stripe';
import { defineResource } from '../../kernel/resource.ts';
import { createShippingRate } from './create.ts';

export const shippingRate = defineResource<Stripe.ShippingRate>('shipping_rate', {
  operations: { 'shippingRates.create': createShippingRate },
});
