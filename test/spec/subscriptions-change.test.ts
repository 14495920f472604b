import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { refusal, testBench } from './harness.ts';
import { recurringPrice } from './quoted-customer.ts';
import { day, hour, invoicesOf, linesOf, subscribed, switchCard, toldBy } from './subscribed-customer.ts';

const start = Date.UTC(2026, 0, 1) / 1000;
const half = 15.5 * day;

describe('a change of price half-way through the period', () => {
  it('credits what is left of the old one and debits the new one on the next invoice', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { subscription, item } = await subscribed(bench, {}, 5000);
    const gold = await recurringPrice(bench, 10_000);
    await bench.sandbox.advance(half);
    const told = await toldBy(bench, () =>
      stripe.subscriptions.update(subscription.id, { items: [{ id: item, price: gold.id }] }),
    );
    expect(told).toEqual(['invoiceitem.created', 'invoiceitem.created', 'customer.subscription.updated']);
    const { data } = await stripe.invoiceItems.list({ pending: true });
    expect(data).toMatchObject([
      { amount: 5000, description: 'Remaining time on Gold after 16 Jan 2026', proration: true },
      {
        amount: -2500,
        description: 'Unused time on Gold after 16 Jan 2026',
        discountable: false,
        parent: { subscription_details: { subscription: subscription.id, subscription_item: item } },
        period: { start: start + half, end: start + 31 * day },
      },
    ]);
    await bench.sandbox.advance('16d');
    expect((await invoicesOf(bench, subscription.id))[0]?.total).toBe(12_500);
  });

  it('leaves no trace on invoices with proration_behavior=none', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { subscription, item } = await subscribed(bench, {}, 5000);
    await bench.sandbox.advance(half);
    const items = [{ id: item, quantity: 4 }];
    const told = await toldBy(bench, () =>
      stripe.subscriptions.update(subscription.id, { items, proration_behavior: 'none' }),
    );
    expect(told).toEqual(['customer.subscription.updated']);
    const [event] = (await stripe.events.list({ type: 'customer.subscription.updated' })).data;
    expect(event?.data.previous_attributes).toMatchObject({ items: { data: [{ quantity: 1 }] } });
    await bench.sandbox.advance('16d');
    expect((await invoicesOf(bench, subscription.id))[0]?.total).toBe(20_000);
  });

  it('is billed at once with always_invoice', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { subscription, item } = await subscribed(bench, {}, 5000);
    await bench.sandbox.advance(half);
    const items = [{ id: item, quantity: 3 }];
    const told = await toldBy(bench, () =>
      stripe.subscriptions.update(subscription.id, { items, proration_behavior: 'always_invoice' }),
    );
    expect(told).toEqual([
      'invoiceitem.created',
      'invoiceitem.created',
      'payment_intent.created',
      'charge.succeeded',
      'payment_intent.succeeded',
      'invoice.created',
      'invoice.finalized',
      'invoice.paid',
      'invoice.payment_succeeded',
      'customer.subscription.updated',
    ]);
    expect((await invoicesOf(bench, subscription.id))[0]).toMatchObject({
      billing_reason: 'subscription_update',
      status: 'paid',
      total: 5000,
    });
  });

  it('gives a downgrade back as credit', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { customer, subscription, item } = await subscribed(bench, {}, 6200);
    const basic = await recurringPrice(bench, 3100);
    await bench.sandbox.advance(half);
    await stripe.subscriptions.update(subscription.id, {
      items: [{ id: item, price: basic.id }],
      proration_behavior: 'always_invoice',
    });
    expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ balance: -1550 });
    await bench.sandbox.advance('16d');
    const [renewal] = await invoicesOf(bench, subscription.id);
    expect(renewal).toMatchObject({ total: 3100, starting_balance: -1550, amount_due: 1550 });
  });

  it('counts discounts in', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const coupon = await stripe.coupons.create({ percent_off: 20, duration: 'forever' });
    const { subscription, item } = await subscribed(bench, { discounts: [{ coupon: coupon.id }] }, 5000);
    await bench.sandbox.advance(half);
    await stripe.subscriptions.update(subscription.id, { items: [{ id: item, quantity: 2 }] });
    const { data } = await stripe.invoiceItems.list({ pending: true });
    expect(data.map(({ amount }) => amount)).toEqual([4000, -2000]);
    await bench.sandbox.advance('16d');
    expect((await invoicesOf(bench, subscription.id))[0]?.total).toBe(8000 + 2000);
  });

  it('begins a new cycle when the interval changes', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { subscription, item } = await subscribed(bench, {}, 5000);
    const yearly = await recurringPrice(bench, 50_000, { interval: 'year' });
    await bench.sandbox.advance(half);
    const changed = await stripe.subscriptions.update(subscription.id, { items: [{ id: item, price: yearly.id }] });
    const now = start + half;
    expect(changed.billing_cycle_anchor).toBe(now);
    expect(changed.items.data[0]).toMatchObject({ current_period_start: now, current_period_end: now + 365 * day });
    const [invoice] = await invoicesOf(bench, subscription.id);
    expect(invoice).toMatchObject({ status: 'paid', billing_reason: 'subscription_update' });
    expect(invoice && linesOf(invoice)).toEqual([
      ['Unused time on Gold after 16 Jan 2026', -2500],
      ['1 × Gold (at $500.00 / year)', 50_000],
    ]);
  });

  it('refuses a date outside the period', async () => {
    const bench = await testBench();
    const { subscription, item } = await subscribed(bench);
    const update = { items: [{ id: item, quantity: 2 }], proration_date: start + 40 * day };
    expect(await refusal(bench.stripe.subscriptions.update(subscription.id, update))).toMatchObject({
      param: 'proration_date',
    });
  });
});

describe('POST /v1/subscriptions/:id', () => {
  it('tells of metadata alone', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { subscription } = await subscribed(bench);
    const told = await toldBy(bench, () =>
      stripe.subscriptions.update(subscription.id, { metadata: { seat: '4' }, description: 'Seats' }),
    );
    expect(told).toEqual(['customer.subscription.updated']);
    const [event] = (await stripe.events.list({ type: 'customer.subscription.updated' })).data;
    expect(event?.data.previous_attributes).toEqual({ description: null, metadata: { seat: null } });
  });

  it('moves the anchor to now', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { subscription } = await subscribed(bench, {}, 6200);
    await bench.sandbox.advance(half);
    const moved = await stripe.subscriptions.update(subscription.id, { billing_cycle_anchor: { type: 'now' } });
    expect(moved.billing_cycle_anchor).toBe(start + half);
    expect((await invoicesOf(bench, subscription.id))[0]?.total).toBe(3100);
  });

  it('ends a trial now, and begins one', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { subscription } = await subscribed(bench, { trial_period_days: 10 });
    await bench.sandbox.advance('1d');
    const told = await toldBy(bench, () => stripe.subscriptions.update(subscription.id, { trial_end: 'now' }));
    expect(told.slice(-2)).toEqual(['customer.subscription.updated', 'customer.subscription.trial_will_end']);
    expect((await invoicesOf(bench, subscription.id))[0]).toMatchObject({ status: 'paid', total: 1000 });
    const again = await stripe.subscriptions.update(subscription.id, { trial_end: start + 20 * day });
    expect(again).toMatchObject({ status: 'trialing', billing_cycle_anchor: start + 20 * day });
    expect((await stripe.invoiceItems.list({ pending: true })).data.map(({ amount }) => amount)).toEqual([-1000]);
  });

  it('replaces discounts', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const [a, b] = [
      await stripe.coupons.create({ percent_off: 10, duration: 'forever' }),
      await stripe.coupons.create({ percent_off: 20, duration: 'forever' }),
    ];
    const { subscription } = await subscribed(bench, { discounts: [{ coupon: a.id }] });
    const told = await toldBy(bench, () =>
      stripe.subscriptions.update(subscription.id, { discounts: [{ coupon: b.id }] }),
    );
    expect(told).toEqual(['customer.discount.created', 'customer.subscription.updated', 'customer.discount.deleted']);
    expect(await toldBy(bench, () => stripe.subscriptions.deleteDiscount(subscription.id))).toEqual([
      'customer.subscription.updated',
      'customer.discount.deleted',
    ]);
    expect((await stripe.subscriptions.retrieve(subscription.id)).discounts).toEqual([]);
    expect(await refusal(stripe.subscriptions.deleteDiscount(subscription.id))).toMatchObject({ statusCode: 404 });
  });

  it('falls past due when the invoice of a change is declined, or refuses with error_if_incomplete', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { customer, subscription, item } = await subscribed(bench);
    await switchCard(bench, customer.id, 'pm_card_chargeCustomerFail');
    await bench.sandbox.advance(half);
    const change = { items: [{ id: item, quantity: 9 }], proration_behavior: 'always_invoice' as const };
    const strict = stripe.subscriptions.update(subscription.id, { ...change, payment_behavior: 'error_if_incomplete' });
    expect(await refusal(strict)).toMatchObject({ statusCode: 402 });
    expect((await stripe.subscriptions.retrieve(subscription.id)).items.data[0]?.quantity).toBe(1);
    expect((await stripe.subscriptions.update(subscription.id, change)).status).toBe('past_due');
    expect((await stripe.subscriptions.retrieve(subscription.id)).items.data[0]?.quantity).toBe(9);
    const [invoice] = await invoicesOf(bench, subscription.id);
    expect(invoice).toMatchObject({ status: 'open', next_payment_attempt: start + half + 3 * day });
  });
});

describe('an update that waits for its payment', () => {
  async function pending() {
    const bench = await testBench();
    const made = await subscribed(bench);
    await switchCard(bench, made.customer.id, 'pm_card_chargeCustomerFail');
    await bench.sandbox.advance(half);
    const updated = await bench.stripe.subscriptions.update(made.subscription.id, {
      items: [{ id: made.item, quantity: 5 }],
      payment_behavior: 'pending_if_incomplete',
      proration_behavior: 'always_invoice',
    });
    return { bench, ...made, updated };
  }

  it('keeps the subscription as it is', async () => {
    const { updated } = await pending();
    expect(updated.status).toBe('active');
    expect(updated.items.data[0]?.quantity).toBe(1);
    expect(updated.pending_update).toMatchObject({
      expires_at: start + half + 23 * hour,
      subscription_items: [{ quantity: 5 }],
    });
  });

  it('is applied once the invoice is paid', async () => {
    const { bench, customer, updated } = await pending();
    const visa = await switchCard(bench, customer.id, 'pm_card_visa');
    const told = await toldBy(bench, () =>
      bench.stripe.invoices.pay(String(updated.latest_invoice), { payment_method: visa }),
    );
    expect(told.slice(-2)).toEqual(['customer.subscription.updated', 'customer.subscription.pending_update_applied']);
    const applied = await bench.stripe.subscriptions.retrieve(updated.id);
    expect(applied).toMatchObject({ pending_update: null, status: 'active' });
    expect(applied.items.data[0]?.quantity).toBe(5);
  });

  it('expires after 23 hours, and its invoice is void', async () => {
    const { bench, updated } = await pending();
    const told = await toldBy(bench, () => bench.sandbox.advance('23h'));
    expect(told).toContain('customer.subscription.pending_update_expired');
    expect(await bench.stripe.subscriptions.retrieve(updated.id)).toMatchObject({ pending_update: null });
    expect((await bench.stripe.invoices.retrieve(String(updated.latest_invoice))).status).toBe('void');
  });

  it('takes only what can wait', async () => {
    const { bench, updated } = await pending();
    const update = { metadata: { a: 'b' }, payment_behavior: 'pending_if_incomplete' as const };
    expect(await refusal(bench.stripe.subscriptions.update(updated.id, update))).toMatchObject({ param: 'metadata' });
  });
});

describe('subscription items', () => {
  it('are added, changed and removed one by one', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { subscription, item, price } = await subscribed(bench, {}, 3100);
    const addOn = await recurringPrice(bench, 6200);
    await bench.sandbox.advance(half);
    let added: Stripe.SubscriptionItem | undefined;
    const told = await toldBy(bench, async () => {
      added = await stripe.subscriptionItems.create({ subscription: subscription.id, price: addOn.id, quantity: 2 });
    });
    expect(told).toEqual(['invoiceitem.created', 'customer.subscription.updated']);
    expect(added).toMatchObject({ subscription: subscription.id, quantity: 2, current_period_end: start + 31 * day });
    const again = stripe.subscriptionItems.create({ subscription: subscription.id, price: price.id });
    expect(await refusal(again)).toMatchObject({ param: 'price' });
    const changed = await stripe.subscriptionItems.update(item, { quantity: 3, metadata: { a: 'b' } });
    expect(changed).toMatchObject({ id: item, metadata: { a: 'b' }, quantity: 3 });
    const { data } = await stripe.subscriptionItems.list({ subscription: subscription.id });
    expect(data.map(({ quantity }) => quantity).sort()).toEqual([2, 3]);
    expect(await stripe.subscriptionItems.del(added?.id ?? '', { proration_behavior: 'none' })).toEqual({
      id: added?.id,
      object: 'subscription_item',
      deleted: true,
    });
    expect(await refusal(stripe.subscriptionItems.del(item))).toMatchObject({
      message: 'A subscription must have at least one active plan.',
    });
    expect((await stripe.invoiceItems.list({ pending: true })).data.map(({ amount }) => amount)).toEqual([
      4650, -1550, 6200,
    ]);
  });
});
