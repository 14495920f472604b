import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { payingCustomer } from './billed-customer.ts';
import { refusal, type TestBench, testBench } from './harness.ts';
import { quoteOf, recurringPrice } from './quoted-customer.ts';
import { day, hour, invoicesOf, linesOf, subscribed, toldBy } from './subscribed-customer.ts';

const start = Date.UTC(2026, 0, 1) / 1000;
const [february, march, april] = [1, 2, 3].map((month) => Date.UTC(2026, month, 1) / 1000);

async function twoPhases(bench: TestBench, params: Partial<Stripe.SubscriptionScheduleCreateParams> = {}) {
  const { id: customer } = await payingCustomer(bench);
  const basic = await recurringPrice(bench, 1000);
  const gold = await recurringPrice(bench, 3000);
  const schedule = await bench.stripe.subscriptionSchedules.create({
    customer,
    start_date: 'now',
    phases: [
      { items: [{ price: basic.id }], duration: { interval: 'month', interval_count: 2 } },
      { items: [{ price: gold.id, quantity: 2 }], duration: { interval: 'month' } },
    ],
    ...params,
  });
  return { schedule, subscription: String(schedule.subscription), customer, basic, gold };
}

describe('POST /v1/subscription_schedules', () => {
  it('begins a subscription with a draft and tells of the schedule last', async () => {
    const bench = await testBench();
    let made: Awaited<ReturnType<typeof twoPhases>> | undefined;
    const told = await toldBy(bench, async () => {
      made = await twoPhases(bench, { metadata: { a: 'b' } });
    });
    expect(told.slice(-4)).toEqual([
      'customer.updated',
      'customer.subscription.created',
      'invoice.created',
      'subscription_schedule.created',
    ]);
    expect(made?.schedule).toMatchObject({
      current_phase: { start_date: start, end_date: march },
      end_behavior: 'release',
      metadata: { a: 'b' },
      phases: [
        { currency: 'usd', items: [{ price: made?.basic.id, plan: made?.basic.id, quantity: 1 }], end_date: march },
        { items: [{ price: made?.gold.id, quantity: 2 }], start_date: march, end_date: april },
      ],
      released_at: null,
      status: 'active',
    });
    const subscription = await bench.stripe.subscriptions.retrieve(made?.subscription ?? '');
    expect(subscription).toMatchObject({ schedule: made?.schedule.id, status: 'active' });
    expect((await invoicesOf(bench, subscription.id))[0]).toMatchObject({ status: 'draft', auto_advance: true });
  });

  it('waits for its day', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { schedule } = await twoPhases(bench, { start_date: start + 10 * day });
    expect(schedule).toMatchObject({ current_phase: null, status: 'not_started', subscription: null });
    expect((await stripe.subscriptionSchedules.list({ scheduled: true })).data.length).toBe(1);
    const told = await toldBy(bench, () => bench.sandbox.advance('10d'));
    expect(told).toEqual([
      'customer.updated',
      'customer.subscription.created',
      'invoice.created',
      'subscription_schedule.updated',
    ]);
    expect((await stripe.subscriptionSchedules.retrieve(schedule.id)).status).toBe('active');
  });

  it('goes from phase to phase before the renewal of the same moment', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { schedule, subscription, gold } = await twoPhases(bench);
    for (const days of ['30d', '29d'] as const) await bench.sandbox.advance(days);
    expect((await invoicesOf(bench, subscription))[0]).toMatchObject({ created: march, total: 6000 });
    const { items } = await stripe.subscriptions.retrieve(subscription);
    expect(items.data).toMatchObject([{ price: { id: gold.id }, quantity: 2, current_period_start: march }]);
    expect((await stripe.invoiceItems.list({ pending: true })).data).toEqual([]);
    expect(await stripe.subscriptionSchedules.retrieve(schedule.id)).toMatchObject({
      current_phase: { start_date: march, end_date: april },
    });
    const told = await toldBy(bench, () => bench.sandbox.advance('24d'));
    expect(told).toContain('subscription_schedule.expiring');
  });

  it('tells the subscription when it ends, and forgets that when it lets it go', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { schedule, subscription } = await twoPhases(bench, { end_behavior: 'cancel' });
    const end = schedule.phases.at(-1)?.end_date;
    const cancelAt = async () => (await stripe.subscriptions.retrieve(subscription)).cancel_at;
    expect(await cancelAt()).toBe(end);
    await stripe.subscriptionSchedules.update(schedule.id, { end_behavior: 'release' });
    expect(await cancelAt()).toBeNull();
    await stripe.subscriptionSchedules.update(schedule.id, { end_behavior: 'cancel' });
    await stripe.subscriptionSchedules.release(schedule.id, { preserve_cancel_date: true });
    expect(await cancelAt()).toBe(end);
    const again = await stripe.subscriptionSchedules.create({ from_subscription: subscription });
    expect(again).toMatchObject({ end_behavior: 'cancel', phases: [{ end_date: end }] });
    await stripe.subscriptionSchedules.release(again.id);
    expect(await cancelAt()).toBeNull();
  });

  it('bills the part of a period after which it ends the subscription', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { id: customer } = await payingCustomer(bench);
    const { id: price } = await recurringPrice(bench, 3100);
    const schedule = await stripe.subscriptionSchedules.create({
      customer,
      start_date: 'now',
      end_behavior: 'cancel',
      phases: [{ items: [{ price }], duration: { interval: 'day', interval_count: 10 } }],
    });
    const id = String(schedule.subscription);
    expect((await invoicesOf(bench, id))[0]).toMatchObject({ total: 1000 });
    await bench.sandbox.advance('10d');
    expect((await stripe.subscriptions.retrieve(id)).status).toBe('canceled');
    expect((await stripe.subscriptionSchedules.retrieve(schedule.id)).status).toBe('completed');
  });

  it('releases the subscription at its end, or cancels it', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const released = await twoPhases(bench);
    const ended = await twoPhases(bench, { end_behavior: 'cancel' });
    for (const days of ['30d', '30d', '29d'] as const) await bench.sandbox.advance(days);
    const told = await toldBy(bench, () => bench.sandbox.advance('2d'));
    expect(told.filter((type) => /schedule|subscription/.test(type))).toEqual([
      'customer.subscription.deleted',
      'subscription_schedule.completed',
      'subscription_schedule.completed',
      'customer.subscription.updated',
      'customer.subscription.updated',
    ]);
    expect(await stripe.subscriptionSchedules.retrieve(released.schedule.id)).toMatchObject({
      completed_at: april,
      released_at: null,
      released_subscription: released.subscription,
      status: 'completed',
      subscription: null,
    });
    expect(await stripe.subscriptionSchedules.retrieve(ended.schedule.id)).toMatchObject({
      completed_at: april,
      status: 'completed',
    });
    expect((await stripe.subscriptions.retrieve(released.subscription)).schedule).toBeNull();
    expect((await stripe.subscriptions.retrieve(ended.subscription)).status).toBe('canceled');
  });

  it('takes a subscription over', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { subscription, price } = await subscribed(bench);
    const told = await toldBy(bench, () => stripe.subscriptionSchedules.create({ from_subscription: subscription.id }));
    expect(told).toEqual(['subscription_schedule.created', 'customer.subscription.updated']);
    const [schedule] = (await stripe.subscriptionSchedules.list()).data;
    expect(schedule).toMatchObject({
      phases: [{ items: [{ price: price.id, quantity: 1 }], start_date: start, end_date: february }],
      status: 'active',
      subscription: subscription.id,
    });
    const again = stripe.subscriptionSchedules.create({ from_subscription: subscription.id });
    expect(await refusal(again)).toMatchObject({ param: 'from_subscription' });
    const end = stripe.subscriptions.update(subscription.id, { cancel_at_period_end: true });
    expect(await refusal(end)).toMatchObject({
      message: expect.stringContaining('is managed by the subscription schedule'),
    });
  });

  it('adds one-time items, trials and discounts of a phase', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { id: customer } = await payingCustomer(bench);
    const { id: price, product } = await recurringPrice(bench, 1000);
    const fee = await stripe.prices.create({ currency: 'usd', unit_amount: 250, product: String(product) });
    const coupon = await stripe.coupons.create({ percent_off: 10, duration: 'forever' });
    const { subscription } = await stripe.subscriptionSchedules.create({
      customer,
      start_date: 'now',
      phases: [
        { items: [{ price }], trial: true, duration: { interval: 'week' } },
        { items: [{ price }], add_invoice_items: [{ price: fee.id }], discounts: [{ coupon: coupon.id }] },
      ],
    });
    expect((await stripe.subscriptions.retrieve(String(subscription))).status).toBe('trialing');
    await bench.sandbox.advance(7 * day + hour);
    expect((await stripe.subscriptions.retrieve(String(subscription))).status).toBe('active');
    const [invoice] = await invoicesOf(bench, String(subscription));
    expect(invoice).toMatchObject({ status: 'paid', total: 1125 });
    expect(invoice && linesOf(invoice).map(([, amount]) => amount)).toEqual([250, 1000]);
  });

  it.each([
    [{ phases: undefined }, 'phases'],
    [{ phases: [{ items: [{ price: 'price_nope' }] }] }, 'phases[0][items][0][price]'],
    [{ end_behavior: 'renew' }, 'end_behavior'],
    [{ customer: 'cus_nope' }, 'customer'],
    [{ customer: undefined }, 'customer'],
    [{ start_date: 4_000_000_000 }, 'start_date'],
    [{ from_subscription: 'sub_nope' }, 'customer'],
  ])('refuses %j', async (wrong, param) => {
    const bench = await testBench();
    const { id: customer } = await payingCustomer(bench);
    const { id: price } = await recurringPrice(bench, 1000);
    const before = await bench.eventTypes();
    const params = { customer, start_date: 'now' as const, phases: [{ items: [{ price }] }], ...wrong };
    const call = bench.stripe.subscriptionSchedules.create(params as Stripe.SubscriptionScheduleCreateParams);
    expect(await refusal(call)).toMatchObject({ param });
    expect(await bench.eventTypes()).toEqual(before);
  });

  it('refuses phases that leave gaps or do not end', async () => {
    const bench = await testBench();
    const { id: customer } = await payingCustomer(bench);
    const items = [{ price: (await recurringPrice(bench, 1000)).id }];
    const create = (phases: Stripe.SubscriptionScheduleUpdateParams.Phase[]) =>
      refusal(
        bench.stripe.subscriptionSchedules.create({
          customer,
          start_date: 'now',
          phases: phases as Stripe.SubscriptionScheduleCreateParams.Phase[],
        }),
      );
    expect(await create([{ items, end_date: start - 5 }])).toMatchObject({ param: 'phases[0][end_date]' });
    expect(await create([{ items, duration: { interval: 'year', interval_count: 9 } }])).toMatchObject({
      param: 'phases[0][duration]',
    });
    expect(await create([{ items, trial_end: start + 300 * day }])).toMatchObject({ param: 'phases[0][trial_end]' });
  });
});

describe('POST /v1/subscription_schedules/:id', () => {
  it('replaces what is to come, and applies what changes now', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { schedule, subscription, basic, gold } = await twoPhases(bench);
    await bench.sandbox.advance(15.5 * day);
    const told = await toldBy(bench, () =>
      stripe.subscriptionSchedules.update(schedule.id, {
        end_behavior: 'cancel',
        phases: [
          { items: [{ price: basic.id, quantity: 3 }], start_date: start, end_date: march },
          { items: [{ price: gold.id }], duration: { interval: 'month' } },
        ],
      }),
    );
    expect(told).toEqual([
      'subscription_schedule.updated',
      'invoiceitem.created',
      'invoiceitem.created',
      'customer.subscription.updated',
    ]);
    expect((await stripe.subscriptions.retrieve(subscription)).items.data[0]?.quantity).toBe(3);
    const later = stripe.subscriptionSchedules.update(schedule.id, {
      phases: [{ items: [{ price: gold.id }], start_date: start + day, end_date: april }],
    });
    expect(await refusal(later)).toMatchObject({ param: 'phases[0][start_date]' });
  });
});

describe('POST /v1/subscription_schedules/:id/release and /cancel', () => {
  it('lets the subscription go on by itself', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { schedule, subscription } = await twoPhases(bench);
    expect(await toldBy(bench, () => stripe.subscriptionSchedules.release(schedule.id))).toEqual([
      'subscription_schedule.released',
      'customer.subscription.updated',
    ]);
    expect(await refusal(stripe.subscriptionSchedules.cancel(schedule.id))).toMatchObject({
      message:
        'You cannot cancel a subscription schedule that is currently in the `released` status. It must be in `not_started, active` status to be canceled.',
    });
    await bench.sandbox.advance('60d');
    expect((await invoicesOf(bench, subscription))[0]?.total).toBe(1000);
  });

  it('ends both, and credits what is left', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { schedule, subscription } = await twoPhases(bench);
    await bench.sandbox.advance(15.5 * day);
    expect(await toldBy(bench, () => stripe.subscriptionSchedules.cancel(schedule.id))).toEqual([
      'invoiceitem.created',
      'invoice.created',
      'customer.subscription.deleted',
      'subscription_schedule.canceled',
    ]);
    expect((await stripe.subscriptions.retrieve(subscription)).status).toBe('canceled');
    const { schedule: waiting } = await twoPhases(bench, { start_date: start + 30 * day });
    expect((await stripe.subscriptionSchedules.cancel(waiting.id)).status).toBe('canceled');
  });

  it('follows a subscription that is canceled', async () => {
    const bench = await testBench();
    const { schedule, subscription } = await twoPhases(bench);
    await bench.stripe.subscriptions.cancel(subscription);
    expect((await bench.stripe.subscriptionSchedules.retrieve(schedule.id)).status).toBe('canceled');
  });
});

describe('a quote with a day in the future', () => {
  it('makes a schedule that begins then', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { id: customer } = await payingCustomer(bench);
    const monthly = await recurringPrice(bench, 1500);
    const { id } = await quoteOf(bench, {
      customer,
      line_items: [
        { price: monthly.id, quantity: 2 },
        { price_data: { currency: 'usd', product: String(monthly.product), unit_amount: 900 } },
      ],
      subscription_data: { effective_date: february, description: 'Seats', metadata: { a: 'b' } },
    });
    await stripe.quotes.finalizeQuote(id);
    const told = await toldBy(bench, () => stripe.quotes.accept(id));
    expect(told).toEqual(['customer.updated', 'subscription_schedule.created', 'quote.accepted']);
    const { subscription_schedule: schedule, subscription, invoice } = await stripe.quotes.retrieve(id);
    expect([subscription, invoice]).toEqual([null, null]);
    await bench.sandbox.advance(31 * day + hour);
    const begun = await stripe.subscriptionSchedules.retrieve(String(schedule));
    expect(begun.status).toBe('active');
    expect(await stripe.subscriptions.retrieve(String(begun.subscription))).toMatchObject({
      description: 'Seats',
      metadata: { a: 'b' },
      start_date: february,
    });
    expect((await invoicesOf(bench, String(begun.subscription)))[0]).toMatchObject({ status: 'paid', total: 3900 });
  });

  it('begins with the trial that the quote grants', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { id: price } = await recurringPrice(bench, 1500);
    const { id } = await quoteOf(bench, { line_items: [{ price }], subscription_data: { trial_period_days: 14 } });
    await stripe.quotes.finalizeQuote(id);
    const { subscription } = await stripe.quotes.accept(id);
    expect(await stripe.subscriptions.retrieve(String(subscription))).toMatchObject({
      status: 'trialing',
      trial_end: start + 14 * day,
    });
  });
});
