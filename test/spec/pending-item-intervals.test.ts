import { describe, expect, it } from 'vitest';
import { openSession } from './checkout.ts';
import { refusal, testBench } from './harness.ts';
import { day, hour, invoicesOf, subscribed } from './subscribed-customer.ts';

const weekly = { interval: 'week', interval_count: 1 } as const;

describe('pending_invoice_item_interval', () => {
  it('bills what waits for the subscription between its renewals', async () => {
    const bench = await testBench();
    const { stripe, sandbox } = bench;
    const made = await subscribed(bench, { pending_invoice_item_interval: { interval: 'week' } });
    const { id, start_date: start } = made.subscription;
    expect(made.subscription).toMatchObject({
      pending_invoice_item_interval: weekly,
      next_pending_invoice_item_invoice: start + 7 * day,
    });
    const customer = made.customer.id;
    await stripe.invoiceItems.create({ customer, subscription: id, amount: 250, currency: 'usd' });
    const other = await stripe.invoiceItems.create({ customer, amount: 100, currency: 'usd' });
    await sandbox.advance(7 * day);
    const [draft] = await invoicesOf(bench, id);
    expect(draft).toMatchObject({
      billing_reason: 'automatic_pending_invoice_item_invoice',
      period_end: start + 7 * day,
      status: 'draft',
      total: 250,
    });
    expect(await stripe.subscriptions.retrieve(id)).toMatchObject({
      latest_invoice: draft?.id,
      next_pending_invoice_item_invoice: start + 14 * day,
      items: { data: [{ current_period_start: start }] },
    });
    await sandbox.advance(hour);
    expect((await stripe.invoices.retrieve(String(draft?.id))).status).toBe('paid');
    expect((await stripe.invoiceItems.retrieve(other.id)).invoice).toBeNull();
  });

  it('bills nothing where nothing waits, and what a renewal takes along only once', async () => {
    const bench = await testBench();
    const interval = { interval: 'month' } as const;
    const { subscription, customer } = await subscribed(bench, { pending_invoice_item_interval: interval });
    const { id, start_date: start, next_pending_invoice_item_invoice: next } = subscription;
    const ends = Number(subscription.items.data[0]?.current_period_end);
    expect(next).toBe(ends);
    const item = { customer: customer.id, subscription: id, amount: 250, currency: 'usd' };
    await bench.stripe.invoiceItems.create(item);
    await bench.sandbox.advance(ends - start);
    const [renewal, ...others] = await invoicesOf(bench, id);
    expect(renewal).toMatchObject({ billing_reason: 'subscription_cycle', total: 1250 });
    expect(others).toHaveLength(1);
  });

  it('is changed and unset by updates', async () => {
    const bench = await testBench();
    const { subscriptions } = bench.stripe;
    const { id, start_date: start } = (await subscribed(bench)).subscription;
    const daily = { interval: 'day', interval_count: 3 } as const;
    expect(await subscriptions.update(id, { pending_invoice_item_interval: daily })).toMatchObject({
      pending_invoice_item_interval: daily,
      next_pending_invoice_item_invoice: start + 3 * day,
    });
    expect(await subscriptions.update(id, { pending_invoice_item_interval: '' })).toMatchObject({
      pending_invoice_item_interval: null,
      next_pending_invoice_item_invoice: null,
    });
    await bench.sandbox.advance(4 * day);
    expect(await invoicesOf(bench, id)).toHaveLength(1);
    await expect(bench.sandbox.act(id, 'bill_pending')).rejects.toThrow(/bills no pending items/);
  });

  it('is at most a year', async () => {
    const bench = await testBench();
    const { id } = (await subscribed(bench)).subscription;
    const interval = { interval: 'month', interval_count: 13 } as const;
    const update = bench.stripe.subscriptions.update(id, { pending_invoice_item_interval: interval });
    expect(await refusal(update)).toMatchObject({ param: 'pending_invoice_item_interval[interval_count]' });
  });

  it('comes out of Checkout too', async () => {
    const bench = await testBench();
    const recurring = { interval: 'month' } as const;
    const plan = { price_data: { currency: 'usd', unit_amount: 900, product_data: { name: 'Plan' }, recurring } };
    const open = (interval_count: number) =>
      openSession(bench, {
        mode: 'subscription',
        line_items: [{ ...plan, quantity: 1 }],
        subscription_data: { pending_invoice_item_interval: { interval: 'week', interval_count } },
      });
    expect(await refusal(open(53))).toMatchObject({
      param: 'subscription_data[pending_invoice_item_interval][interval_count]',
    });
    await bench.sandbox.act((await open(1)).id, 'complete');
    const [made] = (await bench.stripe.subscriptions.list()).data;
    expect(made?.pending_invoice_item_interval).toEqual(weekly);
  });
});
