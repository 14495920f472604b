import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { mergeMetadata } from '../../kernel/merge.ts';
import type { Call, Work } from '../../kernel/work.ts';
import { readCurrency } from '../charge/currencies.ts';

export type SentRate = Pick<
  Stripe.ShippingRateCreateParams,
  'delivery_estimate' | 'display_name' | 'fixed_amount' | 'metadata' | 'tax_behavior' | 'tax_code'
>;

type Options = NonNullable<Stripe.ShippingRate.FixedAmount['currency_options']>;

function optionsOf(
  { amount, currency, currency_options: sent = {} }: NonNullable<SentRate['fixed_amount']>,
  behavior: Stripe.ShippingRate['tax_behavior'],
): Options {
  const own: Options = { [currency]: { amount, tax_behavior: behavior ?? 'unspecified' } };
  for (const [name, option] of Object.entries(sent))
    own[readCurrency(name)] = { amount: option.amount, tax_behavior: option.tax_behavior ?? 'unspecified' };
  return own;
}

export async function createRate(work: Work, sent: SentRate): Promise<Stripe.ShippingRate> {
  const { fixed_amount: fixed, delivery_estimate: estimate } = sent;
  if (fixed === undefined) throw errors.parameterMissing('fixed_amount');
  if (fixed.amount < 0) throw errors.invalid('Invalid non-negative integer', 'fixed_amount[amount]');
  const currency = readCurrency(fixed.currency);
  const tax_behavior = sent.tax_behavior ?? 'unspecified';
  return work.insert<Stripe.ShippingRate>({
    id: work.newId('shipping_rate'),
    object: 'shipping_rate',
    active: true,
    created: work.now,
    delivery_estimate: estimate ? { maximum: estimate.maximum ?? null, minimum: estimate.minimum ?? null } : null,
    display_name: sent.display_name,
    fixed_amount: {
      amount: fixed.amount,
      currency,
      currency_options: optionsOf({ ...fixed, currency }, tax_behavior),
    },
    livemode: false,
    metadata: mergeMetadata({}, sent.metadata),
    tax_behavior,
    tax_code: sent.tax_code ?? null,
    type: 'fixed_amount',
  });
}

export async function createShippingRate({
  work,
  params,
}: Call<Stripe.ShippingRateCreateParams>): Promise<Stripe.ShippingRate> {
  return createRate(work, params);
}
