import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { type TestBench, testBench } from './harness.ts';
import { invoicesOf, linesOf, subscribed, toldBy } from './subscribed-customer.ts';

/** A subscription of 30.00, with the moments of its period. */
async function running(bench: TestBench, params: Partial<Stripe.SubscriptionCreateParams> = {}) {
  const made = await subscribed(bench, params, 3000);
  const { current_period_start: start = 0, current_period_end: end = 0 } = made.subscription.items.data[0] ?? {};
  const at = (part: number): number => start + (end - start) * part;
  return { ...made, id: made.subscription.id, start, end, at };
}

const endOf = (subscription: Stripe.Subscription): number | undefined => subscription.items.data[0]?.current_period_end;

describe('cancel_at within the period', () => {
  it('gives the rest of the period back, and takes it again when the end moves', async () => {
    const bench = await testBench();
    const { id, at, end } = await running(bench);
    const told = await toldBy(bench, () => bench.stripe.subscriptions.update(id, { cancel_at: at(0.5) }));
    expect(told).toEqual(['invoiceitem.created', 'customer.subscription.updated']);
    const soon = await bench.stripe.subscriptions.retrieve(id);
    expect(soon).toMatchObject({ cancel_at: at(0.5), cancel_at_period_end: false, status: 'active' });
    expect(endOf(soon)).toBe(at(0.5));
    const [credit] = (await bench.stripe.invoiceItems.list()).data;
    expect(credit).toMatchObject({ amount: -1500, proration: true, period: { start: at(0.5), end } });
    expect(credit?.description).toMatch(/^Unused time on Gold after \d\d \w{3} \d{4}$/);
    await bench.stripe.subscriptions.update(id, { cancel_at: at(0.75) });
    await bench.stripe.subscriptions.update(id, { cancel_at: '' });
    const items = (await bench.stripe.invoiceItems.list()).data;
    expect(items.map(({ amount }) => amount)).toEqual([750, 750, -1500]);
    expect(endOf(await bench.stripe.subscriptions.retrieve(id))).toBe(end);
  });

  it('bills the credit at once with always_invoice', async () => {
    const bench = await testBench();
    const { id, at, customer } = await running(bench);
    await bench.stripe.subscriptions.update(id, { cancel_at: at(0.5), proration_behavior: 'always_invoice' });
    const [invoice] = await invoicesOf(bench, id);
    expect(invoice).toMatchObject({ billing_reason: 'subscription_update', total: -1500, status: 'paid' });
    expect((await bench.stripe.customers.retrieve(customer.id)) as Stripe.Customer).toMatchObject({ balance: -1500 });
  });

  it('gives nothing back without prorations', async () => {
    const bench = await testBench();
    const { id, at } = await running(bench);
    await bench.stripe.subscriptions.update(id, { cancel_at: at(0.5), proration_behavior: 'none' });
    expect((await bench.stripe.invoiceItems.list()).data).toEqual([]);
  });

  it('ends then, and is not renewed', async () => {
    const bench = await testBench();
    const { id, at, start } = await running(bench);
    await bench.stripe.subscriptions.update(id, { cancel_at: at(0.5) });
    await bench.sandbox.advance(at(0.5) - start);
    expect(await bench.stripe.subscriptions.retrieve(id)).toMatchObject({ status: 'canceled', ended_at: at(0.5) });
    expect(await invoicesOf(bench, id)).toHaveLength(1);
  });

  it('bills the part of the first period that there is', async () => {
    const bench = await testBench();
    const { start, end } = await running(bench);
    const half = start + (end - start) / 2;
    const params = { cancel_at: half, expand: ['latest_invoice'] };
    const { subscription } = await subscribed(bench, params, 3000);
    expect((subscription.latest_invoice as Stripe.Invoice).total).toBe(1500);
    const whole = await subscribed(bench, { ...params, proration_behavior: 'none' }, 3000);
    expect((whole.subscription.latest_invoice as Stripe.Invoice).total).toBe(3000);
  });
});

describe('cancel_at in a later period', () => {
  it('bills the part of the last period that there is', async () => {
    const bench = await testBench();
    const { id, start, end, customer } = await running(bench);
    await bench.stripe.subscriptions.update(id, { cancel_at: end + 7 * 86_400, proration_behavior: 'none' });
    const preview = await bench.stripe.invoices.createPreview({ customer: customer.id, subscription: id });
    await bench.sandbox.advance(end - start + 3600);
    const [renewal] = await invoicesOf(bench, id);
    const [line] = (renewal as Stripe.Invoice).lines.data;
    expect(line?.period).toEqual({ start: end, end: end + 7 * 86_400 });
    expect(renewal?.total).toBe(preview.total);
    expect(renewal?.total).toBeLessThan(3000);
    await bench.sandbox.advance('7d');
    expect(await bench.stripe.subscriptions.retrieve(id)).toMatchObject({ status: 'canceled' });
  });
});

describe('what comes back of a change', () => {
  it('is counted from what was billed, or in classic mode from what it costs', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const credits: number[] = [];
    for (const type of ['flexible', 'classic'] as const) {
      const { subscription, item, price } = await subscribed(bench, { billing_mode: { type } });
      const dear = await stripe.prices.create({
        currency: 'usd',
        unit_amount: 2000,
        recurring: { interval: 'month' },
        product: String(price.product),
      });
      const half = ((endOf(subscription) ?? 0) - subscription.start_date) / 2;
      await stripe.subscriptions.update(subscription.id, {
        items: [{ id: item, price: dear.id }],
        proration_behavior: 'none',
      });
      await stripe.subscriptions.update(subscription.id, {
        items: [{ id: item, price: price.id }],
        proration_behavior: 'always_invoice',
        proration_date: subscription.start_date + half,
      });
      const [invoice] = await invoicesOf(bench, subscription.id);
      credits.push(...(invoice?.lines.data ?? []).map(({ amount }) => amount).sort((a, b) => a - b));
    }
    expect(credits).toEqual([-500, 500, -1000, 500]);
  });

  it('is what a coupon that is used up has left of the item', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const coupon = await stripe.coupons.create({ amount_off: 500, currency: 'usd', duration: 'once' });
    const made = await subscribed(bench, { discounts: [{ coupon: coupon.id }], expand: ['latest_invoice'] });
    const second = await stripe.prices.create({
      currency: 'usd',
      unit_amount: 2000,
      recurring: { interval: 'month' },
      product: String(made.price.product),
    });
    expect((made.subscription.latest_invoice as Stripe.Invoice).total).toBe(500);
    const both = await stripe.subscriptions.create({
      customer: made.customer.id,
      items: [{ price: made.price.id }, { price: second.id }],
      discounts: [{ coupon: coupon.id }],
      expand: ['latest_invoice'],
    });
    const lines = (both.latest_invoice as Stripe.Invoice).lines.data;
    expect(lines.map(({ discount_amounts }) => discount_amounts?.[0]?.amount)).toEqual([166, 334]);
    const half = both.start_date + ((endOf(both) ?? 0) - both.start_date) / 2;
    await stripe.subscriptionItems.del(both.items.data[0]?.id ?? '', {
      proration_behavior: 'always_invoice',
      proration_date: half,
    });
    const [invoice] = await invoicesOf(bench, both.id);
    expect(linesOf(invoice as Stripe.Invoice).map(([, amount]) => amount)).toEqual([-417]);
  });

  it('is no more than a first part of a period cost', async () => {
    const bench = await testBench();
    const { start, end } = await running(bench);
    const half = start + (end - start) / 2;
    const made = await subscribed(bench, { billing_cycle_anchor: half, expand: ['latest_invoice'] }, 3000);
    const paid = (made.subscription.latest_invoice as Stripe.Invoice).total;
    await bench.stripe.subscriptions.cancel(made.subscription.id, { prorate: true, invoice_now: true });
    const [last] = await invoicesOf(bench, made.subscription.id);
    expect(last?.total).toBe(-paid);
  });
});
