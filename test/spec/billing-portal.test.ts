import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { payingCustomer } from './billed-customer.ts';
import { refusal, type TestBench, testBench } from './harness.ts';

async function priceOf({ stripe }: TestBench, amount: number, product?: string): Promise<Stripe.Price> {
  return stripe.prices.create({
    currency: 'usd',
    unit_amount: amount,
    recurring: { interval: 'month' },
    ...(product === undefined ? { product_data: { name: 'Plan' } } : { product }),
  });
}

interface Subscriber {
  readonly customer: string;
  readonly subscription: Stripe.Subscription;
  readonly item: string;
  readonly price: Stripe.Price;
}

async function subscriber(
  bench: TestBench,
  params: Partial<Stripe.SubscriptionCreateParams> = {},
): Promise<Subscriber> {
  const { id: customer } = await payingCustomer(bench);
  const price = await priceOf(bench, 900);
  const items = [{ price: price.id }];
  const subscription = await bench.stripe.subscriptions.create({ customer, items, ...params });
  return { customer, subscription, item: String(subscription.items.data[0]?.id), price };
}

const everything = (price: Stripe.Price, other: Stripe.Price): Stripe.BillingPortal.ConfigurationCreateParams => ({
  business_profile: { headline: 'Your plan' },
  features: {
    customer_update: { enabled: true, allowed_updates: ['email', 'name'] },
    invoice_history: { enabled: true },
    payment_method_update: { enabled: true },
    subscription_cancel: { enabled: true, mode: 'immediately' },
    subscription_update: {
      enabled: true,
      default_allowed_updates: ['price'],
      products: [{ product: String(price.product), prices: [price.id, other.id] }],
    },
  },
});

describe('POST /v1/billing_portal/configurations', () => {
  it('allows what it names, and nothing else', async () => {
    const bench = await testBench();
    const configuration = await bench.stripe.billingPortal.configurations.create({
      features: { invoice_history: { enabled: true }, subscription_cancel: { enabled: true } },
      default_return_url: 'https://shop.example/account',
      metadata: { tier: 'basic' },
    });
    expect(configuration).toMatchObject({
      active: true,
      business_profile: { headline: null },
      default_return_url: 'https://shop.example/account',
      features: {
        customer_update: { allowed_updates: [], enabled: false },
        invoice_history: { enabled: true },
        payment_method_update: { enabled: false },
        subscription_cancel: { enabled: true, mode: 'at_period_end', proration_behavior: 'none' },
        subscription_update: { enabled: false },
      },
      is_default: false,
      login_page: { enabled: false, url: null },
      metadata: { tier: 'basic' },
    });
    expect(await bench.eventTypes()).toEqual(['billing_portal.configuration.created']);
  });

  it('changes a feature at a time', async () => {
    const bench = await testBench();
    const { id } = await bench.stripe.billingPortal.configurations.create({
      features: { invoice_history: { enabled: true } },
    });
    const updated = await bench.stripe.billingPortal.configurations.update(id, {
      active: false,
      features: { payment_method_update: { enabled: true } },
    });
    expect(updated).toMatchObject({
      active: false,
      features: { invoice_history: { enabled: true }, payment_method_update: { enabled: true } },
    });
    expect((await bench.eventTypes()).at(-1)).toBe('billing_portal.configuration.updated');
  });

  it.each<[string, Stripe.BillingPortal.ConfigurationCreateParams.Features, string]>([
    ['updates of nothing', { customer_update: { enabled: true } }, 'features[customer_update][allowed_updates]'],
    [
      'plans without products',
      { subscription_update: { enabled: true, default_allowed_updates: ['price'] } },
      'features[subscription_update][products]',
    ],
    [
      'an unknown price',
      {
        subscription_update: {
          enabled: true,
          default_allowed_updates: ['price'],
          products: [{ product: 'prod_x', prices: ['price_x'] }],
        },
      },
      'features[subscription_update][products][0][product]',
    ],
  ])('refuses %s', async (_, features, param) => {
    const bench = await testBench();
    expect(await refusal(bench.stripe.billingPortal.configurations.create({ features }))).toMatchObject({ param });
    expect((await bench.stripe.billingPortal.configurations.list()).data).toEqual([]);
  });
});

describe('POST /v1/billing_portal/sessions', () => {
  it('opens the portal with the configuration that the account has by default', async () => {
    const bench = await testBench();
    const { id: customer } = await payingCustomer(bench);
    const session = await bench.stripe.billingPortal.sessions.create({
      customer,
      return_url: 'https://shop.example/account',
    });
    expect(session).toMatchObject({ customer, flow: null, return_url: 'https://shop.example/account' });
    expect(new URL(session.url).pathname).toMatch(/^\/p\/session\/test_\w+$/);
    const configuration = await bench.stripe.billingPortal.configurations.retrieve(String(session.configuration));
    expect(configuration).toMatchObject({ is_default: true, features: { subscription_cancel: { enabled: true } } });
    expect((await bench.eventTypes()).at(-1)).toBe('billing_portal.session.created');
  });

  it('leads straight to one thing', async () => {
    const bench = await testBench();
    const { customer, subscription } = await subscriber(bench);
    const session = await bench.stripe.billingPortal.sessions.create({
      customer,
      flow_data: {
        type: 'subscription_cancel',
        subscription_cancel: { subscription: subscription.id },
        after_completion: { type: 'redirect', redirect: { return_url: 'https://shop.example/bye' } },
      },
    });
    expect(session.flow).toEqual({
      after_completion: {
        hosted_confirmation: null,
        redirect: { return_url: 'https://shop.example/bye' },
        type: 'redirect',
      },
      customer_update: null,
      subscription_cancel: { retention: null, subscription: subscription.id },
      subscription_pause: null,
      subscription_update: null,
      subscription_update_confirm: null,
      type: 'subscription_cancel',
    });
    const answer = await bench.emulator.fetch(session.url, { redirect: 'manual' });
    expect(answer.headers.get('location')).toMatch(new RegExp(`/subscriptions/${subscription.id}/cancel$`));
  });

  it('refuses what the configuration does not allow, and what is not there', async () => {
    const bench = await testBench();
    const { customer, subscription } = await subscriber(bench);
    const { sessions } = bench.stripe.billingPortal;
    const flow = { type: 'subscription_update', subscription_update: { subscription: subscription.id } } as const;
    expect((await refusal(sessions.create({ customer, flow_data: flow }))).message).toBe(
      'This subscription cannot be updated because the subscription update feature in the portal configuration is disabled.',
    );
    expect(await refusal(sessions.create({ customer: 'cus_x' }))).toMatchObject({
      param: 'customer',
      code: 'resource_missing',
    });
    const cancel = { type: 'subscription_cancel', subscription_cancel: { subscription: 'sub_x' } } as const;
    expect(await refusal(sessions.create({ customer, flow_data: cancel }))).toMatchObject({
      param: 'flow_data[subscription_cancel][subscription]',
    });
    const { id: configuration } = await bench.stripe.billingPortal.configurations.create({
      features: { invoice_history: { enabled: true } },
    });
    await bench.stripe.billingPortal.configurations.update(configuration, { active: false });
    expect(await refusal(sessions.create({ customer, configuration }))).toMatchObject({ param: 'configuration' });
  });
});

describe('the portal', () => {
  /** What a browser sends when a button is pressed. */
  async function press({ emulator }: TestBench, url: string, fields: Record<string, string> = {}): Promise<Response> {
    return emulator.fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
  }

  it('cancels a subscription at the end of its period, and takes it back', async () => {
    const bench = await testBench();
    const { customer, subscription } = await subscriber(bench);
    const { url } = await bench.stripe.billingPortal.sessions.create({ customer });
    const page = `${url}/subscriptions/${subscription.id}`;
    expect((await press(bench, `${page}/cancel`, { feedback: 'too_expensive' })).status).toBe(303);
    expect(await bench.stripe.subscriptions.retrieve(subscription.id)).toMatchObject({
      cancel_at: subscription.items.data[0]?.current_period_end,
      cancel_at_period_end: false,
      cancellation_details: { feedback: 'too_expensive' },
      status: 'active',
    });
    await press(bench, `${page}/resume`);
    expect((await bench.stripe.subscriptions.retrieve(subscription.id)).cancel_at).toBeNull();
  });

  it('cancels at the end of the longest period where there are several', async () => {
    const bench = await testBench();
    const { customer, subscription } = await subscriber(bench);
    const recurring = { interval: 'year' } as const;
    const price_data = { currency: 'usd', product: (await bench.stripe.products.create({ name: 'Care' })).id };
    const changed = await bench.stripe.subscriptions.update(subscription.id, {
      items: [{ price_data: { ...price_data, recurring, unit_amount: 100 } }],
    });
    const ends = changed.items.data.map(({ current_period_end: end }) => end);
    expect(new Set(ends).size).toBe(2);
    const { url } = await bench.stripe.billingPortal.sessions.create({ customer });
    await press(bench, `${url}/subscriptions/${subscription.id}/cancel`);
    expect((await bench.stripe.subscriptions.retrieve(subscription.id)).cancel_at).toBe(Math.max(...ends));
  });

  it('cancels at the end of the period itself in the classic billing mode', async () => {
    const bench = await testBench();
    const { customer, subscription } = await subscriber(bench, { billing_mode: { type: 'classic' } });
    const { url } = await bench.stripe.billingPortal.sessions.create({ customer });
    const page = `${url}/subscriptions/${subscription.id}`;
    await press(bench, `${page}/cancel`);
    expect((await bench.stripe.subscriptions.retrieve(subscription.id)).cancel_at_period_end).toBe(true);
    await press(bench, `${page}/resume`);
    expect((await bench.stripe.subscriptions.retrieve(subscription.id)).cancel_at_period_end).toBe(false);
  });

  it('pauses for as long as the configuration offers, and goes on', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { customer, subscription } = await subscriber(bench);
    const configuration = await stripe.billingPortal.configurations.create({
      features: {
        subscription_pause: {
          duration: { interval_options: [{ interval: 'month', interval_count: 2 }], type: 'interval_options' },
          enabled: true,
        },
      },
    });
    const { flow, url } = await stripe.billingPortal.sessions.create({
      configuration: configuration.id,
      customer,
      flow_data: { subscription_pause: { subscription: subscription.id }, type: 'subscription_pause' },
    });
    expect(flow).toMatchObject({ subscription_pause: { subscription: subscription.id }, type: 'subscription_pause' });
    const page = `${url}/subscriptions/${subscription.id}/pause`;
    const visit = await bench.emulator.fetch(url, { redirect: 'manual' });
    expect(visit.headers.get('location')).toMatch(new RegExp(`/subscriptions/${subscription.id}/pause$`));
    expect(await (await bench.emulator.fetch(page)).text()).toContain('2 months');
    await press(bench, page, { duration: '0' });
    expect(await stripe.subscriptions.retrieve(subscription.id)).toMatchObject({
      pause_collection: { behavior: 'void', resumes_at: Date.UTC(2026, 2, 1) / 1000 },
      status: 'active',
    });
    await press(bench, `${url}/subscriptions/${subscription.id}/unpause`);
    expect((await stripe.subscriptions.retrieve(subscription.id)).pause_collection).toBeNull();
  });

  it('pauses a month where nothing else is said, and at most three years', async () => {
    const { stripe } = await testBench();
    const create = (subscription_pause: object) =>
      stripe.billingPortal.configurations.create({ features: { subscription_pause } });
    expect((await create({ enabled: true })).features.subscription_pause).toEqual({
      duration: { interval_options: [{ interval: 'month', interval_count: 1 }], type: 'interval_options' },
      enabled: true,
    });
    const duration = { interval_options: [{ interval: 'year', interval_count: 4 }], type: 'interval_options' };
    expect((await refusal(create({ duration, enabled: true }))).statusCode).toBe(400);
  });

  it('cancels at once where the configuration says so', async () => {
    const bench = await testBench();
    const { customer, subscription, price } = await subscriber(bench);
    const other = await priceOf(bench, 1900, String(price.product));
    const { id: configuration } = await bench.stripe.billingPortal.configurations.create(everything(price, other));
    const { url } = await bench.stripe.billingPortal.sessions.create({ customer, configuration });
    await press(bench, `${url}/subscriptions/${subscription.id}/cancel`);
    expect((await bench.stripe.subscriptions.retrieve(subscription.id)).status).toBe('canceled');
  });

  it('changes the plan, from the page or as a flow has it', async () => {
    const bench = await testBench();
    const { customer, subscription, item, price } = await subscriber(bench);
    const other = await priceOf(bench, 1900, String(price.product));
    const { id: configuration } = await bench.stripe.billingPortal.configurations.create(everything(price, other));
    const { url } = await bench.stripe.billingPortal.sessions.create({ customer, configuration });
    const priceNow = async (): Promise<unknown> =>
      (await bench.stripe.subscriptions.retrieve(subscription.id)).items.data[0]?.price.id;
    await press(bench, `${url}/subscriptions/${subscription.id}/update`, { price: other.id });
    expect(await priceNow()).toBe(other.id);
    const foreign = await press(bench, `${url}/subscriptions/${subscription.id}/update`, { price: 'price_x' });
    expect([foreign.status, await priceNow()]).toEqual([400, other.id]);
    const confirm = await bench.stripe.billingPortal.sessions.create({
      customer,
      configuration,
      flow_data: {
        type: 'subscription_update_confirm',
        subscription_update_confirm: { subscription: subscription.id, items: [{ id: item, price: price.id }] },
        after_completion: { type: 'hosted_confirmation', hosted_confirmation: { custom_message: 'Enjoy' } },
      },
    });
    const answer = await press(bench, `${confirm.url}/subscriptions/${subscription.id}/confirm`);
    expect(await answer.text()).toContain('Enjoy');
    expect(await priceNow()).toBe(price.id);
  });

  it('puts a card on file as the default one', async () => {
    const bench = await testBench();
    const { id: customer } = await bench.stripe.customers.create({ email: 'ada@example.com' });
    const { url } = await bench.stripe.billingPortal.sessions.create({ customer });
    const card = { 'card[number]': '5555555555554444', 'card[expiry]': '12/34', 'card[cvc]': '123', name: 'Ada' };
    await press(bench, `${url}/payment-method`, card);
    const { invoice_settings: settings } = (await bench.stripe.customers.retrieve(customer)) as Stripe.Customer;
    const method = await bench.stripe.paymentMethods.retrieve(String(settings.default_payment_method));
    expect(method).toMatchObject({ customer, card: { brand: 'mastercard' }, billing_details: { name: 'Ada' } });
    const declined = await press(bench, `${url}/payment-method`, { ...card, 'card[number]': '4000000000000002' });
    expect([declined.status, (await declined.text()).includes('Your card was declined.')]).toEqual([402, true]);
    const away = await press(bench, `${url}/payment-method`, { ...card, 'card[number]': '4000002760003184' });
    expect(away.headers.get('location')).toContain('/_emulator/3ds/seti_');
  });

  it('takes a shipping address and a tax id', async () => {
    const bench = await testBench();
    const { customer } = await subscriber(bench);
    const { id: configuration } = await bench.stripe.billingPortal.configurations.create({
      features: { customer_update: { allowed_updates: ['shipping', 'tax_id'], enabled: true } },
    });
    const { url } = await bench.stripe.billingPortal.sessions.create({ customer, configuration });
    const page = await (await bench.emulator.fetch(`${url}/customer`)).text();
    for (const text of ['Shipping address', 'Tax ID']) expect(page).toContain(text);
    await press(bench, `${url}/customer`, {
      'shipping[name]': 'Ada',
      'shipping[line1]': '1 Main St',
      'shipping[country]': 'US',
      tax_id_type: 'eu_vat',
      tax_id: 'DE123456789',
    });
    expect(await bench.stripe.customers.retrieve(customer)).toMatchObject({
      shipping: { address: { country: 'US', line1: '1 Main St' }, name: 'Ada' },
    });
    expect((await bench.stripe.customers.listTaxIds(customer)).data).toMatchObject([{ value: 'DE123456789' }]);
  });

  it('changes what the customer may change, and nothing else', async () => {
    const bench = await testBench();
    const { customer, price } = await subscriber(bench);
    const other = await priceOf(bench, 1900, String(price.product));
    const { id: configuration } = await bench.stripe.billingPortal.configurations.create(everything(price, other));
    const { url } = await bench.stripe.billingPortal.sessions.create({ customer, configuration });
    await press(bench, `${url}/customer`, { name: 'Countess', email: 'countess@example.com', phone: '+1' });
    expect(await bench.stripe.customers.retrieve(customer)).toMatchObject({
      email: 'countess@example.com',
      name: 'Countess',
      phone: null,
    });
  });

  it("keeps out of other customers' affairs", async () => {
    const bench = await testBench();
    const { subscription } = await subscriber(bench);
    const { id: stranger } = await bench.stripe.customers.create({});
    const { url } = await bench.stripe.billingPortal.sessions.create({ customer: stranger });
    expect((await press(bench, `${url}/subscriptions/${subscription.id}/cancel`)).status).toBe(404);
    expect((await bench.stripe.subscriptions.retrieve(subscription.id)).cancel_at).toBeNull();
    expect((await bench.emulator.fetch(url.replace(/test_\w+/, 'test_guess'))).status).toBe(404);
  });

  async function planOf(update: Partial<Stripe.BillingPortal.ConfigurationCreateParams.Features.SubscriptionUpdate>) {
    const bench = await testBench();
    const { customer, subscription, item, price } = await subscriber(bench);
    const cheaper = await priceOf(bench, 500, String(price.product));
    const product = {
      adjustable_quantity: { enabled: true, maximum: 5 },
      prices: [price.id, cheaper.id],
      product: String(price.product),
    };
    const configuration = await bench.stripe.billingPortal.configurations.create({
      features: {
        subscription_update: {
          default_allowed_updates: ['price', 'quantity'],
          enabled: true,
          products: [product],
          ...update,
        },
      },
    });
    const { url } = await bench.stripe.billingPortal.sessions.create({ configuration: configuration.id, customer });
    const page = `${url}/subscriptions/${subscription.id}/update`;
    return { bench, cheaper, item, page, price, subscription };
  }

  it('changes how many there are, within what is offered', async () => {
    const { bench, item, page, price } = await planOf({});
    expect((await press(bench, page, { price: price.id, quantity: '6' })).status).toBe(400);
    await press(bench, page, { price: price.id, quantity: '3' });
    expect((await bench.stripe.subscriptionItems.retrieve(item)).quantity).toBe(3);
  });

  it('waits with what is cheaper until the period ends, where the configuration wants that', async () => {
    const { bench, cheaper, item, page, price, subscription } = await planOf({
      schedule_at_period_end: { conditions: [{ type: 'decreasing_item_amount' }] },
    });
    await press(bench, page, { price: cheaper.id });
    expect((await bench.stripe.subscriptionItems.retrieve(item)).price.id).toBe(price.id);
    await bench.sandbox.advance('31d2h');
    const { items } = await bench.stripe.subscriptions.retrieve(subscription.id);
    expect(items.data.map((each) => each.price.id)).toEqual([cheaper.id]);
  });

  it('begins a new cycle where the configuration says so', async () => {
    const { bench, cheaper, page, subscription } = await planOf({ billing_cycle_anchor: 'now' });
    await bench.sandbox.advance('10d');
    await press(bench, page, { price: cheaper.id });
    const { now } = await bench.sandbox.clock();
    expect((await bench.stripe.subscriptions.retrieve(subscription.id)).billing_cycle_anchor).toBe(now);
  });
});
