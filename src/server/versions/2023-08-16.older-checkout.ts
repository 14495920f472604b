import type { ParamHash, Params, ParamValue } from '../kernel/params.ts';
import { isHash } from '../kernel/params.ts';
import type { VersionChange } from './change.ts';
import { renamed } from './reshape.ts';

const shippingOptions = (rates: ParamValue): ParamValue =>
  Array.isArray(rates) ? rates.map((rate) => ({ shipping_rate: rate })) : rates;

function couponOfSession(params: ParamHash): ParamHash {
  const { subscription_data: data } = params;
  if (!isHash(data) || data.coupon === undefined) return params;
  const { coupon, ...rest } = data;
  return { discounts: [{ coupon }], ...params, subscription_data: rest };
}

/** https://docs.stripe.com/changelog/2023-08-16 */
export const olderCheckout: VersionChange = {
  version: '2023-08-16',
  description:
    '`shipping_rates` of Checkout became `shipping_options`, and `coupon` of its `subscription_data` one of the `discounts`.',
  operations: new Set(['checkout.sessions.create']),
  takes: { 'checkout.sessions.create': ['shipping_rates', 'subscription_data.coupon'] },
  renames: [
    ['shipping_rates[]', 'shipping_options[].shipping_rate'],
    ['subscription_data.coupon', 'discounts[].coupon'],
  ],
  ignores: { 'checkout.sessions.create': ['subscription_data.trial_from_plan'] },
  upgrade: (params: Params) => couponOfSession(renamed(params, 'shipping_rates', 'shipping_options', shippingOptions)),
};
