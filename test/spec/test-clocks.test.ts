import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { refusal, type TestBench, testBench } from './harness.ts';
import { quoteOf, recurringPrice } from './quoted-customer.ts';
import { day, hour, invoicesOf, toldBy } from './subscribed-customer.ts';

/** Two years after the sandbox's own time. */
const frozen = Date.UTC(2028, 0, 31) / 1000;
const realNow = Date.UTC(2026, 0, 1) / 1000;
const month = 29 * day;

async function clockAt({ stripe }: TestBench, frozen_time = frozen): Promise<Stripe.TestHelpers.TestClock> {
  return stripe.testHelpers.testClocks.create({ frozen_time, name: 'Renewals' });
}

async function customerOn({ stripe }: TestBench, test_clock: string): Promise<Stripe.Customer> {
  const payment_method = 'pm_card_visa';
  return stripe.customers.create({
    invoice_settings: { default_payment_method: payment_method },
    payment_method,
    test_clock,
  });
}

async function onClock(bench: TestBench) {
  const clock = await clockAt(bench);
  const customer = await customerOn(bench, clock.id);
  const price = await recurringPrice(bench, 1000);
  const items = [{ price: price.id }];
  const subscription = await bench.stripe.subscriptions.create({ customer: customer.id, items });
  return { clock, customer, price, subscription };
}

const advance = ({ stripe }: TestBench, id: string, frozen_time: number) =>
  stripe.testHelpers.testClocks.advance(id, { frozen_time });

describe('POST /v1/test_helpers/test_clocks', () => {
  it('stands still where it is set', async () => {
    const bench = await testBench();
    let clock: Stripe.TestHelpers.TestClock | undefined;
    const told = await toldBy(bench, async () => {
      clock = await clockAt(bench);
    });
    expect(told).toEqual(['test_helpers.test_clock.created']);
    expect(clock).toMatchObject({
      created: realNow,
      deletes_after: realNow + 30 * day,
      frozen_time: frozen,
      name: 'Renewals',
      status: 'ready',
      status_details: {},
    });
    expect(clock?.id).toMatch(/^clock_/);
    await bench.sandbox.advance('3d');
    const later = await bench.stripe.testHelpers.testClocks.retrieve(clock?.id ?? '');
    expect(later.frozen_time).toBe(frozen);
    expect((await bench.stripe.testHelpers.testClocks.list()).data.length).toBe(1);
  });

  it.each([
    [{ frozen_time: -1 }, 'frozen_time'],
    [{ frozen_time: 9_999_999_999_999 }, 'frozen_time'],
    [{ frozen_time: frozen, name: 'x'.repeat(301) }, 'name'],
    [{ frozen_time: frozen, customer: 'cus_nope' }, 'customer'],
  ])('refuses %j', async (params, param) => {
    const { stripe } = await testBench();
    expect(await refusal(stripe.testHelpers.testClocks.create(params))).toMatchObject({ param });
  });
});

describe('customers of a test clock', () => {
  it('live in its time, and what bills them with them', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { clock, customer, subscription } = await onClock(bench);
    expect(customer).toMatchObject({ created: frozen, test_clock: clock.id });
    expect(subscription).toMatchObject({ created: frozen, start_date: frozen, test_clock: clock.id });
    const [invoice] = await invoicesOf(bench, subscription.id);
    expect(invoice).toMatchObject({ created: frozen, test_clock: clock.id, status: 'paid' });
    expect(invoice?.status_transitions.paid_at).toBe(frozen);
    const item = await stripe.invoiceItems.create({ customer: customer.id, amount: 5, currency: 'usd' });
    expect(item).toMatchObject({ date: frozen, test_clock: clock.id });
  });

  it('pay in the time of the sandbox, as Stripe has it', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { customer } = await onClock(bench);
    const [intent] = (await stripe.paymentIntents.list({ customer: customer.id })).data;
    const [charge] = (await stripe.charges.list({ customer: customer.id })).data;
    expect([intent?.created, charge?.created]).toEqual([realNow, realNow]);
    expect((await stripe.balanceTransactions.list()).data[0]?.created).toBe(realNow);
    expect(new Set((await stripe.events.list()).data.map(({ created }) => created))).toEqual(new Set([realNow]));
  });

  it('are left out of lists that name neither the clock nor one of them', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { clock, customer, subscription } = await onClock(bench);
    const other = await stripe.customers.create({});
    const ids = ({ data }: Stripe.ApiList<{ id: string }>) => data.map(({ id }) => id);
    expect(ids(await stripe.customers.list())).toEqual([other.id]);
    expect(ids(await stripe.customers.list({ test_clock: clock.id }))).toEqual([customer.id]);
    expect(ids(await stripe.subscriptions.list())).toEqual([]);
    expect(ids(await stripe.subscriptions.list({ customer: customer.id }))).toEqual([subscription.id]);
    expect(ids(await stripe.subscriptions.list({ test_clock: clock.id }))).toEqual([subscription.id]);
    expect(ids(await stripe.subscriptionItems.list({ subscription: subscription.id })).length).toBe(1);
  });

  it('are three at most, with three subscriptions each', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { clock, customer, price } = await onClock(bench);
    for (let n = 0; n < 2; n++) await customerOn(bench, clock.id);
    expect(await refusal(customerOn(bench, clock.id))).toMatchObject({ param: 'test_clock' });
    const again = () => stripe.subscriptions.create({ customer: customer.id, items: [{ price: price.id }] });
    await again();
    await again();
    expect(await refusal(again())).toMatchObject({ code: 'customer_max_subscriptions' });
    expect(await refusal(customerOn(bench, 'clock_nope'))).toMatchObject({ code: 'resource_missing' });
  });
});

describe('POST /v1/test_helpers/test_clocks/:id/advance', () => {
  it('is under way in the answer and over before the next request', async () => {
    const bench = await testBench();
    const { clock } = await onClock(bench);
    const to = frozen + month + hour;
    const told = await toldBy(bench, async () => {
      expect(await advance(bench, clock.id, to)).toMatchObject({
        frozen_time: frozen,
        status: 'advancing',
        status_details: { advancing: { target_frozen_time: to } },
      });
    });
    expect(told).toEqual([
      'test_helpers.test_clock.advancing',
      'invoice.upcoming',
      'invoice.created',
      'customer.subscription.updated',
      'payment_intent.created',
      'invoice.updated',
      'invoice.finalized',
      'charge.succeeded',
      'payment_intent.succeeded',
      'invoice.updated',
      'invoice.paid',
      'invoice.payment_succeeded',
      'test_helpers.test_clock.ready',
    ]);
    expect(await bench.stripe.testHelpers.testClocks.retrieve(clock.id)).toMatchObject({
      frozen_time: to,
      status: 'ready',
      status_details: {},
    });
  });

  it('renews at the right moments of its own time, the sandbox standing still', async () => {
    const bench = await testBench();
    const { clock, subscription } = await onClock(bench);
    await advance(bench, clock.id, frozen + month);
    const [draft] = await invoicesOf(bench, subscription.id);
    expect(draft).toMatchObject({ status: 'draft', created: Date.UTC(2028, 1, 29) / 1000 });
    await advance(bench, clock.id, frozen + month + hour);
    const [paid] = await invoicesOf(bench, subscription.id);
    expect(paid).toMatchObject({ status: 'paid' });
    expect(paid?.status_transitions.paid_at).toBe(frozen + month + hour);
    expect(bench.sandbox.now()).toBe(realNow);
  });

  it('is not moved by the clock of the sandbox', async () => {
    const bench = await testBench();
    const { subscription } = await onClock(bench);
    await bench.sandbox.advance('365d');
    expect((await invoicesOf(bench, subscription.id)).length).toBe(1);
  });

  it('passes a year of a monthly subscription in under two seconds', async () => {
    const bench = await testBench();
    const { clock, subscription } = await onClock(bench);
    const began = performance.now();
    for (let to = 2; to <= 12; to += 2) await advance(bench, clock.id, Date.UTC(2028, to, 28) / 1000);
    expect(performance.now() - began).toBeLessThan(2000);
    const invoices = await invoicesOf(bench, subscription.id);
    expect(invoices.map(({ status }) => status)).toEqual(invoices.map(() => 'paid'));
    expect(invoices.map(({ created }) => new Date(created * 1000).toISOString().slice(5, 10)).reverse()).toEqual(
      '01-31 02-29 03-31 04-30 05-31 06-30 07-31 08-31 09-30 10-31 11-30 12-31'.split(' '),
    );
  });

  it('brings about trials, retries, ends and expiries in the order of their times', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const clock = await clockAt(bench);
    const customer = await customerOn(bench, clock.id);
    const { id: price } = await recurringPrice(bench, 1000);
    const trial = { customer: customer.id, items: [{ price }], trial_end: frozen + 5 * day };
    await stripe.subscriptions.create({ ...trial, cancel_at: frozen + 9 * day });
    const { id } = await quoteOf(bench, { customer: customer.id, expires_at: frozen + 7 * day });
    const told = await toldBy(bench, () => advance(bench, clock.id, frozen + 10 * day));
    const order = [
      'customer.subscription.trial_will_end',
      'invoice.created',
      'invoice.paid',
      'quote.canceled',
      'customer.subscription.deleted',
    ];
    expect(told.filter((type) => order.includes(type))).toEqual(order);
    expect((await stripe.quotes.retrieve(id)).status_transitions.canceled_at).toBe(frozen + 7 * day);
  });

  it('goes forward only, and two intervals of the shortest subscription at most', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const empty = await clockAt(bench);
    const refused = (id: string, to: number) => refusal(advance(bench, id, to));
    expect(await refused(empty.id, frozen)).toMatchObject({ param: 'frozen_time', statusCode: 400 });
    expect(await refused(empty.id, frozen + 3 * 366 * day)).toMatchObject({ param: 'frozen_time' });
    await advance(bench, empty.id, frozen + 366 * day);
    const { clock } = await onClock(bench);
    expect(await refused(clock.id, frozen + 70 * day)).toMatchObject({ param: 'frozen_time' });
    expect((await stripe.testHelpers.testClocks.retrieve(clock.id)).status).toBe('ready');
    expect(await refused('clock_nope', frozen + day)).toMatchObject({ statusCode: 404 });
  });

  it('moves the customers of a connected account by a clock of that account', async () => {
    const bench = await testBench();
    const { id: stripeAccount } = await bench.stripe.accounts.create({ country: 'US' });
    const stripe = bench.client({ stripeAccount });
    const clock = await stripe.testHelpers.testClocks.create({ frozen_time: frozen });
    const customer = await stripe.customers.create({ test_clock: clock.id });
    const { id: price } = await stripe.prices.create({
      currency: 'usd',
      product_data: { name: 'Free' },
      recurring: { interval: 'week' },
      unit_amount: 0,
    });
    const { id } = await stripe.subscriptions.create({ customer: customer.id, items: [{ price }] });
    await stripe.testHelpers.testClocks.advance(clock.id, { frozen_time: frozen + 14 * day });
    expect((await stripe.invoices.list({ subscription: id })).data.map(({ created }) => created)).toEqual([
      frozen + 14 * day,
      frozen + 7 * day,
      frozen,
    ]);
    expect(await refusal(bench.stripe.testHelpers.testClocks.retrieve(clock.id))).toMatchObject({ statusCode: 404 });
  });

  it.each(['instant', 'real'] as const)('needs no help from a clock that is %s', async (mode) => {
    const bench = await testBench({ clock: mode });
    const { clock, subscription } = await onClock(bench);
    await advance(bench, clock.id, frozen + month + hour);
    expect((await invoicesOf(bench, subscription.id))[0]?.status).toBe('paid');
  });
});

describe('DELETE /v1/test_helpers/test_clocks/:id', () => {
  it('takes its customers along and ends their subscriptions', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { clock, customer, subscription } = await onClock(bench);
    const told = await toldBy(bench, async () => {
      expect(await stripe.testHelpers.testClocks.del(clock.id)).toEqual({
        id: clock.id,
        object: 'test_helpers.test_clock',
        deleted: true,
      });
    });
    expect(told).toEqual(['customer.deleted', 'customer.subscription.deleted', 'test_helpers.test_clock.deleted']);
    expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ deleted: true });
    expect((await stripe.subscriptions.retrieve(subscription.id)).status).toBe('canceled');
    expect(await refusal(stripe.testHelpers.testClocks.retrieve(clock.id))).toMatchObject({ statusCode: 404 });
  });

  it('happens by itself after thirty days', async () => {
    const bench = await testBench();
    const { id } = await clockAt(bench);
    await bench.sandbox.advance('30d');
    expect(await refusal(bench.stripe.testHelpers.testClocks.retrieve(id))).toMatchObject({ statusCode: 404 });
  });
});

describe('the outside action fail', () => {
  it('breaks a clock, which can only be deleted then', async () => {
    const bench = await testBench();
    const { id } = await clockAt(bench);
    const told = await toldBy(bench, () => bench.sandbox.act(id, 'fail'));
    expect(told).toContain('test_helpers.test_clock.internal_failure');
    expect(await bench.stripe.testHelpers.testClocks.retrieve(id)).toMatchObject({ status: 'internal_failure' });
    expect(await refusal(advance(bench, id, frozen + hour))).toMatchObject({ statusCode: 400 });
    expect(await bench.stripe.testHelpers.testClocks.del(id)).toMatchObject({ deleted: true });
  });
});
