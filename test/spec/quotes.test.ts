import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { eventsOf } from './billed-customer.ts';
import { refusal, type TestBench, testBench } from './harness.ts';
import { quoteOf, recurringPrice } from './quoted-customer.ts';

const day = 86_400;

async function openQuote(bench: TestBench, params: Stripe.QuoteCreateParams = {}): Promise<Stripe.Quote> {
  const { id } = await quoteOf(bench, params);
  return bench.stripe.quotes.finalizeQuote(id);
}

describe('POST /v1/quotes', () => {
  it('makes a draft like the recorded one', async () => {
    const bench = await testBench();
    const price = await recurringPrice(bench, 15_000);
    const quote = await quoteOf(bench, { line_items: [{ price: price.id }], description: 'A monthly box' });
    const due = {
      amount_subtotal: 15_000,
      amount_total: 15_000,
      total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    };
    const { id, created, customer, ...rest } = quote;
    expect(id).toMatch(/^qt_/);
    expect(customer).toMatch(/^cus_/);
    expect(rest).toEqual({
      object: 'quote',
      ...due,
      application: null,
      application_fee_amount: null,
      application_fee_percent: null,
      automatic_tax: { enabled: false, liability: null, provider: null, status: null },
      collection_method: 'charge_automatically',
      computed: { recurring: { ...due, interval: 'month', interval_count: 1 }, upfront: due },
      currency: 'usd',
      customer_account: null,
      default_tax_rates: [],
      description: 'A monthly box',
      discounts: [],
      expires_at: created + 30 * day,
      footer: null,
      from_quote: null,
      header: null,
      invoice: null,
      invoice_settings: {
        custom_fields: null,
        days_until_due: null,
        description: null,
        footer: null,
        issuer: { type: 'self' },
      },
      livemode: false,
      metadata: {},
      number: null,
      on_behalf_of: null,
      status: 'draft',
      status_transitions: { accepted_at: null, canceled_at: null, finalized_at: null },
      subscription: null,
      subscription_data: {
        billing_mode: { type: 'flexible' },
        description: null,
        effective_date: null,
        metadata: {},
        trial_period_days: null,
      },
      subscription_schedule: null,
      test_clock: null,
      transfer_data: null,
    });
  });

  it('takes a quote without anything, which has no currency yet', async () => {
    const { stripe } = await testBench();
    expect(await stripe.quotes.create({})).toMatchObject({ amount_total: 0, currency: null, customer: null });
  });

  it.each([
    [{ line_items: [{ quantity: 1 }] }, 'line_items[0]'],
    [{ line_items: [{ price: 'price_nope' }] }, 'line_items[0][price]'],
    [
      { line_items: [{ price_data: { currency: 'usd', product: 'prod_nope', unit_amount: 5 } }] },
      'line_items[0][price_data][product]',
    ],
    [{ expires_at: 1000 }, 'expires_at'],
    [{ customer: 'cus_nope' }, 'customer'],
    [{ discounts: [{ coupon: 'nope' }] }, 'discounts[0][coupon]'],
    [{ default_tax_rates: ['txr_nope'] }, 'default_tax_rates[0]'],
    [{ invoice_settings: { days_until_due: 3 } }, 'invoice_settings[days_until_due]'],
    [{ application_fee_amount: 5 }, 'application_fee_amount'],
    [{ transfer_data: { destination: 'acct_x' } }, 'transfer_data[destination]'],
    [{ subscription_data: { trial_period_days: 731 } }, 'subscription_data[trial_period_days]'],
    [{ subscription_data: { effective_date: 'current_period_end' } }, 'subscription_data[effective_date]'],
    [{ from_quote: { quote: 'qt_nope' } }, 'from_quote[quote]'],
    [{ from_quote: { quote: 'qt_nope' }, header: 'New' }, 'header'],
  ] as [Stripe.QuoteCreateParams, string][])('refuses %j', async (params, param) => {
    const { stripe } = await testBench();
    expect(await refusal(stripe.quotes.create(params))).toMatchObject({ statusCode: 400, param });
  });

  it('refuses lines that do not go together', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const monthly = await recurringPrice(bench, 500);
    const yearly = await recurringPrice(bench, 5000, { interval: 'year' });
    const euro = await stripe.prices.create({ currency: 'eur', unit_amount: 5, product: String(monthly.product) });
    const retired = await stripe.prices.create({ currency: 'usd', unit_amount: 5, product: String(monthly.product) });
    await stripe.prices.update(retired.id, { active: false });
    const refused = async (...prices: string[]): Promise<unknown> =>
      refusal(stripe.quotes.create({ line_items: prices.map((price) => ({ price })) }));
    expect(await refused(monthly.id, yearly.id)).toMatchObject({ param: 'line_items' });
    expect(await refused(monthly.id, euro.id)).toMatchObject({ param: 'line_items[1][price]' });
    expect(await refused(retired.id)).toMatchObject({
      param: 'line_items[0][price]',
      message: 'The price specified is inactive. This field only accepts active prices.',
    });
  });
});

describe('what a quote adds up to', () => {
  it('counts all lines upfront, and those that recur with the discounts that last', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const monthly = await recurringPrice(bench, 1000);
    const forever = await stripe.coupons.create({ percent_off: 10, duration: 'forever' });
    const once = await stripe.coupons.create({ amount_off: 300, currency: 'usd', duration: 'once' });
    const vat = await stripe.taxRates.create({ display_name: 'VAT', inclusive: false, percentage: 20 });
    const product = String(monthly.product);
    const quote = await quoteOf(bench, {
      line_items: [
        { price: monthly.id, quantity: 2, discounts: [{ coupon: forever.id }] },
        { price_data: { currency: 'usd', product, unit_amount: 700 } },
      ],
      discounts: [{ coupon: once.id }],
      default_tax_rates: [vat.id],
      expand: ['line_items', 'total_details.breakdown', 'computed.upfront.line_items'],
    });
    expect(quote.amount_subtotal).toBe(2700);
    expect(quote.total_details).toMatchObject({ amount_discount: 500, amount_shipping: 0, amount_tax: 440 });
    expect(quote.amount_total).toBe(2640);
    expect(quote.computed.recurring).toMatchObject({ amount_subtotal: 2000, amount_total: 2160, interval: 'month' });
    const lines = quote.line_items?.data ?? [];
    expect(
      lines.map((line) => [line.amount_subtotal, line.amount_discount, line.amount_tax, line.amount_total]),
    ).toEqual([
      [2000, 416, 317, 1901],
      [700, 84, 123, 739],
    ]);
    expect(lines.map(({ quantity }) => quantity)).toEqual([2, 1]);
    expect(quote.computed.upfront.line_items?.data.map(({ id }) => id)).toEqual(lines.map(({ id }) => id));
    const again = await stripe.quotes.list({ expand: ['data.computed.upfront.line_items'] });
    expect(again.data[0]?.computed.upfront.line_items?.data).toHaveLength(2);
    expect((await stripe.quotes.retrieve(quote.id)).computed.upfront).not.toHaveProperty('line_items');
    expect(quote.total_details.breakdown?.taxes).toMatchObject([{ amount: 440, rate: { id: vat.id } }]);
    expect(quote.total_details.breakdown?.discounts.map(({ amount }) => amount)).toEqual([200, 300]);
    expect((await stripe.coupons.retrieve(once.id)).times_redeemed).toBe(0);
  });

  it('keeps inclusive tax within the total and taxes nothing of an exempt customer', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const price = await recurringPrice(bench, 1200);
    const vat = await stripe.taxRates.create({ display_name: 'VAT', inclusive: true, percentage: 20 });
    const line_items = [{ price: price.id, tax_rates: [vat.id] }];
    expect(await quoteOf(bench, { line_items })).toMatchObject({
      amount_subtotal: 1200,
      amount_total: 1200,
      total_details: { amount_tax: 200 },
    });
    const { id: customer } = await stripe.customers.create({ tax_exempt: 'exempt' });
    expect(await quoteOf(bench, { customer, line_items })).toMatchObject({ total_details: { amount_tax: 0 } });
  });

  it('refuses tax rates beside automatic tax', async () => {
    const bench = await testBench();
    const vat = await bench.stripe.taxRates.create({ display_name: 'VAT', inclusive: true, percentage: 20 });
    const both = { automatic_tax: { enabled: true }, default_tax_rates: [vat.id] };
    expect(await refusal(quoteOf(bench, both))).toMatchObject({ param: 'default_tax_rates' });
  });
});

describe('POST /v1/quotes/:id', () => {
  it('replaces the lines, keeping those that are named', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const price = await recurringPrice(bench, 1000);
    const { id } = await quoteOf(bench, { line_items: [{ price: price.id }, { price: price.id, quantity: 5 }] });
    const before = (await stripe.quotes.listLineItems(id)).data;
    expect(before.map(({ quantity }) => quantity)).toEqual([1, 5]);
    const kept = before[1]?.id ?? '';
    const quote = await stripe.quotes.update(id, {
      line_items: [
        { price: price.id, quantity: 3 },
        { id: kept, quantity: 2 },
      ],
    });
    expect(quote.amount_total).toBe(5000);
    const after = (await stripe.quotes.listLineItems(id)).data;
    expect(after.map(({ quantity }) => quantity)).toEqual([3, 2]);
    expect(after[1]?.id).toBe(kept);
    expect((await stripe.quotes.listLineItems(id, { limit: 1 })).has_more).toBe(true);
    expect((await stripe.quotes.listComputedUpfrontLineItems(id)).data.map(({ id: line }) => line)).toEqual(
      after.map(({ id: line }) => line),
    );
    const twice = { line_items: [{ id: kept }, { id: kept }] };
    expect(await refusal(stripe.quotes.update(id, twice))).toMatchObject({ param: 'line_items' });
    const other = await quoteOf(bench, { line_items: [{ price: price.id }] });
    expect(await refusal(stripe.quotes.update(other.id, { line_items: [{ id: kept }] }))).toMatchObject({
      code: 'resource_missing',
      param: 'line_items[0][id]',
    });
  });

  it('changes a draft without an event, and never its customer', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { id } = await stripe.quotes.create({});
    const customer = await stripe.customers.create({});
    const events = await eventsOf(bench, () =>
      stripe.quotes.update(id, {
        customer: customer.id,
        header: 'Offer',
        collection_method: 'send_invoice',
        invoice_settings: { days_until_due: 7 },
        metadata: { deal: '1' },
      }),
    );
    expect(events).toEqual([]);
    expect(await stripe.quotes.retrieve(id)).toMatchObject({
      customer: customer.id,
      header: 'Offer',
      invoice_settings: { days_until_due: 7 },
      metadata: { deal: '1' },
    });
    const other = await stripe.customers.create({});
    expect(await refusal(stripe.quotes.update(id, { customer: other.id }))).toMatchObject({ param: 'customer' });
    expect(await stripe.quotes.update(id, { header: '', collection_method: 'charge_automatically' })).toMatchObject({
      header: null,
      invoice_settings: { days_until_due: null },
    });
  });

  it('takes a new date for an open quote, nothing else, and nothing at all afterwards', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { id, expires_at } = await openQuote(bench);
    expect((await stripe.quotes.update(id, { expires_at: expires_at + day })).expires_at).toBe(expires_at + day);
    expect(await refusal(stripe.quotes.update(id, { header: 'New' }))).toMatchObject({
      statusCode: 400,
      param: 'header',
    });
    await stripe.quotes.cancel(id);
    expect(await refusal(stripe.quotes.update(id, { expires_at }))).toMatchObject({ param: 'expires_at' });
  });
});

describe('POST /v1/quotes/:id/finalize', () => {
  it('numbers quotes per customer', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const first = await openQuote(bench);
    const customer = await stripe.customers.retrieve(String(first.customer));
    const prefix = 'invoice_prefix' in customer ? customer.invoice_prefix : '';
    expect(first).toMatchObject({ status: 'open', number: `QT-${prefix}-0001-1` });
    expect(first.status_transitions.finalized_at).toBe(first.created);
    expect((await openQuote(bench, { customer: customer.id })).number).toBe(`QT-${prefix}-0002-1`);
    expect((await openQuote(bench)).number).toMatch(/-0001-1$/);
  });

  it('needs a customer and lines', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const price = await recurringPrice(bench, 1000);
    const nobody = await stripe.quotes.create({ line_items: [{ price: price.id }] });
    expect(await refusal(stripe.quotes.finalizeQuote(nobody.id))).toMatchObject({ param: 'customer' });
    const nothing = await quoteOf(bench, { line_items: [] });
    expect(await refusal(stripe.quotes.finalizeQuote(nothing.id))).toMatchObject({ param: 'line_items' });
    const { id } = await quoteOf(bench, { line_items: [{ price: price.id }] });
    await stripe.prices.update(price.id, { active: false });
    expect(await refusal(stripe.quotes.finalizeQuote(id))).toMatchObject({ param: 'line_items[0][price]' });
  });

  it('refuses what the status does not allow', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { id } = await quoteOf(bench);
    const type = 'StripeInvalidRequestError';
    expect(await refusal(stripe.quotes.accept(id))).toMatchObject({ type, message: expect.stringContaining('draft') });
    await stripe.quotes.finalizeQuote(id);
    expect(await refusal(stripe.quotes.finalizeQuote(id))).toMatchObject({ type });
    await stripe.quotes.cancel(id);
    for (const action of ['accept', 'cancel', 'finalizeQuote'] as const)
      expect(await refusal(stripe.quotes[action](id))).toMatchObject({
        type,
        message: expect.stringContaining('`canceled`'),
      });
    expect(await refusal(stripe.quotes.accept('qt_nope'))).toMatchObject({
      statusCode: 404,
      message: "No such quote: 'qt_nope'",
    });
  });
});

describe('a quote past its date', () => {
  it.each(['draft', 'open'])('cancels one that is %s', async (status) => {
    const bench = await testBench();
    const { id, expires_at } = await quoteOf(bench);
    if (status === 'open') await bench.stripe.quotes.finalizeQuote(id);
    await bench.sandbox.advance('29d');
    expect((await bench.stripe.quotes.retrieve(id)).status).toBe(status);
    const events = await eventsOf(bench, () => bench.sandbox.advance('1d'));
    expect(events).toEqual(['quote.canceled']);
    expect(await bench.stripe.quotes.retrieve(id)).toMatchObject({
      status: 'canceled',
      status_transitions: { canceled_at: expires_at },
    });
  });
});

describe('from_quote', () => {
  it('duplicates', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const source = await openQuote(bench, { header: 'Offer', metadata: { deal: '1' } });
    const copy = await stripe.quotes.create({ from_quote: { quote: source.id }, expand: ['line_items'] });
    expect(copy).toMatchObject({
      amount_total: source.amount_total,
      customer: source.customer,
      from_quote: { is_revision: false, quote: source.id },
      header: 'Offer',
      metadata: { deal: '1' },
      number: null,
      status: 'draft',
    });
    const [line] = (await stripe.quotes.listLineItems(source.id)).data;
    expect(copy.line_items?.data).toMatchObject([{ price: { id: line?.price?.id } }]);
    expect(copy.line_items?.data[0]?.id).not.toBe(line?.id);
    expect((await stripe.quotes.finalizeQuote(copy.id)).number).toMatch(/-0002-1$/);
    expect((await stripe.quotes.retrieve(source.id)).status).toBe('open');
  });

  it('revises an open quote, which is canceled once the revision is finalized', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const draft = await quoteOf(bench);
    const revise = (quote: string) => stripe.quotes.create({ from_quote: { quote, is_revision: true } });
    expect(await refusal(revise(draft.id))).toMatchObject({ param: 'from_quote[quote]' });
    const source = await stripe.quotes.finalizeQuote(draft.id);
    const revision = await revise(source.id);
    const events = await eventsOf(bench, () => stripe.quotes.finalizeQuote(revision.id));
    expect(events).toEqual(['quote.finalized', 'quote.canceled']);
    expect((await stripe.quotes.retrieve(revision.id)).number).toBe(source.number?.replace(/1$/, '2'));
    expect((await stripe.quotes.retrieve(source.id)).status).toBe('canceled');
    expect(await refusal(stripe.quotes.create({ from_quote: { quote: source.id } }))).toMatchObject({
      statusCode: 400,
    });
  });
});

describe('GET /v1/quotes', () => {
  it('filters by customer and status', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const draft = await quoteOf(bench);
    const open = await openQuote(bench, { customer: String(draft.customer) });
    const other = await quoteOf(bench);
    const ids = async (params: Stripe.QuoteListParams) => (await stripe.quotes.list(params)).data.map(({ id }) => id);
    expect(await ids({})).toEqual([other.id, open.id, draft.id]);
    expect(await ids({ customer: String(draft.customer) })).toEqual([open.id, draft.id]);
    expect(await ids({ status: 'open' })).toEqual([open.id]);
    expect(await refusal(stripe.quotes.list({ customer: 'cus_nope' }))).toMatchObject({ param: 'customer' });
  });

  it('leaves out quotes of test clocks unless asked for', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const clock = await stripe.testHelpers.testClocks.create({ frozen_time: 1_800_000_000 });
    const { id } = await quoteOf(bench, { test_clock: clock.id });
    expect((await stripe.quotes.list()).data).toEqual([]);
    expect((await stripe.quotes.list({ test_clock: clock.id })).data).toMatchObject([{ id }]);
  });
});

describe('lines of a quote', () => {
  it('show their discounts and taxes when asked', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { id: coupon } = await stripe.coupons.create({ percent_off: 10 });
    const { id: rate } = await stripe.taxRates.create({ display_name: 'VAT', percentage: 20, inclusive: false });
    const { id: product } = await stripe.products.create({ name: 'Chair' });
    const price_data = { currency: 'usd', product, unit_amount: 1000 };
    const { id } = await quoteOf(bench, {
      line_items: [{ price_data, discounts: [{ coupon }], tax_rates: [rate] }, { price_data }],
    });
    const [plain] = (await stripe.quotes.listLineItems(id)).data;
    expect(plain).toMatchObject({ amount_discount: 100, amount_tax: 180, amount_total: 1080 });
    expect(plain).not.toHaveProperty('discounts');
    expect(plain).not.toHaveProperty('taxes');
    const { data } = await stripe.quotes.listLineItems(id, { expand: ['data.discounts', 'data.taxes'] });
    expect(data).toMatchObject([
      {
        discounts: [{ amount: 100, discount: { source: { coupon } } }],
        taxes: [{ amount: 180, rate: { id: rate }, taxable_amount: 900 }],
      },
      { discounts: [], taxes: [] },
    ]);
  });

  it('cost nothing upfront while a trial lasts', async () => {
    const bench = await testBench();
    const { id: price } = await recurringPrice(bench, 1500);
    const quote = await quoteOf(bench, {
      line_items: [{ price, quantity: 2 }],
      subscription_data: { trial_period_days: 7 },
    });
    expect(quote).toMatchObject({
      amount_total: 0,
      computed: { upfront: { amount_total: 0 }, recurring: { amount_total: 3000 } },
    });
  });
});
