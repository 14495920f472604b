/** Whatever is done to subscriptions in whatever order: nothing crashes, and invoices add up. */
import fc from 'fast-check';
import Stripe from 'stripe';
import { expect, it } from 'vitest';
import { type TestBench, testBench } from './harness.ts';
import { recurringPrice } from './quoted-customer.ts';
import { day } from './subscribed-customer.ts';

const behaviors = ['create_prorations', 'none', 'always_invoice'] as const;
const payments = ['allow_incomplete', 'default_incomplete', 'error_if_incomplete', 'pending_if_incomplete'] as const;

interface World {
  readonly bench: TestBench;
  readonly clock: string;
  readonly customer: string;
  readonly prices: readonly string[];
  readonly coupon: string;
}

type Choice = { readonly [K in 'price' | 'quantity' | 'behavior' | 'payment' | 'days']: number } & {
  readonly card: string;
};

const pick = <T>(list: readonly T[], at: number): T => list[at % list.length] as T;

/** The subscription that was made last, whatever became of it. */
async function latest({ bench, customer }: World): Promise<Stripe.Subscription | undefined> {
  return (await bench.stripe.subscriptions.list({ customer, status: 'all', limit: 1 })).data[0];
}

type Act = (world: World, subscription: Stripe.Subscription, choice: Choice) => Promise<unknown>;

const acts: Record<string, Act> = {
  change: ({ bench: { stripe }, prices }, { id, items }, { price, quantity, behavior, payment }) =>
    stripe.subscriptions.update(id, {
      items: [{ id: items.data[0]?.id, price: pick(prices, price), quantity }],
      payment_behavior: pick(payments, payment),
      proration_behavior: pick(behaviors, behavior),
    }),
  add: ({ bench: { stripe }, prices }, { id }, { price, quantity, behavior }) =>
    stripe.subscriptionItems.create({
      subscription: id,
      price: pick(prices, price),
      quantity,
      proration_behavior: pick(behaviors, behavior),
    }),
  drop: ({ bench: { stripe } }, { items }, { behavior }) =>
    stripe.subscriptionItems.del(items.data.at(-1)?.id ?? '', { proration_behavior: pick(behaviors, behavior) }),
  discount: ({ bench: { stripe }, coupon }, { id }, { quantity }) =>
    stripe.subscriptions.update(id, { discounts: quantity % 2 === 0 ? '' : [{ coupon }] }),
  anchor: ({ bench: { stripe } }, { id }, { behavior }) =>
    stripe.subscriptions.update(id, {
      billing_cycle_anchor: { type: 'now' },
      proration_behavior: pick(behaviors, behavior),
    }),
  trial: ({ bench: { stripe }, clock }, { id }, { days }) =>
    stripe.testHelpers.testClocks
      .retrieve(clock)
      .then(({ frozen_time }) => stripe.subscriptions.update(id, { trial_end: frozen_time + days * day })),
  endTrial: ({ bench: { stripe } }, { id }) => stripe.subscriptions.update(id, { trial_end: 'now' }),
  stop: ({ bench: { stripe } }, { id, cancel_at_period_end }) =>
    stripe.subscriptions.update(id, { cancel_at_period_end: !cancel_at_period_end }),
  cancel: ({ bench: { stripe } }, { id }, { quantity }) =>
    stripe.subscriptions.cancel(id, { invoice_now: quantity % 2 === 0, prorate: quantity > 2 }),
  pause: ({ bench: { stripe } }, { id }) => stripe.subscriptions.pause(id),
  resume: ({ bench: { stripe } }, { id }) => stripe.subscriptions.resume(id),
  keep: ({ bench: { stripe } }, { id }, { behavior }) =>
    stripe.subscriptions.update(id, {
      pause_collection: behavior === 0 ? '' : { behavior: behavior === 1 ? 'void' : 'keep_as_draft' },
    }),
  schedule: ({ bench: { stripe } }, { id }) => stripe.subscriptionSchedules.create({ from_subscription: id }),
  preview: ({ bench: { stripe }, prices }, { id, items }, { price, behavior }) =>
    stripe.invoices.createPreview({
      subscription: id,
      subscription_details: {
        items: [{ id: items.data[0]?.id, price: pick(prices, price) }],
        proration_behavior: pick(behaviors, behavior),
      },
    }),
  pay: ({ bench: { stripe } }, { latest_invoice }) => stripe.invoices.pay(String(latest_invoice)),
  card: async ({ bench: { stripe }, customer }, _, { card }) => {
    const { id } = await stripe.paymentMethods.attach(card, { customer });
    await stripe.customers.update(customer, { invoice_settings: { default_payment_method: id } });
  },
  advance: async ({ bench: { stripe }, clock }, _, { days }) => {
    const { frozen_time } = await stripe.testHelpers.testClocks.retrieve(clock);
    await stripe.testHelpers.testClocks.advance(clock, { frozen_time: frozen_time + days * day });
  },
};

async function world(): Promise<World> {
  const bench = await testBench();
  const { stripe } = bench;
  const clock = await stripe.testHelpers.testClocks.create({ frozen_time: Date.UTC(2027, 0, 31) / 1000 });
  const customer = await stripe.customers.create({
    invoice_settings: { default_payment_method: 'pm_card_visa' },
    payment_method: 'pm_card_visa',
    test_clock: clock.id,
  });
  const rhythms = [{ interval: 'month' }, { interval: 'month' }, { interval: 'week' }, { interval: 'year' }] as const;
  const prices: string[] = [];
  for (const [at, rhythm] of rhythms.entries()) prices.push((await recurringPrice(bench, 999 * at, rhythm)).id);
  const coupon = await stripe.coupons.create({ percent_off: 33.3, duration: 'once' });
  return { bench, clock: clock.id, customer: customer.id, prices, coupon: coupon.id };
}

const sum = (all: readonly { readonly amount: number }[] | null): number =>
  (all ?? []).reduce((total, { amount }) => total + amount, 0);

function checkInvoice(invoice: Stripe.Invoice): void {
  const { id, lines, subtotal, total, amount_due, amount_paid, amount_remaining, starting_balance } = invoice;
  const discounts = sum(invoice.total_discount_amounts);
  expect(sum(lines.data), id).toBe(subtotal);
  expect(subtotal - discounts, id).toBe(total);
  expect(amount_remaining, id).toBeGreaterThanOrEqual(0);
  if (invoice.status === 'draft') return;
  // What is too small to be charged goes to the balance of the customer.
  const due = Math.max(0, total + starting_balance);
  expect(due < 50 ? 0 : due, id).toBe(amount_due);
  if (invoice.status === 'paid') expect(amount_paid, id).toBe(amount_due);
  else expect(amount_due - amount_paid, id).toBe(amount_remaining);
}

const running = ['active', 'past_due', 'trialing', 'unpaid'];

async function checkWorld({ bench: { stripe }, clock, customer }: World): Promise<void> {
  const { frozen_time, status } = await stripe.testHelpers.testClocks.retrieve(clock);
  expect(status).toBe('ready');
  for (const invoice of (await stripe.invoices.list({ customer, limit: 100 })).data) checkInvoice(invoice);
  for (const subscription of (await stripe.subscriptions.list({ customer, status: 'all' })).data) {
    expect(subscription.items.data.length, subscription.status).toBeGreaterThan(0);
    for (const { current_period_end: end, current_period_start: begin } of subscription.items.data) {
      expect(end).toBeGreaterThan(begin);
      // No renewal was missed.
      if (running.includes(subscription.status)) expect(end).toBeGreaterThan(frozen_time);
    }
  }
}

/** Refusals are answers; anything else is a defect. */
async function attempt(action: () => Promise<unknown>): Promise<void> {
  try {
    await action();
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError) || (error.statusCode ?? 500) >= 500) throw error;
  }
}

const choice: fc.Arbitrary<Choice> = fc.record({
  price: fc.nat(3),
  quantity: fc.nat(4),
  behavior: fc.nat(2),
  payment: fc.nat(3),
  days: fc.integer({ min: 1, max: 20 }),
  card: fc.constantFrom('pm_card_visa', 'pm_card_chargeCustomerFail', 'pm_card_authenticationRequired'),
});

it('random changes and a moving clock leave invoices that add up', { timeout: 30_000 }, async () => {
  const step = fc.record({ act: fc.constantFrom(...Object.keys(acts), 'advance', 'advance'), choice });
  await fc.assert(
    fc.asyncProperty(choice, fc.array(step, { minLength: 3, maxLength: 12 }), async (first, steps) => {
      const made = await world();
      const { stripe } = made.bench;
      await attempt(() =>
        stripe.subscriptions.create({
          customer: made.customer,
          items: [{ price: pick(made.prices, first.price), quantity: first.quantity }],
          payment_behavior: pick(payments.slice(0, 3), first.payment),
          ...(first.behavior === 2 && { trial_period_days: first.days }),
        }),
      );
      for (const { act, choice: made_ } of steps) {
        const subscription = await latest(made);
        if (subscription !== undefined) await attempt(async () => acts[act]?.(made, subscription, made_));
      }
      await checkWorld(made);
    }),
    { numRuns: 12, seed: 42 },
  );
});
