import { describe, expect, it } from 'vitest';
import { refusal, testBench } from './harness.ts';
import { recurringPrice } from './quoted-customer.ts';
import { day, hour, invoicesOf, linesOf, subscribed, switchCard, toldBy } from './subscribed-customer.ts';

const start = Date.UTC(2026, 0, 1) / 1000;
const half = 15.5 * day;

describe('DELETE /v1/subscriptions/:id', () => {
  it('ends it at once and for good', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { subscription, item } = await subscribed(bench);
    await bench.sandbox.advance(half);
    await stripe.subscriptions.update(subscription.id, { items: [{ id: item, quantity: 2 }] });
    const told = await toldBy(bench, async () => {
      const canceled = await stripe.subscriptions.cancel(subscription.id, {
        cancellation_details: { comment: 'Too many seats', feedback: 'too_expensive' },
      });
      expect(canceled).toMatchObject({
        canceled_at: start + half,
        cancellation_details: {
          comment: 'Too many seats',
          feedback: 'too_expensive',
          reason: 'cancellation_requested',
        },
        ended_at: start + half,
        status: 'canceled',
      });
    });
    expect(told).toEqual(['customer.subscription.deleted', 'invoiceitem.deleted', 'invoiceitem.deleted']);
    await bench.sandbox.advance('20d');
    expect((await invoicesOf(bench, subscription.id)).length).toBe(1);
    expect(await refusal(stripe.subscriptions.cancel(subscription.id))).toMatchObject({
      statusCode: 404,
      message: `No such subscription: '${subscription.id}'`,
    });
    expect(await refusal(stripe.subscriptions.update(subscription.id, { description: 'x' }))).toMatchObject({
      message: 'A canceled subscription can only update its cancellation_details and metadata.',
    });
    const noted = await stripe.subscriptions.update(subscription.id, {
      cancellation_details: { comment: '' },
      metadata: { a: 'b' },
    });
    expect(noted).toMatchObject({ metadata: { a: 'b' }, cancellation_details: { comment: null } });
  });

  it('credits what is left with prorate, and bills it with invoice_now', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { customer, subscription } = await subscribed(bench, {}, 3100);
    await bench.sandbox.advance(half);
    const told = await toldBy(bench, () =>
      stripe.subscriptions.cancel(subscription.id, { prorate: true, invoice_now: true }),
    );
    expect(told).toEqual(['invoiceitem.created', 'invoice.created', 'customer.subscription.deleted']);
    const [last] = await invoicesOf(bench, subscription.id);
    expect(last && linesOf(last)).toEqual([['Unused time on Gold after 16 Jan 2026', -1550]]);
    await bench.sandbox.advance('1h');
    expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ balance: -1550 });
  });

  it('stops collecting what is open', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { customer, subscription } = await subscribed(bench);
    await switchCard(bench, customer.id, 'pm_card_chargeCustomerFail');
    await bench.sandbox.advance('32d');
    expect(await toldBy(bench, () => stripe.subscriptions.cancel(subscription.id))).toEqual([
      'customer.subscription.deleted',
      'invoice.updated',
    ]);
    expect((await invoicesOf(bench, subscription.id))[0]).toMatchObject({
      auto_advance: false,
      next_payment_attempt: null,
      status: 'open',
    });
  });

  it('happens to all of a customer who is deleted', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { customer, subscription } = await subscribed(bench);
    expect(await toldBy(bench, () => stripe.customers.del(customer.id))).toEqual([
      'customer.deleted',
      'customer.subscription.deleted',
    ]);
    expect((await stripe.subscriptions.retrieve(subscription.id)).status).toBe('canceled');
  });
});

describe('cancel_at_period_end', () => {
  it('ends it instead of renewing it, and tells of it now and then', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { subscription } = await subscribed(bench);
    await bench.sandbox.advance('1d');
    const update = () => stripe.subscriptions.update(subscription.id, { cancel_at_period_end: true });
    expect(await toldBy(bench, update)).toEqual(['customer.subscription.updated']);
    expect(await stripe.subscriptions.retrieve(subscription.id)).toMatchObject({
      cancel_at: start + 31 * day,
      cancel_at_period_end: true,
      canceled_at: start + day,
      cancellation_details: { reason: 'cancellation_requested' },
      status: 'active',
    });
    const [event] = (await stripe.events.list({ type: 'customer.subscription.updated' })).data;
    expect(event?.data.previous_attributes).toEqual({
      cancel_at: null,
      cancel_at_period_end: false,
      canceled_at: null,
      cancellation_details: { reason: null },
    });
    expect(await toldBy(bench, () => bench.sandbox.advance('30d'))).toEqual(['customer.subscription.deleted']);
    expect(await stripe.subscriptions.retrieve(subscription.id)).toMatchObject({
      canceled_at: start + day,
      ended_at: start + 31 * day,
      status: 'canceled',
    });
    expect((await invoicesOf(bench, subscription.id)).length).toBe(1);
  });

  it('can be taken back', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { subscription } = await subscribed(bench, { cancel_at_period_end: true });
    expect(subscription.cancel_at).toBe(start + 31 * day);
    const kept = await stripe.subscriptions.update(subscription.id, { cancel_at_period_end: false });
    expect(kept).toMatchObject({ cancel_at: null, cancel_at_period_end: false, canceled_at: null });
    await bench.sandbox.advance('32d');
    expect((await stripe.subscriptions.retrieve(subscription.id)).status).toBe('active');
  });

  it('has a day of its own with cancel_at', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { subscription } = await subscribed(bench, { cancel_at: start + 40 * day });
    await bench.sandbox.advance('39d');
    expect((await stripe.subscriptions.retrieve(subscription.id)).status).toBe('active');
    await bench.sandbox.advance('2d');
    expect(await stripe.subscriptions.retrieve(subscription.id)).toMatchObject({
      ended_at: start + 40 * day,
      status: 'canceled',
    });
    const { subscription: other } = await subscribed(bench);
    const ended = await stripe.subscriptions.update(other.id, { cancel_at: 'min_period_end' });
    expect(ended.cancel_at).toBe(other.items.data[0]?.current_period_end);
  });
});

describe('pause_collection', () => {
  it.each([
    ['keep_as_draft', 'draft'],
    ['mark_uncollectible', 'uncollectible'],
    ['void', 'void'],
  ] as const)('with %s leaves invoices %s', async (behavior, status) => {
    const bench = await testBench();
    const { stripe } = bench;
    const { subscription } = await subscribed(bench);
    await stripe.subscriptions.update(subscription.id, {
      pause_collection: { behavior, resumes_at: start + 40 * day },
    });
    await bench.sandbox.advance('32d');
    expect((await invoicesOf(bench, subscription.id))[0]?.status).toBe(status);
    expect((await stripe.subscriptions.retrieve(subscription.id)).status).toBe('active');
    await bench.sandbox.advance('29d');
    const resumed = await stripe.subscriptions.retrieve(subscription.id);
    expect(resumed.pause_collection).toBeNull();
    expect((await invoicesOf(bench, subscription.id))[0]?.status).toBe('paid');
  });
});

describe('POST /v1/subscriptions/:id/pause and /resume', () => {
  it('stops the cycle and begins a new one', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { subscription } = await subscribed(bench);
    const bill_for = { unused_time_from: { type: 'none' } } as const;
    const pause = () => stripe.subscriptions.pause(subscription.id, { type: 'subscription', bill_for });
    expect(await toldBy(bench, pause)).toEqual(['customer.subscription.updated', 'customer.subscription.paused']);
    expect(await stripe.subscriptions.retrieve(subscription.id)).toMatchObject({
      status: 'paused',
      status_details: { paused: { subscription: { type: 'pause_requested' }, transitioned_at: start } },
    });
    expect(await refusal(stripe.subscriptions.pause(subscription.id))).toMatchObject({ statusCode: 400 });
    await bench.sandbox.advance('40d');
    expect((await invoicesOf(bench, subscription.id)).length).toBe(1);
    const told = await toldBy(bench, () => stripe.subscriptions.resume(subscription.id));
    expect(told.slice(-2)).toEqual(['customer.subscription.updated', 'customer.subscription.resumed']);
    const resumed = await stripe.subscriptions.retrieve(subscription.id);
    expect(resumed).toMatchObject({ billing_cycle_anchor: start + 40 * day, status: 'active' });
    expect(resumed).not.toHaveProperty('status_details');
    expect((await invoicesOf(bench, subscription.id))[0]).toMatchObject({ status: 'paid', total: 1000 });
  });

  it('goes on in the same cycle with billing_cycle_anchor=unchanged', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { subscription } = await subscribed(bench);
    await stripe.subscriptions.pause(subscription.id, { bill_for: { unused_time_from: { type: 'none' } } });
    await bench.sandbox.advance('3d');
    const resumed = await stripe.subscriptions.resume(subscription.id, { billing_cycle_anchor: { type: 'unchanged' } });
    expect(resumed).toMatchObject({ billing_cycle_anchor: start, status: 'active' });
    expect((await invoicesOf(bench, subscription.id)).length).toBe(1);
    await bench.sandbox.advance(28 * day + hour);
    expect((await invoicesOf(bench, subscription.id))[0]).toMatchObject({ status: 'paid', total: 1000 });
  });

  it('gives the time of the pause back, and takes what is left of it again', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { subscription } = await subscribed(bench, {}, 3100);
    const amounts = async () => (await stripe.invoiceItems.list()).data.map(({ amount }) => amount);
    await stripe.subscriptions.pause(subscription.id);
    expect(await amounts()).toEqual([-3100]);
    await bench.sandbox.advance('3d');
    await stripe.subscriptions.resume(subscription.id, { billing_cycle_anchor: { type: 'unchanged' } });
    expect(await amounts()).toEqual([2800, -3100]);
    await stripe.subscriptions.cancel(subscription.id, { prorate: true, invoice_now: true });
    expect((await invoicesOf(bench, subscription.id))[0]).toMatchObject({ total: -3100 });
  });

  it('bills at once what a pause and a return come to, where that is asked for', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { subscription } = await subscribed(bench, {}, 3100);
    await bench.sandbox.advance('1d');
    await stripe.subscriptions.pause(subscription.id, {
      invoicing_behavior: 'invoice',
      bill_for: { unused_time_from: { type: 'item_current_period_start' } },
    });
    const [draft] = await invoicesOf(bench, subscription.id);
    expect(draft).toMatchObject({ billing_reason: 'subscription_update', status: 'draft', total: -3100 });
    await bench.sandbox.advance('1d');
    await stripe.subscriptions.resume(subscription.id, {
      billing_cycle_anchor: { type: 'unchanged' },
      proration_behavior: 'always_invoice',
    });
    expect((await invoicesOf(bench, subscription.id))[0]).toMatchObject({ total: 2900, status: 'paid' });
  });
});

describe('POST /v1/invoices/create_preview', () => {
  it('shows the next renewal', async () => {
    const bench = await testBench();
    const { subscription } = await subscribed(bench);
    const preview = await bench.stripe.invoices.createPreview({ subscription: subscription.id });
    expect(preview).toMatchObject({
      billing_reason: 'upcoming',
      next_payment_attempt: start + 31 * day + hour,
      parent: { subscription_details: { subscription: subscription.id } },
      period_end: start + 31 * day,
      period_start: start,
      status: 'draft',
      total: 1000,
    });
    expect(preview.lines.data[0]).toMatchObject({
      parent: { subscription_item_details: { subscription_item: subscription.items.data[0]?.id } },
      period: { start: start + 31 * day, end: start + 59 * day },
    });
  });

  it('shows what an update would cost, and changes nothing', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { subscription, item } = await subscribed(bench, {}, 5000);
    const gold = await recurringPrice(bench, 10_000);
    await bench.sandbox.advance(half);
    const events = await bench.eventTypes();
    const items = [{ id: item, price: gold.id }];
    const see = async (details: object, more: object = {}) =>
      linesOf(
        await stripe.invoices.createPreview({ subscription: subscription.id, subscription_details: details, ...more }),
      ).map(([, amount]) => amount);
    expect(await see({ items })).toEqual([-2500, 5000, 10_000]);
    expect(await see({ items, proration_behavior: 'always_invoice' })).toEqual([-2500, 5000]);
    expect(await see({ items, proration_behavior: 'none' })).toEqual([10_000]);
    expect(await see({ items }, { preview_mode: 'recurring' })).toEqual([10_000]);
    expect(await see({ cancel_now: true })).toEqual([-2500]);
    expect(await see({ trial_end: start + 20 * day })).toEqual([-2500, 5000]);
    expect(await bench.eventTypes()).toEqual(events);
    expect((await stripe.invoiceItems.list({ pending: true })).data).toEqual([]);
    await stripe.subscriptions.update(subscription.id, { items });
    expect(await see({})).toEqual([5000, -2500, 10_000]);
  });

  it('shows the first invoice of a subscription that is not there yet', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { customer, price } = await subscribed(bench);
    const vat = await stripe.taxRates.create({ display_name: 'VAT', inclusive: false, percentage: 10 });
    const preview = await stripe.invoices.createPreview({
      customer: customer.id,
      subscription_details: { items: [{ price: price.id, quantity: 3 }], default_tax_rates: [vat.id] },
    });
    expect(preview).toMatchObject({ subtotal: 3000, total: 3300 });
    expect((await stripe.subscriptions.list()).data.length).toBe(1);
  });

  it('has nothing to show of what ends', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { subscription } = await subscribed(bench, { cancel_at_period_end: true });
    const preview = () => refusal(stripe.invoices.createPreview({ subscription: subscription.id }));
    expect(await preview()).toMatchObject({ statusCode: 404, code: 'invoice_upcoming_none' });
    await stripe.subscriptions.cancel(subscription.id);
    expect(await preview()).toMatchObject({ statusCode: 404, code: 'invoice_upcoming_none' });
  });
});
