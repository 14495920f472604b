import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { testBench } from './harness.ts';
import { metered } from './metered-customer.ts';

describe('a subscription to a metered price', () => {
  it('bills after each period what was used in it', async () => {
    const bench = await testBench();
    const { use, latest, subscription } = await metered(bench);
    expect(subscription.items.data[0]).not.toHaveProperty('quantity');
    expect(subscription).toMatchObject({ status: 'active', latest_invoice: null });
    await use(40);
    await bench.sandbox.advance('10d');
    await use(60);
    await bench.sandbox.advance('21d2h');
    const first = await latest();
    expect(first).toMatchObject({ status: 'paid', total: 200, amount_paid: 200, billing_reason: 'subscription_cycle' });
    expect(first.lines.data).toMatchObject([
      { quantity: 100, amount: 200, period: { start: subscription.start_date } },
    ]);
    await use(30);
    await bench.sandbox.advance('28d2h');
    expect((await latest()).lines.data).toMatchObject([{ quantity: 30, amount: 60 }]);
  });

  it('has a first invoice all the same in the classic billing mode', async () => {
    const bench = await testBench();
    const { latest } = await metered(bench, undefined, { billing_mode: { type: 'classic' } });
    expect(await latest()).toMatchObject({ total: 0, status: 'paid', billing_reason: 'subscription_create' });
  });

  it('says so in the classic mode when it is on trial, and nothing otherwise', async () => {
    const bench = await testBench();
    const trial = { trial_period_days: 3 };
    const { latest } = await metered(bench, undefined, { billing_mode: { type: 'classic' }, ...trial });
    expect((await latest()).lines.data).toMatchObject([{ description: '0 × Requests (Free trial)', amount: 0 }]);
    const other = await testBench();
    const { subscription } = await metered(other, undefined, trial);
    expect(subscription).toMatchObject({ status: 'trialing', latest_invoice: null });
  });

  it('counts the tiers of a price over the whole usage', async () => {
    const bench = await testBench();
    const { use, latest } = await metered(bench, {
      billing_scheme: 'tiered',
      tiers_mode: 'graduated',
      tiers: [
        { up_to: 100, unit_amount: 0 },
        { up_to: 'inf', unit_amount: 3 },
      ],
    });
    await use(90);
    await use(50);
    await bench.sandbox.advance('31d2h');
    expect((await latest()).total).toBe(120);
  });
});

describe('a metered item that changes', () => {
  const lines = ({ lines: { data } }: Stripe.Invoice) => data.map(({ amount, quantity }) => [quantity, amount]);

  it('bills what was used at the price of its time', async () => {
    const bench = await testBench();
    const { use, latest, subscription } = await metered(bench);
    const [item] = subscription.items.data;
    await use(100);
    await bench.sandbox.advance('10d');
    const dearer = await bench.stripe.prices.create({
      currency: 'usd',
      unit_amount: 3,
      product: String(item?.price.product),
      recurring: { interval: 'month', usage_type: 'metered', meter: item?.price.recurring?.meter ?? '' },
    });
    await bench.stripe.subscriptionItems.update(item?.id ?? '', { price: dearer.id, proration_behavior: 'none' });
    await use(50);
    await bench.sandbox.advance('22d');
    expect(lines(await latest())).toEqual([
      [100, 200],
      [50, 150],
    ]);
  });

  it('leaves what was used to the next invoice when it goes, unless nothing is to be prorated', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { use, subscription } = await metered(bench);
    const gold = { currency: 'usd', unit_amount: 500, recurring: { interval: 'month' } } as const;
    const { id: price } = await stripe.prices.create({ ...gold, product_data: { name: 'Gold' } });
    await stripe.subscriptionItems.create({ subscription: subscription.id, price, proration_behavior: 'none' });
    await bench.sandbox.advance('1h');
    await use(40);
    await bench.sandbox.advance('1h');
    const id = subscription.items.data[0]?.id ?? '';
    const preview = await stripe.invoices.createPreview({
      subscription: subscription.id,
      subscription_details: { items: [{ id, deleted: true }], proration_behavior: 'always_invoice' },
    });
    expect(lines(preview)).toEqual([[40, 80]]);
    await stripe.subscriptionItems.del(id);
    expect((await stripe.invoiceItems.list()).data).toMatchObject([
      { amount: 80, quantity: 40, proration: false, description: '40 × Requests (at $0.02 / month)' },
    ]);
  });
});
