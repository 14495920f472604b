import { describe, expect, it } from 'vitest';
import { refusal, testBench } from './harness.ts';

const inline = { currency: 'usd', product_data: { name: 'Gold' } };

describe('POST /v1/prices', () => {
  it('makes a one-time price with a product inline', async () => {
    const { stripe, eventTypes } = await testBench();
    const price = await stripe.prices.create({ ...inline, unit_amount: 1250 });
    expect(price).toMatchObject({
      billing_scheme: 'per_unit',
      recurring: null,
      tax_behavior: 'unspecified',
      type: 'one_time',
      unit_amount: 1250,
    });
    expect(String(price.unit_amount_decimal)).toBe('1250');
    expect(price).not.toHaveProperty('currency_options');
    expect(await eventTypes()).toEqual(['product.created', 'price.created']);
  });

  it('makes a plan of a recurring price', async () => {
    const { stripe, eventTypes } = await testBench();
    const price = await stripe.prices.create({ ...inline, unit_amount: 900, recurring: { interval: 'month' } });
    expect(price.recurring).toEqual({
      interval: 'month',
      interval_count: 1,
      meter: null,
      trial_period_days: null,
      usage_type: 'licensed',
    });
    expect(await stripe.plans.retrieve(price.id)).toMatchObject({
      amount: 900,
      interval: 'month',
      product: price.product,
    });
    await stripe.prices.update(price.id, { nickname: 'monthly' });
    expect((await stripe.plans.retrieve(price.id)).nickname).toBe('monthly');
    expect(await eventTypes()).toEqual([
      'product.created',
      'plan.created',
      'price.created',
      'plan.updated',
      'price.updated',
    ]);
  });

  it('keeps fractions of a cent', async () => {
    const { call } = await testBench();
    const { body } = await call('POST', '/v1/prices', {
      body: 'currency=usd&product_data[name]=Gold&unit_amount_decimal=0.0525',
    });
    expect(body).toMatchObject({ unit_amount: null, unit_amount_decimal: '0.0525' });
  });

  it('shows tiers and other currencies when asked', async () => {
    const { stripe } = await testBench();
    const { id } = await stripe.prices.create({
      ...inline,
      recurring: { interval: 'month' },
      billing_scheme: 'tiered',
      tiers_mode: 'graduated',
      tiers: [
        { up_to: 10, unit_amount: 100 },
        { up_to: 'inf', unit_amount: 50, flat_amount: 20 },
      ],
    });
    const tiered = await stripe.prices.retrieve(id, { expand: ['tiers'] });
    expect(tiered.tiers).toMatchObject([
      { up_to: 10, unit_amount: 100, flat_amount: null },
      { up_to: null, unit_amount: 50, flat_amount: 20 },
    ]);
    const other = await stripe.prices.create({
      ...inline,
      unit_amount: 100,
      currency_options: { eur: { unit_amount: 90 } },
      expand: ['currency_options'],
    });
    expect(other.currency_options).toMatchObject({ eur: { unit_amount: 90 }, usd: { unit_amount: 100 } });
  });

  it('moves a lookup key only when told to', async () => {
    const { stripe } = await testBench();
    const first = await stripe.prices.create({ ...inline, unit_amount: 1, lookup_key: 'standard' });
    const error = await refusal(stripe.prices.create({ ...inline, unit_amount: 2, lookup_key: 'standard' }));
    expect(error).toMatchObject({
      message: `A price (\`${first.id}\`) already uses that lookup key.`,
      param: 'lookup_key',
    });
    const second = await stripe.prices.create({
      ...inline,
      unit_amount: 2,
      lookup_key: 'standard',
      transfer_lookup_key: true,
    });
    expect((await stripe.prices.list({ lookup_keys: ['standard'] })).data.map(({ id }) => id)).toEqual([second.id]);
    expect((await stripe.prices.retrieve(first.id)).lookup_key).toBeNull();
  });

  it.each([
    ['no amount', { ...inline }, 'Prices require an `unit_amount` or `unit_amount_decimal` parameter to be set.'],
    [
      'no product',
      { currency: 'usd', unit_amount: 1 },
      'You must specify either `product` or `product_data` when creating a price.',
    ],
    ['a negative amount', { ...inline, unit_amount: -1 }, 'Invalid non-negative integer'],
  ])('refuses %s', async (_what, params, message) => {
    const { stripe } = await testBench();
    expect(await refusal(stripe.prices.create(params))).toMatchObject({ statusCode: 400, message });
    expect((await stripe.products.list()).data).toEqual([]);
  });
});

describe('POST /v1/plans', () => {
  it('is a price too', async () => {
    const { stripe } = await testBench();
    const plan = await stripe.plans.create({
      currency: 'usd',
      interval: 'year',
      amount: 9900,
      product: { name: 'Gold' },
    });
    expect(await stripe.prices.retrieve(plan.id)).toMatchObject({ unit_amount: 9900, recurring: { interval: 'year' } });
    await stripe.plans.del(plan.id);
    expect(await refusal(stripe.prices.retrieve(plan.id))).toMatchObject({ code: 'resource_missing' });
  });
});

describe('POST /v1/shipping_rates', () => {
  it('lists its own currency among the options', async () => {
    const { stripe } = await testBench();
    const rate = await stripe.shippingRates.create({
      display_name: 'Ground',
      fixed_amount: { amount: 500, currency: 'usd', currency_options: { eur: { amount: 450 } } },
      expand: ['fixed_amount.currency_options'],
    });
    expect(rate.fixed_amount?.currency_options).toEqual({
      eur: { amount: 450, tax_behavior: 'unspecified' },
      usd: { amount: 500, tax_behavior: 'unspecified' },
    });
    expect(await refusal(stripe.shippingRates.create({ display_name: 'Air' }))).toMatchObject({
      param: 'fixed_amount',
    });
  });
});
