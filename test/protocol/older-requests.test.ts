/** Parameters that older versions took, as requests of theirs, and requests that name no version, send them. */
import { describe, expect, it } from 'vitest';
import { testBench } from '../spec/harness.ts';
import { at, line } from './at-version.ts';

const acacia = '2025-02-24.acacia';
const newest = '2026-10-28.endive';

describe.each([acacia, undefined])('at %s', (version) => {
  it('invoice items and lines are sent a price, or a unit amount', async () => {
    const ask = await at(version);
    const customer = await ask('/v1/customers', '');
    const price = await ask('/v1/prices', 'currency=usd&unit_amount=700&product_data[name]=x');
    const priced = await ask('/v1/invoiceitems', `customer=${customer.id}&price=${price.id}`);
    expect(priced).toMatchObject({ amount: 700 });
    const counted = await ask('/v1/invoiceitems', `customer=${customer.id}&currency=usd&unit_amount=50&quantity=3`);
    expect(counted).toMatchObject({ amount: 150, quantity: 3 });
    const invoice = await ask('/v1/invoices', `customer=${customer.id}&pending_invoice_items_behavior=include`);
    const more = await ask(`/v1/invoices/${invoice.id}/add_lines`, `lines[0][price]=${price.id}`);
    expect(more.total).toBe(1550);
  });

  it('a credit note is sent the refund that it goes with', async () => {
    const ask = await at(version);
    const customer = await ask('/v1/customers', '');
    const method = await ask('/v1/payment_methods/pm_card_visa/attach', `customer=${customer.id}`);
    const invoice = await ask('/v1/invoices', `customer=${customer.id}&default_payment_method=${method.id}`);
    await ask('/v1/invoiceitems', `customer=${customer.id}&invoice=${invoice.id}&amount=900&currency=usd`);
    await ask(`/v1/invoices/${invoice.id}/pay`, '');
    const [{ payment_intent }] = (await ask('/v1/charges')).data;
    const refund = await ask('/v1/refunds', `payment_intent=${payment_intent}&amount=300`);
    const note = await ask('/v1/credit_notes', `invoice=${invoice.id}&amount=300&refund=${refund.id}`);
    expect(note).toMatchObject(
      version === acacia ? { refund: refund.id } : { refunds: [{ refund: refund.id, amount_refunded: 300 }] },
    );
  });
});

describe.each(['2022-11-15', undefined])('at %s', (version) => {
  it('Checkout is sent shipping rates, the coupon of a subscription, and older names of its places', async () => {
    const ask = await at(version);
    const rate = await ask(
      '/v1/shipping_rates',
      'display_name=Post&type=fixed_amount&fixed_amount[amount]=300&fixed_amount[currency]=usd',
    );
    const session = await ask(
      '/v1/checkout/sessions',
      `mode=payment&success_url=https://example.com&ui_mode=hosted&shipping_rates[0]=${rate.id}&shipping_address_collection[allowed_countries][0]=US&${line}`,
    );
    expect(session).toMatchObject({
      shipping_options: [{ shipping_rate: rate.id, shipping_amount: 300 }],
      ui_mode: version === undefined ? 'hosted_page' : 'hosted',
    });
    const coupon = await ask('/v1/coupons', 'percent_off=50&duration=once');
    const recurring = `${line}&line_items[0][price_data][recurring][interval]=month`;
    const subscribing = await ask(
      '/v1/checkout/sessions',
      `mode=subscription&success_url=https://example.com&subscription_data[coupon]=${coupon.id}&${recurring}`,
    );
    expect(subscribing).toMatchObject({ amount_total: 250 });
  });

  it('products have features, and goods what described them', async () => {
    const ask = await at(version);
    const product = await ask('/v1/products', 'name=Gold&features[0][name]=Shiny&caption=x&attributes[0]=size');
    expect(product).toMatchObject(
      version === undefined
        ? { marketing_features: [{ name: 'Shiny' }] }
        : { features: [{ name: 'Shiny' }], attributes: [] },
    );
  });

  it('invoices have rendering options', async () => {
    const ask = await at(version);
    const customer = await ask('/v1/customers', '');
    const invoice = await ask(
      '/v1/invoices',
      `customer=${customer.id}&rendering_options[amount_tax_display]=include_inclusive_tax&pending_invoice_items_behavior=include_and_require`,
    );
    const options = { amount_tax_display: 'include_inclusive_tax' };
    expect(invoice).toMatchObject(version === undefined ? { rendering: options } : { rendering_options: options });
  });

  it('endpoints may ask for events that nothing sends any more', async () => {
    const ask = await at(version);
    const endpoint = await ask('/v1/webhook_endpoints', 'url=https://example.com/hook&enabled_events[0]=sku.created');
    expect(endpoint.enabled_events).toEqual(['sku.created']);
  });

  it('what has no effect is taken', async () => {
    const ask = await at(version);
    const options = 'payment_method_options[card_present][request_incremental_authorization]=true';
    expect(await ask('/v1/payment_intents', `amount=500&currency=usd&${options}`)).toMatchObject({ amount: 500 });
    expect(await ask('/v1/balance_transactions?available_on[gt]=1')).toMatchObject({ object: 'list' });
  });
});

it('alerts have a filter and a threshold before acacia', async () => {
  const ask = await at('2024-06-20');
  const meter = await ask('/v1/billing/meters', 'display_name=m&event_name=e&default_aggregation[formula]=sum');
  const customer = await ask('/v1/customers', '');
  const alert = await ask(
    '/v1/billing/alerts',
    `alert_type=usage_threshold&title=t&filter[customer]=${customer.id}&usage_threshold_config[gte]=5&usage_threshold_config[meter]=${meter.id}&usage_threshold_config[recurrence]=one_time`,
  );
  expect(alert).toMatchObject({
    filter: { customer: customer.id },
    usage_threshold_config: { gte: 5, meter: meter.id },
  });
});

describe('newer versions refuse', () => {
  it.each([
    ['/v1/invoiceitems', 'customer=cus_1&price=price_1', 'price'],
    ['/v1/credit_notes', 'invoice=in_1&refund=re_1', 'refund'],
    ['/v1/products', 'name=x&features[0][name]=y', 'features'],
    ['/v1/checkout/sessions', `mode=payment&ui_mode=hosted&${line}`, 'ui_mode'],
    ['/v1/checkout/sessions', `mode=payment&shipping_rates[0]=shr_1&${line}`, 'shipping_rates'],
    ['/v1/invoices', 'customer=cus_1&rendering_options[amount_tax_display]=none', 'rendering_options'],
    ['/v1/webhook_endpoints', 'url=https://example.com/hook&enabled_events[0]=sku.created', 'enabled_events[0]'],
    ['/v1/subscriptions', 'customer=cus_1&coupon=c', 'coupon'],
    ['/v1/plans', 'currency=usd&interval=month&product=prod_1&aggregate_usage=sum', 'aggregate_usage'],
  ])('%s with %s', async (path, body, param) => {
    const ask = await at(newest);
    expect((await ask(path, body)).error).toMatchObject({ type: 'invalid_request_error', param });
  });
});

describe('what is not said', () => {
  it.each([
    ['2023-10-16', 'automatic'],
    ['2024-04-10', 'automatic_async'],
    [undefined, 'automatic_async'],
  ])('at %s: a payment is captured by %s', async (version, method) => {
    const ask = await at(version);
    expect((await ask('/v1/payment_intents', 'amount=500&currency=usd')).capture_method).toBe(method);
  });

  it.each([
    ['2023-10-16', '', 'automatic'],
    ['2023-10-16', '&payment_intent_data[capture_method]=manual', 'manual'],
    ['2024-04-10', '', 'automatic_async'],
    [undefined, '', 'automatic_async'],
  ])('at %s: Checkout%s captures by %s', async (version, more, method) => {
    const { call, sandbox } = await testBench();
    const headers: Record<string, string> = version === undefined ? {} : { 'stripe-version': version };
    const body = `mode=payment&success_url=https://example.com&${line}${more}`;
    const { id } = (await call('POST', '/v1/checkout/sessions', { headers, body })).body;
    await sandbox.act(id, 'complete', { payment_method: 'pm_card_visa' });
    const { payment_intent: intent } = (await call('GET', `/v1/checkout/sessions/${id}?expand[]=payment_intent`)).body;
    expect(intent.capture_method).toBe(method);
  });

  it('follows the default version where requests name none', async () => {
    const ask = await at(undefined, { apiVersion: '2023-10-16' });
    expect(await ask('/v1/payment_intents', 'amount=500&currency=usd')).toMatchObject({
      capture_method: 'automatic',
      invoice: null,
    });
  });

  it.each([
    ['2025-08-27.basil', 'classic'],
    ['2025-09-30.clover', 'flexible'],
  ])('at %s: a subscription is billed in the %s mode', async (version, type) => {
    const ask = await at(version);
    const customer = await ask('/v1/customers', '');
    const price = await ask('/v1/prices', 'currency=usd&unit_amount=0&product_data[name]=x&recurring[interval]=month');
    const subscription = await ask('/v1/subscriptions', `customer=${customer.id}&items[0][price]=${price.id}`);
    expect(subscription.billing_mode.type).toBe(type);
  });

  it.each([
    ['2025-08-27.basil', 'classic'],
    ['2025-09-30.clover', 'flexible'],
  ])('at %s: Checkout makes a subscription in the %s mode', async (version, type) => {
    const bench = await testBench();
    const headers = { 'stripe-version': version };
    const body = `mode=subscription&success_url=https://example.com&${line}&line_items[0][price_data][recurring][interval]=month`;
    const { body: session } = await bench.call('POST', '/v1/checkout/sessions', { headers, body });
    await bench.sandbox.act(session.id, 'complete');
    const [subscription] = (await bench.stripe.subscriptions.list()).data;
    expect(subscription?.billing_mode.type).toBe(type);
  });
});

describe('the cycle of a subscription', () => {
  it.each(['2026-08-26.dahlia', '2024-06-20', undefined])('at %s: begins anew by a word', async (version) => {
    const { call, sandbox, stripe } = await testBench();
    const headers: Record<string, string> = version === undefined ? {} : { 'stripe-version': version };
    const { id: customer } = await stripe.customers.create({
      payment_method: 'pm_card_visa',
      invoice_settings: { default_payment_method: 'pm_card_visa' },
    });
    const { id: price } = await stripe.prices.create({
      currency: 'usd',
      unit_amount: 1000,
      product_data: { name: 'x' },
      recurring: { interval: 'month' },
    });
    const { id, billing_cycle_anchor: before } = await stripe.subscriptions.create({ customer, items: [{ price }] });
    await sandbox.advance('3d');
    const preview = `subscription=${id}&subscription_details[billing_cycle_anchor]=now&subscription_details[proration_behavior]=none`;
    const { body: next } = await call('POST', '/v1/invoices/create_preview', { headers, body: preview });
    expect(next.total).toBe(1000);
    const body = 'billing_cycle_anchor=now&proration_behavior=none';
    const { body: updated } = await call('POST', `/v1/subscriptions/${id}`, { headers, body });
    expect(updated.billing_cycle_anchor).toBe(before + 3 * 86_400);
  });

  it('begins anew in an upcoming invoice too', async () => {
    const { call, sandbox, stripe } = await testBench();
    const { id: customer } = await stripe.customers.create({
      payment_method: 'pm_card_visa',
      invoice_settings: { default_payment_method: 'pm_card_visa' },
    });
    const recurring = { interval: 'month' } as const;
    const price_data = {
      currency: 'usd',
      unit_amount: 1000,
      product: (await stripe.products.create({ name: 'x' })).id,
    };
    const items = [{ price_data: { ...price_data, recurring } }];
    const billing_mode = { type: 'classic' } as const;
    const { id } = await stripe.subscriptions.create({ customer, items, billing_mode });
    await sandbox.advance('3d');
    const query = `subscription=${id}&subscription_billing_cycle_anchor=now&subscription_proration_behavior=none`;
    const headers = { 'stripe-version': acacia };
    const { body } = await call('GET', `/v1/invoices/upcoming?${query}`, { headers });
    expect([body.total, body.created]).toEqual([1000, sandbox.now()]);
  });
});

describe('iterations of a phase', () => {
  const start = Date.UTC(2026, 0, 31) / 1000;

  async function withPrice(version?: string) {
    const ask = await at(version);
    const recurring = 'recurring[interval]=month&recurring[interval_count]=2';
    const price = await ask('/v1/prices', `currency=usd&unit_amount=700&product_data[name]=x&${recurring}`);
    const customer = await ask('/v1/customers', '');
    const phase = (index: number, more: string) => `phases[${index}][items][0][price]=${price.id}${more}`;
    const schedule = (...phases: string[]) =>
      ask('/v1/subscription_schedules', `customer=${customer.id}&start_date=${start}&${phases.join('&')}`);
    return { ask, phase, schedule };
  }

  it.each(['2025-08-27.basil', undefined])('at %s: are as many intervals of its price', async (version) => {
    const { ask, phase, schedule } = await withPrice(version);
    const { id, phases } = await schedule(phase(0, '&phases[0][iterations]=3'), phase(1, ''));
    const ends = [Date.UTC(2026, 6, 31) / 1000, Date.UTC(2026, 8, 30) / 1000];
    expect(phases.map((each) => each.end_date)).toEqual(ends);
    const updated = await ask(
      `/v1/subscription_schedules/${id}`,
      `${phase(0, `&phases[0][start_date]=${start}&phases[0][iterations]=1`)}`,
    );
    expect(updated.phases.map((each) => each.end_date)).toEqual([Date.UTC(2026, 2, 31) / 1000]);
  });

  it.each([
    ['&phases[0][iterations]=0', 'phases[0][iterations]'],
    ['&phases[0][iterations]=400', 'phases[0][iterations]'],
    ['&phases[0][iterations]=1000000000000', 'phases[0][iterations]'],
    ['&phases[0][iterations]=x', 'phases[0][iterations]'],
    [`&phases[0][iterations]=2&phases[0][end_date]=${start + 86_400}`, 'phases[0][end_date]'],
    ['&phases[0][iterations]=2&phases[0][duration][interval]=month', 'phases[0][duration]'],
  ])('are refused where they say nothing, or too much: %s', async (more, param) => {
    const { phase, schedule } = await withPrice('2024-06-20');
    const { error } = await schedule(phase(0, more));
    expect(error).toMatchObject({ type: 'invalid_request_error', param });
  });
});

describe('what newer versions ask for', () => {
  it('is not asked of older ones', async () => {
    const ask = await at('2023-10-16');
    const reader = await ask(
      '/v1/terminal/readers/tmr_1/process_setup_intent',
      'setup_intent=seti_1&customer_consent_collected=true',
    );
    expect(reader.error.code).toBe('resource_missing');
    const adjustment = await ask('/v1/billing/meter_event_adjustments', 'event_name=e&cancel[identifier]=x');
    expect(adjustment.error?.code).not.toBe('parameter_missing');
    const risks = 'risk_assessment[card_testing_risk][risk_level]=low';
    const authorization = await ask('/v1/test_helpers/issuing/authorizations', `card=ic_1&amount=100&${risks}`);
    expect(authorization.error?.code).not.toBe('parameter_missing');
  });
});
