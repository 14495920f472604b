import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { payingCustomer } from './billed-customer.ts';
import { testBench } from './harness.ts';
import { recurringPrice } from './quoted-customer.ts';
import { day, hour, invoicesOf, linesOf, subscribed, switchCard, toldBy } from './subscribed-customer.ts';

const start = Date.UTC(2026, 0, 1) / 1000;

describe('a renewal', () => {
  it('is announced a week before, drafted on the day and charged an hour later', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { subscription } = await subscribed(bench);
    expect(await toldBy(bench, () => bench.sandbox.advance('24d'))).toEqual(['invoice.upcoming']);
    const [upcoming] = (await stripe.events.list({ type: 'invoice.upcoming' })).data;
    const announced = upcoming?.data.object as Stripe.Invoice;
    expect(announced).toMatchObject({ object: 'invoice', amount_due: 1000, billing_reason: 'upcoming' });
    expect(announced).not.toHaveProperty('id');
    expect(announced.lines.data[0]?.period.start).toBe(start + 31 * day);

    expect(await toldBy(bench, () => bench.sandbox.advance('7d'))).toEqual([
      'invoice.created',
      'customer.subscription.updated',
    ]);
    const [draft] = await invoicesOf(bench, subscription.id);
    expect(draft).toMatchObject({
      automatically_finalizes_at: start + 31 * day + hour,
      billing_reason: 'subscription_cycle',
      period_end: start + 31 * day,
      period_start: start,
      status: 'draft',
    });
    expect(draft?.lines.data[0]?.period).toEqual({ start: start + 31 * day, end: start + 59 * day });
    const { items, latest_invoice } = await stripe.subscriptions.retrieve(subscription.id);
    expect(latest_invoice).toBe(draft?.id);
    expect(items.data[0]).toMatchObject({ current_period_start: start + 31 * day });
    const [update] = (await stripe.events.list({ type: 'customer.subscription.updated', limit: 1 })).data;
    expect(update?.request?.id).toBeNull();
    expect(update?.data.previous_attributes).toMatchObject({
      items: { data: [{ current_period_start: start }] },
      latest_invoice: subscription.latest_invoice,
    });

    expect(await toldBy(bench, () => bench.sandbox.advance('1h'))).toEqual([
      'payment_intent.created',
      'invoice.updated',
      'invoice.finalized',
      'charge.succeeded',
      'payment_intent.succeeded',
      'invoice.updated',
      'invoice.paid',
      'invoice.payment_succeeded',
    ]);
  });

  it('returns to the 31st after a short month', async () => {
    const bench = await testBench();
    await bench.sandbox.advance('30d');
    const { subscription } = await subscribed(bench);
    await bench.sandbox.advance('60d');
    await bench.sandbox.advance('60d');
    const made = (await invoicesOf(bench, subscription.id)).map(({ created }) =>
      new Date(created * 1000).toISOString().slice(0, 10),
    );
    expect(made.reverse()).toEqual(['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31']);
  });

  it('bills items of different intervals each in their own time', async () => {
    const bench = await testBench();
    const { id: customer } = await payingCustomer(bench);
    const weekly = await recurringPrice(bench, 100, { interval: 'week' });
    const monthly = await recurringPrice(bench, 1000);
    const { id } = await bench.stripe.subscriptions.create({
      customer,
      items: [{ price: weekly.id }, { price: monthly.id }],
    });
    await bench.sandbox.advance('32d');
    const totals = (await invoicesOf(bench, id)).map(({ total }) => total);
    expect(totals).toEqual([1000, 100, 100, 100, 100, 1100]);
  });

  it('bills metered items for what was used in the period that is over', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { id: customer } = await payingCustomer(bench);
    const meter = await stripe.billing.meters.create({
      display_name: 'Calls',
      event_name: 'calls',
      default_aggregation: { formula: 'sum' },
    });
    const price = await recurringPrice(bench, 7, { interval: 'month', usage_type: 'metered', meter: meter.id });
    const { id, items } = await stripe.subscriptions.create({ customer, items: [{ price: price.id }] });
    expect(items.data[0]).not.toHaveProperty('quantity');
    expect(await invoicesOf(bench, id)).toEqual([]);
    for (const value of ['20', '3']) {
      await bench.sandbox.advance('2d');
      await stripe.billing.meterEvents.create({
        event_name: 'calls',
        payload: { stripe_customer_id: customer, value },
      });
    }
    await bench.sandbox.advance('28d');
    const [second] = await invoicesOf(bench, id);
    expect(second && linesOf(second)).toEqual([['23 × Gold (at $0.07 / month)', 161]]);
    expect(second?.lines.data[0]?.period).toEqual({ start, end: start + 31 * day });
  });

  it('pulls in items that wait for the subscription or for the customer', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { customer, subscription } = await subscribed(bench);
    const item = { customer: customer.id, currency: 'usd' };
    await stripe.invoiceItems.create({ ...item, amount: 11, description: 'For whom' });
    await stripe.invoiceItems.create({ ...item, amount: 22, description: 'For it', subscription: subscription.id });
    await bench.sandbox.advance('32d');
    const [second] = await invoicesOf(bench, subscription.id);
    expect(second && linesOf(second)).toEqual([
      ['For whom', 11],
      ['For it', 22],
      ['1 × Gold (at $10.00 / month)', 1000],
    ]);
  });

  it('drops a coupon whose months are over', async () => {
    const bench = await testBench();
    const coupon = await bench.stripe.coupons.create({
      amount_off: 400,
      currency: 'usd',
      duration: 'repeating',
      duration_in_months: 1,
    });
    const { subscription } = await subscribed(bench, { discounts: [{ coupon: coupon.id }] });
    const told = await toldBy(bench, () => bench.sandbox.advance('32d'));
    expect(told.slice(1, 5)).toEqual([
      'customer.discount.deleted',
      'customer.subscription.updated',
      'invoice.created',
      'customer.subscription.updated',
    ]);
    expect((await invoicesOf(bench, subscription.id)).map(({ total }) => total)).toEqual([1000, 600]);
    expect((await bench.stripe.subscriptions.retrieve(subscription.id)).discounts).toEqual([]);
  });
});

describe('a coupon for some months', () => {
  it.each([1, 2, 3])('takes part in the invoices of %i months by the calendar', async (months) => {
    const bench = await testBench();
    const coupon = await bench.stripe.coupons.create({
      percent_off: 50,
      duration: 'repeating',
      duration_in_months: months,
    });
    const { subscription } = await subscribed(bench, { discounts: [{ coupon: coupon.id }] });
    await bench.sandbox.advance('125d');
    const totals = (await invoicesOf(bench, subscription.id)).map(({ total }) => total);
    expect(totals.toReversed()).toEqual(
      [500, 500, 500, 1000, 1000].slice(3 - months).concat(Array(3 - months).fill(1000)),
    );
  });
});

describe('a renewal that nobody pays', () => {
  it('is retried after 3, 5 and 7 days, and then ends the subscription', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { customer, subscription } = await subscribed(bench);
    await switchCard(bench, customer.id, 'pm_card_chargeCustomerFail');
    await bench.sandbox.advance('31d');
    const failure = ['charge.failed', 'payment_intent.payment_failed', 'invoice.updated', 'invoice.payment_failed'];
    expect(await toldBy(bench, () => bench.sandbox.advance('1h'))).toEqual([
      'payment_intent.created',
      'invoice.updated',
      'invoice.finalized',
      ...failure,
      'customer.updated',
      'customer.subscription.updated',
    ]);
    expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ delinquent: true });
    const first = start + 31 * day + hour;
    for (const [days, next] of [
      ['3d', first + 8 * day],
      ['5d', first + 15 * day],
    ] as const) {
      expect((await stripe.subscriptions.retrieve(subscription.id)).status).toBe('past_due');
      expect(await toldBy(bench, () => bench.sandbox.advance(days))).toEqual(failure);
      expect((await invoicesOf(bench, subscription.id))[0]?.next_payment_attempt).toBe(next);
    }
    expect(await toldBy(bench, () => bench.sandbox.advance('7d'), ['invoice.upcoming'])).toEqual([
      ...failure,
      'customer.subscription.deleted',
      'invoice.updated',
    ]);
    expect(await stripe.subscriptions.retrieve(subscription.id)).toMatchObject({
      status: 'canceled',
      cancellation_details: { reason: 'payment_failed' },
    });
    expect((await invoicesOf(bench, subscription.id))[0]).toMatchObject({
      attempt_count: 4,
      auto_advance: false,
      status: 'open',
    });
  });

  it('is made good by a new card', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { customer, subscription } = await subscribed(bench);
    await switchCard(bench, customer.id, 'pm_card_chargeCustomerFail');
    await bench.sandbox.advance('32d');
    await switchCard(bench, customer.id, 'pm_card_visa');
    const told = await toldBy(bench, () => bench.sandbox.advance('3d'));
    expect(told.slice(-3)).toEqual(['invoice.payment_succeeded', 'customer.updated', 'customer.subscription.updated']);
    expect((await stripe.subscriptions.retrieve(subscription.id)).status).toBe('active');
    expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ delinquent: false });
  });

  it('goes unpaid where the account says so, and drafts what follows', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { customer, subscription } = await subscribed(bench);
    await switchCard(bench, customer.id, 'pm_card_chargeCustomerFail');
    await bench.sandbox.advance('32d');
    await bench.sandbox.act(subscription.id, 'give_up', { to: 'unpaid' });
    expect((await stripe.subscriptions.retrieve(subscription.id)).status).toBe('unpaid');
    await bench.sandbox.advance('29d');
    expect((await invoicesOf(bench, subscription.id))[0]).toMatchObject({ auto_advance: false, status: 'draft' });
  });

  it('asks the customer for a card that wants authentication', async () => {
    const bench = await testBench();
    const { customer, subscription } = await subscribed(bench);
    await switchCard(bench, customer.id, 'pm_card_authenticationRequired');
    await bench.sandbox.advance('31d');
    const told = await toldBy(bench, () => bench.sandbox.advance('1h'));
    expect(told).toContain('invoice.payment_action_required');
    expect((await bench.stripe.subscriptions.retrieve(subscription.id)).status).toBe('past_due');
  });
});

describe('a trial', () => {
  it('begins with an invoice over nothing', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { id: customer } = await stripe.customers.create({});
    const { id: price } = await recurringPrice(bench, 1000);
    let id = '';
    const told = await toldBy(bench, async () => {
      const trial = await stripe.subscriptions.create({ customer, items: [{ price }], trial_period_days: 15 });
      expect(trial).toMatchObject({
        billing_cycle_anchor: trial.created + 15 * day,
        status: 'trialing',
        trial_end: trial.created + 15 * day,
        trial_start: trial.created,
      });
      id = trial.id;
    });
    expect(told).toEqual([
      'customer.updated',
      'customer.subscription.created',
      'invoice.created',
      'invoice.finalized',
      'invoice.paid',
      'invoice.payment_succeeded',
    ]);
    const [invoice] = await invoicesOf(bench, id);
    expect(invoice).toMatchObject({ amount_due: 0, attempted: true, attempt_count: 0, status: 'paid' });
    expect(invoice && linesOf(invoice)).toEqual([['Free trial for 1 × Gold', 0]]);
    const classic = await subscribed(bench, { trial_period_days: 14, billing_mode: { type: 'classic' } });
    const [other] = await invoicesOf(bench, classic.subscription.id);
    expect(other && linesOf(other)).toEqual([['Trial period for Gold', 0]]);
  });

  it('is told of three days before its end, then charged', async () => {
    const bench = await testBench();
    const { subscription } = await subscribed(bench, { trial_period_days: 15 });
    expect(await toldBy(bench, () => bench.sandbox.advance('12d'))).toEqual([
      'invoice.upcoming',
      'customer.subscription.trial_will_end',
    ]);
    expect((await toldBy(bench, () => bench.sandbox.advance('3d'))).slice(0, 2)).toEqual([
      'customer.subscription.updated',
      'invoice.created',
    ]);
    await bench.sandbox.advance('1h');
    const active = await bench.stripe.subscriptions.retrieve(subscription.id);
    expect(active.status).toBe('active');
    expect(active.items.data[0]).toMatchObject({
      current_period_start: start + 15 * day,
      current_period_end: start + 46 * day,
    });
    expect((await invoicesOf(bench, subscription.id))[0]).toMatchObject({ status: 'paid', total: 1000 });
  });

  it('is told of at once when it is that short', async () => {
    const bench = await testBench();
    const told = await toldBy(bench, () => subscribed(bench, { trial_period_days: 2 }));
    expect(told).toContain('customer.subscription.trial_will_end');
  });

  it('keeps a coupon for what comes after it', async () => {
    const bench = await testBench();
    const once = await bench.stripe.coupons.create({ percent_off: 50, duration: 'once' });
    const { subscription } = await subscribed(bench, { trial_period_days: 3, discounts: [{ coupon: once.id }] });
    await bench.sandbox.advance('4d');
    expect((await invoicesOf(bench, subscription.id))[0]?.total).toBe(500);
    await bench.sandbox.advance('31d');
    expect((await invoicesOf(bench, subscription.id))[0]?.total).toBe(1000);
  });

  it.each([
    ['pause', 'paused'],
    ['cancel', 'canceled'],
    ['create_invoice', 'active'],
  ] as const)('with missing_payment_method=%s ends %s', async (missing_payment_method, status) => {
    const bench = await testBench();
    const { stripe } = bench;
    const { id: customer } = await stripe.customers.create({});
    const { id: price } = await recurringPrice(bench, 1000);
    const { id } = await stripe.subscriptions.create({
      customer,
      items: [{ price }],
      trial_period_days: 5,
      trial_settings: { end_behavior: { missing_payment_method } },
    });
    await bench.sandbox.advance('5d');
    expect((await stripe.subscriptions.retrieve(id)).status).toBe(status);
    expect((await invoicesOf(bench, id)).length).toBe(status === 'active' ? 2 : 1);
  });
});
