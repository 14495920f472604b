import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { payingCustomer } from './billed-customer.ts';
import { refusal, testBench } from './harness.ts';
import { recurringPrice } from './quoted-customer.ts';
import { day, hour, invoicesOf, linesOf, subscribed, toldBy } from './subscribed-customer.ts';

const paidAtOnce = [
  'payment_intent.created',
  'charge.succeeded',
  'payment_intent.succeeded',
  'customer.updated',
  'invoice.created',
  'invoice.finalized',
  'invoice.paid',
  'invoice.payment_succeeded',
  'customer.subscription.created',
];

const invoiceIn = ({ latest_invoice }: Stripe.Subscription): Stripe.Invoice => {
  if (latest_invoice === null || typeof latest_invoice === 'string') throw new Error('not expanded');
  return latest_invoice;
};

describe('POST /v1/subscriptions', () => {
  it('charges the first period and tells of it in the recorded order', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const customer = await payingCustomer(bench);
    const { id: price } = await recurringPrice(bench, 1500);
    let subscription: Stripe.Subscription | undefined;
    const told = await toldBy(bench, async () => {
      subscription = await stripe.subscriptions.create({
        customer: customer.id,
        items: [{ price, quantity: 2 }],
        metadata: { plan: 'gold' },
        expand: ['latest_invoice.payments', 'latest_invoice.confirmation_secret'],
      });
    });
    expect(told).toEqual(paidAtOnce);
    const start = subscription?.created ?? 0;
    expect(subscription).toMatchObject({
      billing_cycle_anchor: start,
      billing_mode: { type: 'flexible', flexible: { proration_discounts: 'included' }, updated_at: start },
      cancel_at: null,
      cancellation_details: { comment: null, feedback: null, reason: null },
      collection_method: 'charge_automatically',
      currency: 'usd',
      invoice_settings: { issuer: { type: 'self' } },
      metadata: { plan: 'gold' },
      payment_settings: { save_default_payment_method: 'off' },
      start_date: start,
      status: 'active',
      trial_settings: { end_behavior: { missing_payment_method: 'create_invoice' } },
    });
    expect(subscription?.items.data).toMatchObject([
      { current_period_start: start, current_period_end: start + 31 * day, price: { id: price }, quantity: 2 },
    ]);
    const invoice = invoiceIn(subscription as Stripe.Subscription);
    expect(invoice).toMatchObject({
      amount_paid: 3000,
      attempt_count: 1,
      attempted: true,
      auto_advance: false,
      billing_reason: 'subscription_create',
      confirmation_secret: { type: 'payment_intent' },
      next_payment_attempt: null,
      parent: {
        type: 'subscription_details',
        subscription_details: { metadata: { plan: 'gold' }, subscription: subscription?.id },
      },
      period_end: start,
      period_start: start,
      status: 'paid',
    });
    expect(invoice.lines.data).toMatchObject([
      {
        amount: 3000,
        description: '2 × Gold (at $15.00 / month)',
        parent: {
          type: 'subscription_item_details',
          subscription_item_details: { subscription_item: subscription?.items.data[0]?.id, proration: false },
        },
        period: { start, end: start + 31 * day },
        pricing: { price_details: { price }, unit_amount_decimal: expect.anything() },
        quantity: 2,
      },
    ]);
    const intent = await stripe.paymentIntents.retrieve(String(invoice.payments?.data[0]?.payment.payment_intent));
    expect(intent).toMatchObject({ description: 'Subscription creation', setup_future_usage: 'off_session' });
  });

  it('leaves a declined first payment open, and expires after 23 hours', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const customer = await payingCustomer(bench, 'pm_card_chargeCustomerFail');
    const { id: price } = await recurringPrice(bench, 1500);
    let id = '';
    const told = await toldBy(bench, async () => {
      const made = await stripe.subscriptions.create({ customer: customer.id, items: [{ price }] });
      expect(made.status).toBe('incomplete');
      id = made.id;
    });
    expect(told).toEqual([
      'payment_intent.created',
      'charge.failed',
      'payment_intent.payment_failed',
      'customer.updated',
      'invoice.created',
      'invoice.finalized',
      'invoice.payment_failed',
      'customer.subscription.created',
    ]);
    const [invoice] = await invoicesOf(bench, id);
    expect(invoice).toMatchObject({ status: 'open', attempt_count: 1, next_payment_attempt: null });
    await bench.sandbox.advance('22h');
    expect((await stripe.subscriptions.retrieve(id)).status).toBe('incomplete');
    const expiry = await toldBy(bench, () => bench.sandbox.advance('2h'));
    expect(expiry).toEqual([
      'customer.subscription.updated',
      'invoice.updated',
      'invoice.voided',
      'payment_intent.canceled',
    ]);
    const expired = await stripe.subscriptions.retrieve(id);
    expect(expired.status).toBe('incomplete_expired');
    expect(expired.ended_at).toBe(expired.created + 23 * hour);
  });

  it('refuses a declined payment altogether with error_if_incomplete', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const customer = await payingCustomer(bench, 'pm_card_chargeCustomerFail');
    const { id: price } = await recurringPrice(bench, 1500);
    const before = await bench.eventTypes();
    const params = { customer: customer.id, items: [{ price }], payment_behavior: 'error_if_incomplete' as const };
    expect(await refusal(stripe.subscriptions.create(params))).toMatchObject({
      statusCode: 402,
      code: 'card_declined',
    });
    expect(await bench.eventTypes()).toEqual(before);
    expect((await stripe.subscriptions.list({ status: 'all' })).data).toEqual([]);
    expect((await stripe.invoices.list()).data).toEqual([]);
  });

  it('waits for the payment of whoever holds the secret with default_incomplete', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const customer = await stripe.customers.create({});
    const { id: price } = await recurringPrice(bench, 1500);
    const subscription = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price }],
      payment_behavior: 'default_incomplete',
      payment_settings: { save_default_payment_method: 'on_subscription' },
      expand: ['latest_invoice.confirmation_secret', 'latest_invoice.payments'],
    });
    expect(subscription.status).toBe('incomplete');
    const invoice = invoiceIn(subscription);
    expect(invoice).toMatchObject({ attempted: false, attempt_count: 0, status: 'open' });
    const intent = String(invoice.payments?.data[0]?.payment.payment_intent);
    expect(invoice.confirmation_secret?.client_secret).toMatch(`${intent}_secret_`);
    const told = await toldBy(bench, () => stripe.paymentIntents.confirm(intent, { payment_method: 'pm_card_visa' }));
    expect(told).toEqual([
      'payment_method.attached',
      'charge.succeeded',
      'payment_intent.succeeded',
      'invoice.updated',
      'invoice.paid',
      'invoice.payment_succeeded',
      'customer.subscription.updated',
    ]);
    const active = await stripe.subscriptions.retrieve(subscription.id);
    expect(active.status).toBe('active');
    const { payment_method } = await stripe.paymentIntents.retrieve(intent);
    expect(active.default_payment_method).toBe(payment_method);
  });

  it('needs a payment method where something is due', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { id: customer } = await stripe.customers.create({});
    const { id: price } = await recurringPrice(bench, 1500);
    expect(await refusal(stripe.subscriptions.create({ customer, items: [{ price }] }))).toMatchObject({
      statusCode: 400,
      code: 'resource_missing',
      message: expect.stringMatching(/^This customer has no attached payment source or default payment method/),
    });
    const { id: free } = await recurringPrice(bench, 0);
    const subscription = await stripe.subscriptions.create({ customer, items: [{ price: free }] });
    expect(subscription.status).toBe('active');
    expect((await invoicesOf(bench, subscription.id))[0]).toMatchObject({ status: 'paid', total: 0 });
  });

  it('asks for a payment method to be set up when default_incomplete has nothing to charge', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { id: customer } = await stripe.customers.create({});
    const { id: price } = await recurringPrice(bench, 1500);
    const { id, status, pending_setup_intent } = await stripe.subscriptions.create({
      customer,
      items: [{ price }],
      payment_behavior: 'default_incomplete',
      trial_period_days: 7,
    });
    expect(status).toBe('trialing');
    await stripe.setupIntents.confirm(String(pending_setup_intent), {
      payment_method: 'pm_card_visa',
      return_url: 'https://example.com',
    });
    const ready = await stripe.subscriptions.retrieve(id);
    expect(ready.pending_setup_intent).toBeNull();
    expect(ready.default_payment_method).toMatch(/^pm_/);
  });

  it('sends an invoice instead of charging with send_invoice', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const customer = await payingCustomer(bench);
    const { id: price } = await recurringPrice(bench, 1500);
    const subscription = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price }],
      collection_method: 'send_invoice',
      days_until_due: 14,
    });
    expect(subscription).toMatchObject({ status: 'active', days_until_due: 14 });
    const [draft] = await invoicesOf(bench, subscription.id);
    expect(draft).toMatchObject({ status: 'draft', auto_advance: true, collection_method: 'send_invoice' });
    await bench.sandbox.advance('1h');
    expect((await stripe.invoices.retrieve(draft?.id ?? '')).status).toBe('open');
    const told = await toldBy(bench, () => bench.sandbox.advance('14d'));
    expect(told).toEqual(['customer.updated', 'customer.subscription.updated']);
    expect((await stripe.subscriptions.retrieve(subscription.id)).status).toBe('past_due');
    expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ delinquent: true });
    await stripe.invoices.pay(draft?.id ?? '', { paid_out_of_band: true });
    expect((await stripe.subscriptions.retrieve(subscription.id)).status).toBe('active');
    expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ delinquent: false });
  });

  it('puts one-time items and what waits for the customer onto the first invoice', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const customer = await payingCustomer(bench);
    const { id: price } = await recurringPrice(bench, 1500);
    const shirt = await stripe.prices.create({
      currency: 'usd',
      unit_amount: 700,
      product_data: { name: 'T-Shirt' },
    });
    await stripe.invoiceItems.create({ customer: customer.id, amount: 55, currency: 'usd', description: 'Waited' });
    const { id, created } = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price }],
      add_invoice_items: [{ price: shirt.id, quantity: 2 }],
    });
    const [invoice] = await invoicesOf(bench, id);
    expect(invoice && linesOf(invoice)).toEqual([
      ['Waited', 55],
      ['T-Shirt', 1400],
      ['1 × Gold (at $15.00 / month)', 1500],
    ]);
    expect(invoice?.lines.data[1]?.period).toEqual({ start: created, end: created + 31 * day });
  });

  it('applies discounts and tax rates, and forgets a coupon that is used up', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const once = await stripe.coupons.create({ percent_off: 50, duration: 'once' });
    const always = await stripe.coupons.create({ percent_off: 10, duration: 'forever' });
    const vat = await stripe.taxRates.create({ display_name: 'VAT', inclusive: false, percentage: 20 });
    const { subscription } = await subscribed(bench, {
      discounts: [{ coupon: once.id }, { coupon: always.id }],
      default_tax_rates: [vat.id],
    });
    const { discounts } = await stripe.subscriptions.retrieve(subscription.id, { expand: ['discounts'] });
    expect(discounts).toMatchObject([{ source: { coupon: always.id }, subscription: subscription.id }]);
    await bench.sandbox.advance('32d');
    const [second, first] = await invoicesOf(bench, subscription.id);
    expect([first?.total, second?.total]).toEqual([540, 1080]);
    expect(subscription.default_tax_rates).toMatchObject([{ id: vat.id }]);
  });

  it.each([
    [{ items: [] }, { message: 'A subscription must have at least one active plan.' }],
    [{ items: [{ price: 'price_nope' }] }, { param: 'items[0][price]', code: 'resource_missing' }],
    [{ items: [{ quantity: 2 }] }, { param: 'items[0]', code: 'parameter_missing' }],
    [{ trial_end: 1 }, { param: 'trial_end' }],
    [{ trial_end: 1_800_000_000, trial_period_days: 3 }, { code: 'parameters_exclusive' }],
    [{ trial_period_days: 731 }, { param: 'trial_period_days' }],
    [{ billing_cycle_anchor: 1_900_000_000 }, { param: 'billing_cycle_anchor' }],
    [{ backdate_start_date: 1_900_000_000 }, { param: 'backdate_start_date' }],
    [{ days_until_due: 3 }, { param: 'days_until_due' }],
    [{ cancel_at: 5 }, { param: 'cancel_at' }],
    [{ cancel_at: 1_900_000_000, cancel_at_period_end: true }, { code: 'parameters_exclusive' }],
    [{ default_payment_method: 'pm_card_visa' }, { param: 'default_payment_method' }],
    [{ application_fee_percent: 5 }, { param: 'application_fee_percent' }],
    [{ payment_behavior: 'pending_if_incomplete' }, { param: 'payment_behavior' }],
    [{ discounts: [{ coupon: 'nope' }] }, { param: 'discounts[0][coupon]' }],
    [{ customer: 'cus_nope' }, { param: 'customer', code: 'resource_missing' }],
  ])('refuses %j', async (wrong, expected) => {
    const bench = await testBench();
    const customer = await payingCustomer(bench);
    const { id: price } = await recurringPrice(bench, 1500);
    const before = await bench.eventTypes();
    const params = { customer: customer.id, items: [{ price }], ...wrong } as Stripe.SubscriptionCreateParams;
    expect(await refusal(bench.stripe.subscriptions.create(params))).toMatchObject(expected);
    expect(await bench.eventTypes()).toEqual(before);
  });

  it('refuses a second currency while the first one lasts', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { customer, subscription } = await subscribed(bench);
    const euro = await stripe.prices.create({
      currency: 'eur',
      unit_amount: 900,
      recurring: { interval: 'month' },
      product_data: { name: 'Gold' },
    });
    const create = () => stripe.subscriptions.create({ customer: customer.id, items: [{ price: euro.id }] });
    const message =
      'You cannot combine currencies on a single customer. This customer has an active subscription, subscription schedule, discount, quote, or invoice item with currency usd';
    expect(await refusal(create())).toMatchObject({ statusCode: 400, message });
    const phases = [{ items: [{ price: euro.id }] }];
    expect(
      await refusal(stripe.subscriptionSchedules.create({ customer: customer.id, start_date: 'now', phases })),
    ).toMatchObject({ message });
    expect(
      await refusal(stripe.invoiceItems.create({ customer: customer.id, amount: 5, currency: 'eur' })),
    ).toMatchObject({ message });
    await stripe.subscriptions.cancel(subscription.id);
    expect((await create()).currency).toBe('eur');
  });

  it('takes recurring prices once each, and of one interval in the classic mode', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { id: customer } = await payingCustomer(bench);
    const { id: monthly, product } = await recurringPrice(bench, 1500);
    const { id: yearly } = await recurringPrice(bench, 9000, { interval: 'year' });
    const { id: oneTime } = await stripe.prices.create({ currency: 'usd', unit_amount: 5, product: String(product) });
    const create = (items: Stripe.SubscriptionCreateParams.Item[], type: 'classic' | 'flexible' = 'flexible') =>
      stripe.subscriptions.create({ customer, items, billing_mode: { type } });
    expect(await refusal(create([{ price: oneTime }]))).toMatchObject({
      message: expect.stringContaining('`type=recurring`'),
      param: 'items[0][price]',
    });
    expect(await refusal(create([{ price: monthly }, { price: monthly }]))).toMatchObject({ param: 'items' });
    expect(await refusal(create([{ price: monthly }, { price: yearly }], 'classic'))).toMatchObject({
      message:
        'Currency and interval fields must match across all plans on this subscription. Found mismatch in interval field.',
    });
    const { items, created } = await create([{ price: monthly }, { price: yearly }]);
    expect(items.data.map((item) => item.current_period_end - created)).toEqual([31 * day, 365 * day]);
  });
});

describe('the anchor of the cycle', () => {
  const start = Date.UTC(2026, 0, 1) / 1000;

  it('bills the part of the month until a later anchor', async () => {
    const bench = await testBench();
    const anchor = start + 10 * day;
    const { subscription } = await subscribed(bench, { billing_cycle_anchor: anchor }, 3100);
    expect(subscription.billing_cycle_anchor).toBe(anchor);
    expect(subscription.items.data[0]?.current_period_end).toBe(anchor);
    await bench.sandbox.advance('11d');
    const [second, first] = await invoicesOf(bench, subscription.id);
    // The period that ends on 11 January began on 11 December.
    expect([first?.total, second?.total]).toEqual([1000, 3100]);
    expect(second?.lines.data[0]?.period).toEqual({ start: anchor, end: Date.UTC(2026, 1, 11) / 1000 });
  });

  it('is free until then without proration', async () => {
    const bench = await testBench();
    const { subscription } = await subscribed(bench, {
      billing_cycle_anchor_config: { day_of_month: 15, hour: 0, minute: 0, second: 0 },
      proration_behavior: 'none',
    });
    expect(subscription.billing_cycle_anchor).toBe(Date.UTC(2026, 0, 15) / 1000);
    expect((await invoicesOf(bench, subscription.id))[0]?.total).toBe(0);
  });

  it('lies in the past of a subscription that is backdated', async () => {
    const bench = await testBench();
    const past = Date.UTC(2025, 10, 16) / 1000;
    const { subscription } = await subscribed(bench, { backdate_start_date: past });
    expect(subscription).toMatchObject({ start_date: past, billing_cycle_anchor: past });
    const [invoice] = await invoicesOf(bench, subscription.id);
    expect(invoice?.lines.data).toMatchObject([
      { description: '1 × Gold (at $10.00 / month)', amount: 1000, period: { start: past, end: past + 30 * day } },
      { description: '1 × Gold (at $10.00 / month)', amount: 1000, period: { start: past + 30 * day } },
    ]);
    const classic = await subscribed(bench, { backdate_start_date: past, billing_mode: { type: 'classic' } });
    const [one] = await invoicesOf(bench, classic.subscription.id);
    expect(one && linesOf(one)).toEqual([
      ['Time on Gold from 16 Nov 2025 until 16 Dec 2025', 1000],
      ['1 × Gold (at $10.00 / month)', 1000],
    ]);
    const free = await subscribed(bench, { backdate_start_date: past, proration_behavior: 'none' });
    expect((await invoicesOf(bench, free.subscription.id))[0]?.total).toBe(1000);
  });
});

describe('GET /v1/subscriptions', () => {
  it('leaves out those that are canceled, unless asked for', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { customer, price, subscription } = await subscribed(bench);
    const other = await stripe.subscriptions.create({ customer: customer.id, items: [{ price: price.id }] });
    await stripe.subscriptions.cancel(subscription.id);
    const ids = async (params: Stripe.SubscriptionListParams) =>
      (await stripe.subscriptions.list(params)).data.map(({ id }) => id);
    expect(await ids({})).toEqual([other.id]);
    expect(await ids({ status: 'all' })).toEqual([other.id, subscription.id]);
    expect(await ids({ status: 'ended' })).toEqual([subscription.id]);
    expect(await ids({ price: price.id, customer: customer.id })).toEqual([other.id]);
    expect(await ids({ price: 'price_nope' })).toEqual([]);
    expect(await ids({ current_period_end: { gt: other.created + 40 * day } })).toEqual([]);
    expect(await refusal(stripe.subscriptions.list({ customer: 'cus_nope' }))).toMatchObject({ param: 'customer' });
  });
});
