/** What customers may change of their subscriptions in the portal, and how it waits. */
import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { payingCustomer } from './billed-customer.ts';
import { type TestBench, testBench } from './harness.ts';

type Features = Stripe.BillingPortal.ConfigurationCreateParams.Features;
type Updates = Partial<Stripe.BillingPortal.ConfigurationCreateParams.Features.SubscriptionUpdate>;

async function press({ emulator }: TestBench, url: string, fields: Record<string, string> = {}): Promise<Response> {
  return emulator.fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
}

/** Gold, silver and bronze: each costs less than the one before. The last is billed by usage. */
async function tiersOf({ stripe }: TestBench) {
  const { id: product } = await stripe.products.create({ name: 'Plan' });
  const tier = (unit_amount: number, recurring: object = {}): Promise<Stripe.Price> =>
    stripe.prices.create({ currency: 'usd', product, recurring: { interval: 'month', ...recurring }, unit_amount });
  const { id: meter } = await stripe.billing.meters.create({
    default_aggregation: { formula: 'sum' },
    display_name: 'Calls',
    event_name: 'calls',
  });
  return {
    gold: await tier(900),
    silver: await tier(500),
    bronze: await tier(200),
    usage: await tier(1, { meter, usage_type: 'metered' }),
  };
}

type Tiers = Awaited<ReturnType<typeof tiersOf>>;

async function planOf(
  paramsOf: (tiers: Tiers) => Partial<Stripe.SubscriptionCreateParams> = () => ({}),
  updates: Updates = {},
) {
  const bench = await testBench();
  const { stripe } = bench;
  const { id: customer } = await payingCustomer(bench);
  const tiers = await tiersOf(bench);
  const product = String(tiers.gold.product);
  const items = [{ price: tiers.gold.id }];
  const subscription = await stripe.subscriptions.create({ customer, items, ...paramsOf(tiers) });
  const { id: configuration } = await stripe.billingPortal.configurations.create({
    features: {
      subscription_update: {
        default_allowed_updates: ['price'],
        enabled: true,
        products: [
          {
            adjustable_quantity: { enabled: true },
            prices: Object.values(tiers).map(({ id }) => id),
            product,
          },
        ],
        schedule_at_period_end: { conditions: [{ type: 'decreasing_item_amount' }] },
        ...updates,
      },
    },
  });
  const { url } = await stripe.billingPortal.sessions.create({ configuration, customer });
  return {
    ...tiers,
    bench,
    page: `${url}/subscriptions/${subscription.id}/update`,
    now: (): Promise<Stripe.Subscription> => stripe.subscriptions.retrieve(subscription.id),
    async prices(): Promise<string[]> {
      const { items: present } = await stripe.subscriptions.retrieve(subscription.id);
      return present.data.map(({ price }) => price.id);
    },
  };
}

describe('a downgrade that waits in the portal', () => {
  it('waits again when the one before it has come', async () => {
    const { bench, gold, silver, bronze, page, prices } = await planOf();
    await press(bench, page, { price: silver.id });
    expect(await prices()).toEqual([gold.id]);
    await bench.sandbox.advance('31d2h');
    expect(await prices()).toEqual([silver.id]);
    expect((await press(bench, page, { price: bronze.id })).status).toBe(303);
    expect(await prices()).toEqual([silver.id]);
    await bench.sandbox.advance('31d2h');
    expect(await prices()).toEqual([bronze.id]);
  });

  it('leaves the terms of the subscription as they are, then and now', async () => {
    const { bench, silver, page, now, prices } = await planOf(() => ({
      collection_method: 'send_invoice',
      days_until_due: 14,
    }));
    const { stripe } = bench;
    const coupon = await stripe.coupons.create({ duration: 'forever', percent_off: 10 });
    const rate = await stripe.taxRates.create({ display_name: 'VAT', inclusive: false, percentage: 19 });
    const { id } = await now();
    await stripe.subscriptions.update(id, { default_tax_rates: [rate.id], discounts: [{ coupon: coupon.id }] });
    const terms = async () => {
      const { collection_method, days_until_due, default_tax_rates, discounts } = await now();
      return { collection_method, days_until_due, discounts, rates: (default_tax_rates ?? []).map((each) => each.id) };
    };
    const before = await terms();
    expect([before.discounts.length, before.rates]).toEqual([1, [rate.id]]);
    await press(bench, page, { price: silver.id });
    expect(await terms()).toEqual(before);
    await bench.sandbox.advance('31d2h');
    expect(await prices()).toEqual([silver.id]);
    expect(await terms()).toEqual(before);
  });

  it('leaves a coupon for one invoice to the first one after the trial', async () => {
    const { bench, silver, page, now, prices } = await planOf(() => ({ trial_period_days: 10 }));
    const { stripe } = bench;
    const coupon = await stripe.coupons.create({ duration: 'once', percent_off: 10 });
    const { id } = await now();
    await stripe.subscriptions.update(id, { discounts: [{ coupon: coupon.id }] });
    await press(bench, page, { price: silver.id });
    await bench.sandbox.advance('10d2h');
    expect(await prices()).toEqual([silver.id]);
    const { data } = await stripe.invoices.list({ subscription: id });
    expect(data.map(({ total }) => total)).toEqual([450, 0]);
    expect((await now()).discounts).toEqual([]);
  });

  it('goes on without a discount that ends meanwhile', async () => {
    const { bench, silver, page, now, prices } = await planOf();
    const { stripe } = bench;
    const coupon = await stripe.coupons.create({ duration: 'repeating', duration_in_months: 1, percent_off: 10 });
    await bench.sandbox.advance('14d');
    await stripe.subscriptions.update((await now()).id, { discounts: [{ coupon: coupon.id }] });
    await bench.sandbox.advance('18d');
    await press(bench, page, { price: silver.id });
    expect((await now()).discounts).toHaveLength(1);
    await bench.sandbox.advance('29d');
    expect(await prices()).toEqual([silver.id]);
    expect((await now()).discounts).toEqual([]);
  });

  it('goes on without a discount that is taken off meanwhile', async () => {
    const { bench, silver, page, now, prices } = await planOf();
    const { stripe } = bench;
    const coupon = await stripe.coupons.create({ duration: 'forever', percent_off: 10 });
    await stripe.subscriptions.update((await now()).id, { discounts: [{ coupon: coupon.id }] });
    await press(bench, page, { price: silver.id });
    await stripe.subscriptions.deleteDiscount((await now()).id);
    await bench.sandbox.advance('32d');
    expect(await prices()).toEqual([silver.id]);
    expect((await now()).discounts).toEqual([]);
  });

  it('keeps what is billed by usage beside it', async () => {
    const { bench, silver, usage, page, prices } = await planOf(({ gold, usage: beside }) => ({
      items: [{ price: gold.id, quantity: 2 }, { price: beside.id }],
    }));
    expect((await press(bench, page, { price: silver.id })).status).toBe(303);
    await bench.sandbox.advance('31d2h');
    expect(await prices()).toEqual([silver.id, usage.id]);
  });

  it('goes from a number of them to what is billed by usage', async () => {
    const { bench, gold, usage, page, prices } = await planOf(({ gold: each }) => ({
      items: [{ price: each.id, quantity: 2 }],
    }));
    expect((await press(bench, page, { price: usage.id })).status).toBe(303);
    expect(await prices()).toEqual([gold.id]);
    await bench.sandbox.advance('31d2h');
    expect(await prices()).toEqual([usage.id]);
  });
});

describe('the plans of the portal', () => {
  it('are the present one where only the quantity may change', async () => {
    const { bench, gold, silver, page, now, prices } = await planOf(undefined, {
      default_allowed_updates: ['quantity'],
    });
    const shown = await (await bench.emulator.fetch(page)).text();
    expect([shown.includes(gold.id), shown.includes(silver.id)]).toEqual([true, false]);
    expect((await press(bench, page, { price: silver.id })).status).toBe(400);
    expect(await prices()).toEqual([gold.id]);
    await press(bench, page, { price: gold.id, quantity: '3' });
    expect((await now()).items.data[0]?.quantity).toBe(3);
  });
});

describe('pauses in the portal', () => {
  async function pausable() {
    const bench = await testBench();
    const { stripe } = bench;
    const { id: customer } = await payingCustomer(bench);
    const { gold } = await tiersOf(bench);
    const { id } = await stripe.subscriptions.create({ customer, items: [{ price: gold.id }] });
    const features: Features = { subscription_pause: { enabled: true }, subscription_cancel: { enabled: true } };
    const { id: configuration } = await stripe.billingPortal.configurations.create({ features });
    const { url } = await stripe.billingPortal.sessions.create({ configuration, customer });
    return {
      bench,
      id,
      url,
      page: `${url}/subscriptions/${id}`,
      now: (): Promise<Stripe.Subscription> => stripe.subscriptions.retrieve(id),
      home: async (): Promise<string> => (await bench.emulator.fetch(`${url}?home=1`)).text(),
      forbid: () =>
        stripe.billingPortal.configurations.update(configuration, {
          features: { subscription_pause: { enabled: false } },
        }),
    };
  }

  it('end by hand only where the configuration allows them', async () => {
    const { bench, page, now, home, forbid } = await pausable();
    await press(bench, `${page}/pause`);
    expect(await home()).toContain('Resume subscription');
    await forbid();
    expect(await home()).not.toContain('Resume subscription');
    expect((await press(bench, `${page}/unpause`)).status).toBe(400);
    expect((await now()).pause_collection).not.toBeNull();
  });

  it('do not begin anew while one lasts', async () => {
    const { bench, page, now } = await pausable();
    await press(bench, `${page}/pause`);
    const { pause_collection: before } = await now();
    await bench.sandbox.advance('2d');
    expect((await press(bench, `${page}/pause`)).status).toBe(400);
    expect((await now()).pause_collection).toEqual(before);
  });

  it('are not for subscriptions that are about to end', async () => {
    const { bench, page, now } = await pausable();
    await press(bench, `${page}/cancel`);
    expect((await press(bench, `${page}/pause`)).status).toBe(400);
    expect((await now()).pause_collection).toBeNull();
  });
});
