import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { eventsOf, payingCustomer } from './billed-customer.ts';
import { refusal, testBench } from './harness.ts';

const inf = { up_to: 'inf', unit_amount: 5 } as const;
const monthly = { interval: 'month' } as const;

describe('what a price refuses', () => {
  it.each<[string, Partial<Stripe.PriceCreateParams>, string]>([
    [
      'an option without an amount',
      { currency_options: { eur: { tax_behavior: 'exclusive' } } },
      'currency_options[eur][unit_amount]',
    ],
    [
      'tiers beside an amount per unit',
      { currency_options: { eur: { unit_amount: 4, tiers: [inf] } } },
      'currency_options[eur]',
    ],
    ['its own currency as an option', { currency_options: { usd: { unit_amount: 4 } } }, 'currency_options[usd]'],
    ['packages of nothing', { transform_quantity: { divide_by: 0, round: 'up' } }, 'transform_quantity[divide_by]'],
    ['a trial before it begins', { recurring: { ...monthly, trial_period_days: -1 } }, 'recurring[trial_period_days]'],
  ])('%s', async (_, params, param) => {
    const { stripe } = await testBench();
    const base = { currency: 'usd', unit_amount: 5, product_data: { name: 'Chair' } };
    expect((await refusal(stripe.prices.create({ ...base, ...params }))).param).toBe(param);
    expect((await stripe.products.list()).data).toEqual([]);
  });

  it('an option without tiers where the price has them', async () => {
    const { stripe } = await testBench();
    const tiered = stripe.prices.create({
      currency: 'usd',
      product_data: { name: 'Chair' },
      billing_scheme: 'tiered',
      tiers_mode: 'volume',
      tiers: [inf],
      recurring: monthly,
      currency_options: { eur: { unit_amount: 4 } },
    });
    expect((await refusal(tiered)).param).toBe('currency_options[eur][tiers]');
  });

  it('amounts of the customer that recur or cannot be', async () => {
    const { stripe } = await testBench();
    const chosen = (custom: object, more: object = {}) =>
      stripe.prices.create({
        currency: 'usd',
        product_data: { name: 'Tip' },
        custom_unit_amount: { enabled: true, ...custom },
        ...more,
      });
    expect((await refusal(chosen({}, { recurring: monthly }))).param).toBe('custom_unit_amount');
    expect((await refusal(chosen({ minimum: 10, maximum: 5 }))).param).toBe('custom_unit_amount[minimum]');
    expect((await refusal(chosen({ minimum: 10, preset: 5 }))).param).toBe('custom_unit_amount[preset]');
    expect((await chosen({ minimum: 5, preset: 7 })).custom_unit_amount).toEqual({
      maximum: null,
      minimum: 5,
      preset: 7,
    });
  });
});

describe('archiving', () => {
  it('keeps prices out of new invoices and leaves old ones', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { id: customer } = await payingCustomer(bench);
    const price = await stripe.prices.create({ currency: 'usd', unit_amount: 500, product_data: { name: 'Chair' } });
    const item = () => stripe.invoiceItems.create({ customer, pricing: { price: price.id } });
    const { id } = await item();
    await stripe.prices.update(price.id, { active: false });
    expect((await refusal(item())).param).toBe('pricing[price]');
    expect((await stripe.invoiceItems.retrieve(id)).amount).toBe(500);
    const product = String(price.product);
    expect((await refusal(stripe.products.del(product))).message).toContain('user-created prices');
    expect((await stripe.products.update(product, { active: false })).active).toBe(false);
  });

  it('spares the default price of a product', async () => {
    const { stripe } = await testBench();
    const { default_price } = await stripe.products.create({
      name: 'Chair',
      default_price_data: { currency: 'usd', unit_amount: 500 },
    });
    expect((await refusal(stripe.prices.update(String(default_price), { active: false }))).param).toBe('active');
  });

  it('moves a lookup key, of which both prices tell', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const make = (transfer_lookup_key: boolean) =>
      stripe.prices.create({
        currency: 'usd',
        unit_amount: 500,
        product_data: { name: 'Chair' },
        lookup_key: 'chair',
        transfer_lookup_key,
      });
    const first = await make(false);
    expect((await refusal(make(false))).message).toBe(`A price (\`${first.id}\`) already uses that lookup key.`);
    const types = await eventsOf(bench, () => make(true));
    expect(types.filter((type) => type.startsWith('price.'))).toEqual(['price.updated', 'price.created']);
    expect((await stripe.prices.retrieve(first.id)).lookup_key).toBeNull();
  });
});

describe('coupons and their codes', () => {
  it.each<[Stripe.CouponCreateParams, string]>([
    [{ id: 'a b', percent_off: 5 }, 'id'],
    [{ percent_off: 5, redeem_by: Date.UTC(2032, 0, 1) / 1000 }, 'redeem_by'],
  ])('refuse %j', async (params, param) => {
    const { stripe } = await testBench();
    expect((await refusal(stripe.coupons.create(params))).param).toBe(param);
  });

  it('give no code more redemptions than the coupon has', async () => {
    const { stripe } = await testBench();
    const { id: coupon } = await stripe.coupons.create({ percent_off: 5, max_redemptions: 2 });
    const code = (max_redemptions: number) =>
      stripe.promotionCodes.create({ promotion: { type: 'coupon', coupon }, max_redemptions });
    for (const most of [0, 3]) expect((await refusal(code(most))).param).toBe('max_redemptions');
    expect((await code(2)).max_redemptions).toBe(2);
  });
});

describe('times of an invoice', () => {
  it('lie ahead', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { id: customer } = await payingCustomer(bench);
    const past = { collection_method: 'send_invoice', due_date: 1 } as const;
    expect((await refusal(stripe.invoices.create({ customer, ...past }))).param).toBe('due_date');
    const early = stripe.invoices.create({ customer, automatically_finalizes_at: 1 });
    expect((await refusal(early)).param).toBe('automatically_finalizes_at');
  });

  it('finalize it when they come', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { id: customer } = await payingCustomer(bench);
    const at = Date.UTC(2026, 0, 3) / 1000;
    const { id, auto_advance } = await stripe.invoices.create({ customer, automatically_finalizes_at: at });
    expect(auto_advance).toBe(true);
    await stripe.invoices.addLines(id, { lines: [{ amount: 1000 }] });
    await bench.sandbox.advance('47h');
    expect((await stripe.invoices.retrieve(id)).status).toBe('draft');
    await bench.sandbox.advance('1h');
    expect((await stripe.invoices.retrieve(id)).status).toBe('paid');
  });
});

describe('a balance', () => {
  it('pays invoices in its own currency only', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { id: customer } = await payingCustomer(bench);
    await stripe.customers.createBalanceTransaction(customer, { amount: -500, currency: 'usd' });
    const due = async (currency: string) => {
      const { id } = await stripe.invoices.create({ customer, currency });
      await stripe.invoices.addLines(id, { lines: [{ amount: 1000 }] });
      const { amount_due, starting_balance } = await stripe.invoices.finalizeInvoice(id);
      return [amount_due, starting_balance];
    };
    expect(await due('eur')).toEqual([1000, 0]);
    expect(await due('usd')).toEqual([500, -500]);
  });
});
