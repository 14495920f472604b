import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { payingCustomer } from './billed-customer.ts';
import { refusal, type TestBench, testBench } from './harness.ts';
import { recurringPrice } from './quoted-customer.ts';
import { day, invoicesOf, linesOf, toldBy } from './subscribed-customer.ts';

interface Metered {
  readonly subscription: Stripe.Subscription;
  readonly item: string;
  readonly price: string;
  use(value: number): Promise<unknown>;
}

async function metered(
  bench: TestBench,
  params: Partial<Stripe.SubscriptionCreateParams> & { item?: object; price?: object } = {},
): Promise<Metered> {
  const { stripe } = bench;
  const meter = await stripe.billing.meters.create({
    display_name: 'Calls',
    event_name: 'calls',
    default_aggregation: { formula: 'sum' },
  });
  const { id: customer } = await payingCustomer(bench);
  const { item, price: terms = { unit_amount: 50 }, items = [], ...rest } = params;
  const price = await stripe.prices.create({
    currency: 'usd',
    product_data: { name: 'Calls' },
    recurring: { interval: 'month', usage_type: 'metered', meter: meter.id },
    ...terms,
  });
  const subscription = await stripe.subscriptions.create({
    customer,
    items: [{ price: price.id, ...item }, ...items],
    ...rest,
  });
  const use = (value: number) =>
    stripe.billing.meterEvents.create({
      event_name: 'calls',
      payload: { stripe_customer_id: customer, value: String(value) },
    });
  return { subscription, item: subscription.items.data[0]?.id ?? '', price: price.id, use };
}

const ofThreshold = async (bench: TestBench, id: string): Promise<Stripe.Invoice[]> =>
  (await invoicesOf(bench, id)).filter(({ billing_reason }) => billing_reason === 'subscription_threshold');

describe('a monetary threshold', () => {
  it('bills usage once it is worth that much, and the rest at the end of the period', async () => {
    const bench = await testBench();
    const { use, subscription, item } = await metered(bench, { billing_thresholds: { amount_gte: 10000 } });
    expect(subscription.billing_thresholds).toEqual({ amount_gte: 10000, reset_billing_cycle_anchor: null });
    await bench.sandbox.advance('5d');
    expect(await toldBy(bench, () => use(199))).toEqual([]);
    await bench.sandbox.advance('1d');
    const told = await toldBy(bench, () => use(1));
    expect(told).toEqual(['invoice.created', 'customer.subscription.updated']);
    const [draft] = await ofThreshold(bench, subscription.id);
    expect(draft).toMatchObject({
      status: 'draft',
      auto_advance: true,
      threshold_reason: { amount_gte: 10000, item_reasons: [] },
      total: 10000,
    });
    expect(draft?.lines.data).toMatchObject([
      {
        description: '200 × Calls (at $0.50 / month)',
        quantity: 200,
        period: { start: subscription.start_date, end: subscription.start_date + 6 * day },
        parent: { subscription_item_details: { subscription_item: item } },
      },
    ]);
    const now = await bench.stripe.subscriptions.retrieve(subscription.id);
    expect(now.latest_invoice).toBe(draft?.id);
    expect(now.billing_cycle_anchor).toBe(subscription.billing_cycle_anchor);
    await use(30);
    await bench.sandbox.advance('26d');
    const [renewal, first] = await invoicesOf(bench, subscription.id);
    expect(first).toMatchObject({ id: draft?.id, status: 'paid' });
    expect(linesOf(renewal as Stripe.Invoice)).toEqual([['30 × Calls (at $0.50 / month)', 1500]]);
    await use(10);
    await bench.sandbox.advance('32d');
    expect(linesOf((await invoicesOf(bench, subscription.id))[0] as Stripe.Invoice)).toEqual([
      ['10 × Calls (at $0.50 / month)', 500],
    ]);
  });

  it('goes on in the tiers of the period', async () => {
    const bench = await testBench();
    const { use, subscription } = await metered(bench, {
      billing_thresholds: { amount_gte: 10000 },
      price: {
        billing_scheme: 'tiered',
        tiers_mode: 'graduated',
        tiers: [
          { up_to: 300, unit_amount: 50, flat_amount: 100 },
          { up_to: 'inf', unit_amount: 40 },
        ],
      },
    });
    await use(250);
    await use(250);
    const [second, first] = await ofThreshold(bench, subscription.id);
    expect(linesOf(first as Stripe.Invoice)).toEqual([
      ['250 × Calls (Tier 1 at $0.50 / month)', 12500],
      ['Calls (Tier 1 at $1.00 / month)', 100],
    ]);
    expect(linesOf(second as Stripe.Invoice)).toEqual([
      ['50 × Calls (Tier 1 at $0.50 / month)', 2500],
      ['200 × Calls (Tier 2 at $0.40 / month)', 8000],
    ]);
  });

  it('gives back what was billed at the price of a smaller volume', async () => {
    const bench = await testBench();
    const { use, subscription } = await metered(bench, {
      billing_thresholds: { amount_gte: 500_000 },
      price: {
        billing_scheme: 'tiered',
        tiers_mode: 'volume',
        tiers: [
          { up_to: 10_000, unit_amount: 50 },
          { up_to: 'inf', unit_amount: 40 },
        ],
      },
    });
    await use(10_000);
    await use(2500);
    expect(await ofThreshold(bench, subscription.id)).toHaveLength(1);
    await use(12_500);
    const [second] = await ofThreshold(bench, subscription.id);
    expect(linesOf(second as Stripe.Invoice)).toEqual([
      ['25000 × Calls (Tier 2 at $0.40 / month)', 1_000_000],
      ['Amount previously billed (at $0.50 per unit)', -500_000],
    ]);
  });

  it('begins a new cycle where it says so', async () => {
    const bench = await testBench();
    const licensed = await recurringPrice(bench, 3000);
    const { use, subscription } = await metered(bench, {
      items: [{ price: licensed.id }],
      billing_thresholds: { amount_gte: 5000, reset_billing_cycle_anchor: true },
    });
    const { start_date: start } = subscription;
    const end = subscription.items.data[0]?.current_period_end ?? 0;
    await bench.sandbox.advance((end - start) / 2);
    await use(100);
    const now = start + (end - start) / 2;
    const after = await bench.stripe.subscriptions.retrieve(subscription.id);
    expect(after.billing_cycle_anchor).toBe(now);
    expect(after.items.data.every((item) => item.current_period_start === now)).toBe(true);
    const [draft] = await ofThreshold(bench, subscription.id);
    expect(linesOf(draft as Stripe.Invoice).map(([, amount]) => amount)).toEqual([-1500, 3000, 5000]);
    await use(2);
    await bench.sandbox.advance('32d');
    const [renewal] = await invoicesOf(bench, subscription.id);
    expect(linesOf(renewal as Stripe.Invoice).map(([, amount]) => amount)).toEqual([3000, 100]);
  });

  it('does not count on trial, and is taken away with nothing', async () => {
    const bench = await testBench();
    const { use, subscription } = await metered(bench, {
      trial_period_days: 5,
      billing_thresholds: { amount_gte: 100 },
    });
    await use(100);
    expect(await ofThreshold(bench, subscription.id)).toEqual([]);
    const off = await bench.stripe.subscriptions.update(subscription.id, { billing_thresholds: '' });
    expect(off.billing_thresholds).toBeNull();
  });

  it('is at least 50', async () => {
    const bench = await testBench();
    const error = await refusal(metered(bench, { billing_thresholds: { amount_gte: 49 } }));
    expect(error.param).toBe('billing_thresholds[amount_gte]');
  });
});

describe('a usage threshold', () => {
  it('bills its item each time that so much was used', async () => {
    const bench = await testBench();
    const { use, subscription, item } = await metered(bench, { item: { billing_thresholds: { usage_gte: 100 } } });
    expect(subscription.items.data[0]?.billing_thresholds).toEqual({ usage_gte: 100 });
    for (const value of [60, 60, 60]) await use(value);
    const [only, ...others] = await ofThreshold(bench, subscription.id);
    expect(others).toEqual([]);
    expect(only).toMatchObject({
      total: 6000,
      threshold_reason: {
        amount_gte: null,
        item_reasons: [{ usage_gte: 100, line_item_ids: [only?.lines.data[0]?.id] }],
      },
    });
    await use(40);
    expect((await ofThreshold(bench, subscription.id)).map(({ total }) => total)).toEqual([5000, 6000]);
    const off = await bench.stripe.subscriptionItems.update(item, { billing_thresholds: '' });
    expect(off.billing_thresholds).toBeNull();
    await use(500);
    expect(await ofThreshold(bench, subscription.id)).toHaveLength(2);
  });

  it('is refused on a licensed price', async () => {
    const bench = await testBench();
    const { id: price } = await recurringPrice(bench, 1000);
    const { id: customer } = await payingCustomer(bench);
    const items = [{ price, billing_thresholds: { usage_gte: 5 } }];
    const error = await refusal(bench.stripe.subscriptions.create({ customer, items }));
    expect(error.param).toBe('items[0][billing_thresholds][usage_gte]');
  });

  it('comes from a phase of a schedule too', async () => {
    const bench = await testBench();
    const { price } = await metered(bench);
    const { id: customer } = await payingCustomer(bench);
    const schedule = await bench.stripe.subscriptionSchedules.create({
      customer,
      start_date: 'now',
      phases: [
        {
          items: [{ price, billing_thresholds: { usage_gte: 10 } }],
          billing_thresholds: { amount_gte: 5000 },
          duration: { interval: 'month' },
        },
      ],
    });
    expect(schedule.phases[0]).toMatchObject({
      billing_thresholds: { amount_gte: 5000, reset_billing_cycle_anchor: null },
      items: [{ billing_thresholds: { usage_gte: 10 } }],
    });
    const subscription = await bench.stripe.subscriptions.retrieve(String(schedule.subscription));
    expect(subscription.billing_thresholds?.amount_gte).toBe(5000);
    expect(subscription.items.data[0]?.billing_thresholds).toEqual({ usage_gte: 10 });
  });
});
