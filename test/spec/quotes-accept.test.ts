import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { eventsOf, payingCustomer } from './billed-customer.ts';
import { refusal, type TestBench, testBench } from './harness.ts';
import { quoteOf, recurringPrice } from './quoted-customer.ts';

async function accepted(bench: TestBench, params: Stripe.QuoteCreateParams = {}): Promise<Stripe.Quote> {
  const { id } = await quoteOf(bench, params);
  await bench.stripe.quotes.finalizeQuote(id);
  return bench.stripe.quotes.accept(id);
}

const hour = 3600;

describe('the calls of the guides', () => {
  it('create with price_data.product_data, finalize, accept', async () => {
    const { stripe } = await testBench();
    const customer = await stripe.customers.create({ email: 'ada@example.com' });
    const draft = await stripe.quotes.create({
      customer: customer.id,
      line_items: [
        // Stripe's types know no `product_data` here.
        {
          price_data: { currency: 'usd', product_data: { name: 'Consulting' }, unit_amount: 5000 },
          quantity: 2,
        } as object,
      ],
    });
    expect(draft).toMatchObject({ status: 'draft', amount_total: 10_000 });
    const open = await stripe.quotes.finalizeQuote(draft.id);
    expect(open.number).toMatch(/^QT-[A-Z0-9]+-0001-1$/);
    const quote = await stripe.quotes.accept(draft.id);
    expect(quote).toMatchObject({ status: 'accepted', subscription: null });
    const invoice = await stripe.invoices.retrieve(String(quote.invoice));
    expect(invoice).toMatchObject({ status: 'draft', amount_due: 10_000 });
    expect(invoice.lines.data).toMatchObject([{ amount: 10_000, description: 'Consulting', quantity: 2 }]);
  });
});

describe('POST /v1/quotes/:id/accept with one-time lines', () => {
  it('leaves a draft invoice that nobody advances', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const customer = await payingCustomer(bench);
    const quote = await accepted(bench, {
      customer: customer.id,
      collection_method: 'send_invoice',
      invoice_settings: { days_until_due: 7, footer: 'Thanks', custom_fields: [{ name: 'PO', value: '12' }] },
    });
    expect(quote.status_transitions.accepted_at).toBe(quote.created);
    const invoice = await stripe.invoices.retrieve(String(quote.invoice));
    expect(invoice).toMatchObject({
      auto_advance: false,
      automatically_finalizes_at: null,
      billing_reason: 'quote_accept',
      collection_method: 'send_invoice',
      custom_fields: [{ name: 'PO', value: '12' }],
      customer: customer.id,
      due_date: quote.created + 7 * 86_400,
      footer: 'Thanks',
      parent: { type: 'quote_details', quote_details: { quote: quote.id } },
      status: 'draft',
      total: 2198,
    });
    await bench.sandbox.advance('2h');
    expect((await stripe.invoices.retrieve(invoice.id)).status).toBe('draft');
    expect((await stripe.invoices.finalizeInvoice(invoice.id)).status).toBe('open');
    expect((await stripe.invoices.pay(invoice.id)).status).toBe('paid');
  });

  it('tells of the invoice before the quote', async () => {
    const bench = await testBench();
    const { id } = await quoteOf(bench);
    await bench.stripe.quotes.finalizeQuote(id);
    const events = await eventsOf(bench, () => bench.stripe.quotes.accept(id));
    expect(events).toEqual(['customer.updated', 'invoiceitem.created', 'invoice.created', 'quote.accepted']);
    const { data } = await bench.stripe.events.list({ type: 'quote.*' });
    expect(data.map(({ type }) => type)).toEqual(['quote.accepted', 'quote.finalized', 'quote.created']);
    for (const event of data) expect(event.data).not.toHaveProperty('previous_attributes');
  });

  it('bills exactly what was quoted, discounts and taxes included', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const third = await stripe.coupons.create({ percent_off: 33.3, duration: 'once' });
    const some = await stripe.coupons.create({ amount_off: 101, currency: 'usd', duration: 'forever' });
    const rates = { display_name: 'VAT', percentage: 19 };
    const added = await stripe.taxRates.create({ ...rates, inclusive: false });
    const within = await stripe.taxRates.create({ ...rates, inclusive: true });
    const { id: product } = await stripe.products.create({ name: 'Widget' });
    const line = (unit_amount: number) => ({ price_data: { currency: 'usd', product, unit_amount } });
    const quote = await accepted(bench, {
      line_items: [
        { ...line(333), quantity: 7, discounts: [{ coupon: third.id }], tax_rates: [within.id] },
        { ...line(1001), tax_rates: [added.id, within.id] },
        line(77),
      ],
      discounts: [{ coupon: some.id }],
      default_tax_rates: [added.id],
    });
    const invoice = await stripe.invoices.retrieve(String(quote.invoice));
    expect(invoice.total).toBe(quote.amount_total);
    expect(invoice.lines.data.map(({ amount }) => amount)).toEqual([2331, 1001, 77]);
    const taken = invoice.total_discount_amounts?.reduce((sum, { amount }) => sum + amount, 0);
    expect(taken).toBe(quote.total_details.amount_discount);
    expect((invoice.total_taxes ?? []).reduce((sum, { amount }) => sum + amount, 0)).toBe(
      quote.total_details.amount_tax,
    );
    expect((await stripe.coupons.retrieve(third.id)).times_redeemed).toBe(1);
  });

  it('changes nothing when a coupon is used up meanwhile', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const single = await stripe.coupons.create({ percent_off: 5, duration: 'once', max_redemptions: 1 });
    const { id } = await quoteOf(bench, { discounts: [{ coupon: single.id }] });
    await stripe.quotes.finalizeQuote(id);
    await accepted(bench, { discounts: [{ coupon: single.id }] });
    const before = await bench.eventTypes();
    expect(await refusal(stripe.quotes.accept(id))).toMatchObject({ code: 'coupon_expired' });
    expect(await bench.eventTypes()).toEqual(before);
    expect((await stripe.quotes.retrieve(id)).status).toBe('open');
  });
});

describe('POST /v1/quotes/:id/accept with recurring lines', () => {
  it('begins a subscription whose first invoice advances after an hour', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const customer = await payingCustomer(bench);
    const monthly = await recurringPrice(bench, 1500);
    const product = String(monthly.product);
    const quote = await accepted(bench, {
      customer: customer.id,
      line_items: [{ price: monthly.id, quantity: 2 }, { price_data: { currency: 'usd', product, unit_amount: 900 } }],
      invoice_settings: { footer: 'Thanks' },
      subscription_data: { description: 'Two seats', metadata: { team: 'a' } },
    });
    expect(quote.computed.upfront.amount_total).toBe(3900);
    const subscription = await stripe.subscriptions.retrieve(String(quote.subscription));
    expect(subscription).toMatchObject({
      currency: 'usd',
      customer: customer.id,
      description: 'Two seats',
      invoice_settings: { footer: 'Thanks', issuer: { type: 'self' } },
      latest_invoice: quote.invoice,
      metadata: { team: 'a' },
      status: 'active',
    });
    expect(subscription.items.data).toMatchObject([
      {
        price: { id: monthly.id },
        plan: { id: monthly.id, amount: 1500 },
        quantity: 2,
        current_period_start: quote.created,
      },
    ]);
    const invoice = await stripe.invoices.retrieve(String(quote.invoice));
    expect(invoice).toMatchObject({
      auto_advance: true,
      automatically_finalizes_at: quote.created + hour,
      footer: 'Thanks',
      billing_reason: 'subscription_create',
      parent: { subscription_details: { subscription: subscription.id } },
      status: 'draft',
      total: 3900,
    });
    expect(invoice.lines.data.map(({ amount, description }) => [amount, description])).toEqual([
      [900, 'Gold'],
      [3000, '2 × Gold (at $15.00 / month)'],
    ]);
    await bench.sandbox.advance('1h');
    expect((await stripe.invoices.retrieve(invoice.id)).status).toBe('paid');
    const { data } = await stripe.subscriptions.list({ customer: customer.id });
    expect(data.map(({ id }) => id)).toEqual([subscription.id]);
  });

  it('tells of subscription, invoice and quote in this order', async () => {
    const bench = await testBench();
    const { id: price } = await recurringPrice(bench, 1500);
    const { id } = await quoteOf(bench, { line_items: [{ price }] });
    await bench.stripe.quotes.finalizeQuote(id);
    const events = await eventsOf(bench, () => bench.stripe.quotes.accept(id));
    expect(events).toEqual(['customer.updated', 'customer.subscription.created', 'invoice.created', 'quote.accepted']);
  });

  it('applies discounts and taxes to the first invoice', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { id: price } = await recurringPrice(bench, 1999, { interval: 'month', interval_count: 3 });
    const months = await stripe.coupons.create({ percent_off: 15, duration: 'repeating', duration_in_months: 3 });
    const always = await stripe.coupons.create({ percent_off: 5, duration: 'forever' });
    const vat = await stripe.taxRates.create({ display_name: 'VAT', inclusive: false, percentage: 7.7 });
    const quote = await accepted(bench, {
      line_items: [{ price, quantity: 3, discounts: [{ coupon: months.id }], tax_rates: [vat.id] }],
      discounts: [{ coupon: always.id }],
    });
    expect(quote.computed.recurring).toMatchObject({ interval: 'month', interval_count: 3, amount_subtotal: 5997 });
    const invoice = await stripe.invoices.retrieve(String(quote.invoice));
    expect(invoice.total).toBe(quote.amount_total);
    expect(invoice.total).toBeLessThan(5997);
    expect(invoice.lines.data[0]?.description).toBe('3 × Gold (at $19.99 / every 3 months)');
    const subscription = await stripe.subscriptions.retrieve(String(quote.subscription), { expand: ['discounts'] });
    expect(subscription.discounts).toMatchObject([{ source: { coupon: always.id }, subscription: subscription.id }]);
  });

  it('bills metered prices nothing upfront', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { id: meter } = await stripe.billing.meters.create({
      display_name: 'Requests',
      event_name: 'requests',
      default_aggregation: { formula: 'sum' },
    });
    const { id: price } = await recurringPrice(bench, 10, { interval: 'month', usage_type: 'metered', meter });
    expect(await refusal(quoteOf(bench, { line_items: [{ price, quantity: 2 }] }))).toMatchObject({
      param: 'line_items[0][quantity]',
    });
    const quote = await accepted(bench, { line_items: [{ price }] });
    expect(quote).toMatchObject({ amount_total: 0, computed: { recurring: { amount_total: 0 } } });
    const { items } = await stripe.subscriptions.retrieve(String(quote.subscription));
    expect(items.data).toMatchObject([{ price: { id: price } }]);
    expect(items.data[0]).not.toHaveProperty('quantity');
  });

  it.each([
    ['month', 1, 31 * 86_400],
    ['week', 2, 14 * 86_400],
    ['year', 1, 365 * 86_400],
  ] as const)('counts a period of a %s, times %i', async (interval, interval_count, length) => {
    const bench = await testBench();
    const { id: price } = await recurringPrice(bench, 1000, { interval, interval_count });
    const quote = await accepted(bench, { line_items: [{ price }] });
    const { items } = await bench.stripe.subscriptions.retrieve(String(quote.subscription));
    const [item] = items.data;
    expect((item?.current_period_end ?? 0) - (item?.current_period_start ?? 0)).toBe(length);
  });

  it('ends a month that begins on the 31st with the last day of the next', async () => {
    const bench = await testBench();
    await bench.sandbox.advance('30d');
    const { id: price } = await recurringPrice(bench, 1000);
    const quote = await accepted(bench, { line_items: [{ price }] });
    const { items } = await bench.stripe.subscriptions.retrieve(String(quote.subscription));
    const [
      { current_period_start: start, current_period_end: end } = { current_period_start: 0, current_period_end: 0 },
    ] = items.data;
    expect(new Date(start * 1000).toISOString()).toMatch(/^2026-01-31/);
    expect(new Date(end * 1000).toISOString()).toMatch(/^2026-02-28/);
  });
});
