import { describe, expect, it } from 'vitest';
import { eventsOf, payingCustomer } from './billed-customer.ts';
import { refusal, type TestBench, testBench } from './harness.ts';

const unknown =
  "The customer's location isn't recognized. Set a valid customer address in order to automatically calculate tax.";

/** The account collects in Germany, where the customer lives. */
async function german(bench: TestBench): Promise<string> {
  const { stripe } = bench;
  await stripe.tax.registrations.create({
    country: 'DE',
    country_options: { de: { type: 'standard' } },
    active_from: 'now',
  });
  const { id } = await payingCustomer(bench);
  await stripe.customers.update(id, { address: { country: 'DE' } });
  return id;
}

const taxed = async ({ stripe }: TestBench, customer: string) =>
  stripe.invoices.create({ customer, currency: 'eur', automatic_tax: { enabled: true } });

describe('an invoice with automatic tax', () => {
  it('taxes each line where the customer lives', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const customer = await german(bench);
    const { id } = await taxed(bench, customer);
    await stripe.invoices.addLines(id, {
      lines: [
        { amount: 1000, description: 'Work' },
        {
          price_data: { currency: 'eur', product_data: { name: 'Book' }, unit_amount: 1190, tax_behavior: 'inclusive' },
        },
      ],
    });
    const stamp = { customer, invoice: id, amount: 500, tax_code: 'txcd_00000000' };
    expect(await stripe.invoiceItems.create(stamp)).not.toHaveProperty('tax_code');
    const invoice = await stripe.invoices.finalizeInvoice(id);
    expect(invoice).toMatchObject({
      automatic_tax: { enabled: true, status: 'complete', provider: 'stripe', liability: { type: 'self' } },
      subtotal: 2690,
      total: 2880,
      total_excluding_tax: 2500,
      amount_due: 2880,
      total_taxes: [
        { amount: 190, tax_behavior: 'exclusive', taxability_reason: 'standard_rated', taxable_amount: 1000 },
        { amount: 190, tax_behavior: 'inclusive', taxability_reason: 'standard_rated', taxable_amount: 1000 },
        { amount: 0, taxability_reason: 'product_exempt', taxable_amount: 0 },
      ],
    });
    const rate = invoice.total_taxes?.[0]?.tax_rate_details?.tax_rate ?? '';
    expect(await stripe.taxRates.retrieve(rate)).toMatchObject({
      active: false,
      country: 'DE',
      display_name: 'VAT',
      jurisdiction: 'Germany',
      percentage: 19,
      tax_type: 'vat',
    });
    expect(await bench.eventTypes()).not.toContain('tax_rate.created');
  });

  it('collects nothing without a registration, and nothing of exempt customers', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const customer = await german(bench);
    const reasonOf = async (params: { address?: { country: string }; tax_exempt?: 'exempt' | 'reverse' }) => {
      await stripe.customers.update(customer, params);
      const { id } = await taxed(bench, customer);
      await stripe.invoices.addLines(id, { lines: [{ amount: 1000 }] });
      const { total, total_taxes } = await stripe.invoices.retrieve(id);
      return [total, total_taxes?.[0]?.taxability_reason];
    };
    expect(await reasonOf({ address: { country: 'FR' } })).toEqual([1000, 'not_collecting']);
    expect(await reasonOf({ address: { country: 'DE' }, tax_exempt: 'exempt' })).toEqual([1000, 'customer_exempt']);
    expect(await reasonOf({ tax_exempt: 'reverse' })).toEqual([1000, 'reverse_charge']);
  });

  it('reverses the charge for a business abroad', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const customer = await german(bench);
    await stripe.customers.createTaxId(customer, { type: 'eu_vat', value: 'DE123456789' });
    const { id } = await taxed(bench, customer);
    const { total_taxes } = await stripe.invoices.addLines(id, { lines: [{ amount: 1000 }] });
    expect(total_taxes).toMatchObject([{ amount: 0, taxability_reason: 'reverse_charge' }]);
  });

  it('taxes the shipping too', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const customer = await german(bench);
    const { id } = await stripe.invoices.create({
      customer,
      currency: 'eur',
      automatic_tax: { enabled: true },
      shipping_cost: {
        shipping_rate_data: {
          display_name: 'Post',
          type: 'fixed_amount',
          fixed_amount: { amount: 500, currency: 'eur' },
        },
      },
    });
    expect(await stripe.invoices.addLines(id, { lines: [{ amount: 1000 }] })).toMatchObject({
      subtotal: 1000,
      total: 1785,
      shipping_cost: { amount_subtotal: 500, amount_tax: 95, amount_total: 595 },
    });
  });

  it('cannot be finalized while nobody knows where the customer is', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { id: customer } = await payingCustomer(bench);
    const { id, automatic_tax } = await taxed(bench, customer);
    expect(automatic_tax.status).toBe('requires_location_inputs');
    await stripe.invoices.addLines(id, { lines: [{ amount: 1000 }] });
    const types = await eventsOf(bench, async () => {
      expect(await refusal(stripe.invoices.finalizeInvoice(id))).toMatchObject({
        statusCode: 400,
        code: 'customer_tax_location_invalid',
        message: unknown,
      });
    });
    expect(types).toEqual(['invoice.updated', 'invoice.finalization_failed']);
    expect(await stripe.invoices.retrieve(id)).toMatchObject({
      status: 'draft',
      last_finalization_error: { code: 'customer_tax_location_invalid', message: unknown },
    });
    await stripe.customers.update(customer, { address: { country: 'FR' } });
    expect((await stripe.invoices.finalizeInvoice(id)).status).toBe('open');
  });

  it('leaves what it revises alone while it cannot be finalized', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const customer = await german(bench);
    const { id: invoice } = await taxed(bench, customer);
    await stripe.invoices.addLines(invoice, { lines: [{ amount: 1000 }] });
    await stripe.invoices.finalizeInvoice(invoice);
    const { id } = await stripe.invoices.create({ from_invoice: { invoice, action: 'revision' } });
    await stripe.customers.update(customer, { address: '' });
    expect((await refusal(stripe.invoices.finalizeInvoice(id))).code).toBe('customer_tax_location_invalid');
    expect((await stripe.invoices.retrieve(invoice)).status).toBe('open');
  });

  it('stays a draft when its hour has come', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { id: customer } = await payingCustomer(bench);
    const { id } = await stripe.invoices.create({ customer, automatic_tax: { enabled: true }, auto_advance: true });
    await stripe.invoices.addLines(id, { lines: [{ amount: 1000 }] });
    await bench.sandbox.advance('2h');
    expect(await stripe.invoices.retrieve(id)).toMatchObject({
      status: 'draft',
      automatically_finalizes_at: null,
      last_finalization_error: { code: 'customer_tax_location_invalid' },
    });
  });

  it('takes no rates of its own', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { id: customer } = await stripe.customers.create({});
    const rate = await stripe.taxRates.create({ display_name: 'VAT', percentage: 7, inclusive: false });
    const both = { automatic_tax: { enabled: true }, default_tax_rates: [rate.id] };
    expect((await refusal(stripe.invoices.create({ customer, ...both }))).param).toBe('default_tax_rates');
  });

  it('previews its taxes', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const customer = await german(bench);
    const preview = await stripe.invoices.createPreview({
      customer,
      automatic_tax: { enabled: true },
      invoice_items: [{ amount: 1000, currency: 'eur' }],
    });
    expect(preview).toMatchObject({ total: 1190, automatic_tax: { enabled: true, status: 'complete' } });
    const stranger = await stripe.invoices.createPreview({
      automatic_tax: { enabled: true },
      customer_details: { address: { country: 'DE' } },
      invoice_items: [{ amount: 2000, currency: 'eur' }],
    });
    expect(stranger).toMatchObject({ customer: null, total: 2380 });
    const { data } = await stripe.taxRates.list();
    expect(data).toEqual([]);
  });
});

describe('a credit note on an invoice with automatic tax', () => {
  it('gives back the tax of what it credits, and takes no taxes of its own', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { id: invoice } = await taxed(bench, await german(bench));
    await stripe.invoices.addLines(invoice, { lines: [{ amount: 1000 }] });
    const { lines } = await stripe.invoices.finalizeInvoice(invoice);
    const rate = await stripe.taxRates.create({ display_name: 'VAT', percentage: 7, inclusive: false });
    const line = { type: 'invoice_line_item', invoice_line_item: lines.data[0]?.id ?? '', amount: 500 } as const;
    const given = { ...line, tax_amounts: [{ amount: 1, tax_rate: rate.id, taxable_amount: 10 }] };
    expect((await refusal(stripe.creditNotes.create({ invoice, lines: [given] }))).param).toBe('lines[0][tax_amounts]');
    const custom = { type: 'custom_line_item', unit_amount: 500, description: 'Sorry' } as const;
    expect((await refusal(stripe.creditNotes.create({ invoice, lines: [custom] }))).param).toBe('lines[0][type]');
    expect(await stripe.creditNotes.create({ invoice, lines: [line] })).toMatchObject({
      total: 595,
      total_excluding_tax: 500,
      total_taxes: [{ amount: 95, taxability_reason: 'standard_rated', taxable_amount: 500 }],
    });
  });
});

describe('a quote with automatic tax', () => {
  it('taxes its lines where the customer lives', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const customer = await german(bench);
    const { id: price } = await stripe.prices.create({
      currency: 'eur',
      unit_amount: 1000,
      product_data: { name: 'Plan' },
      recurring: { interval: 'month' },
    });
    const quote = await stripe.quotes.create({ customer, automatic_tax: { enabled: true }, line_items: [{ price }] });
    expect(quote).toMatchObject({
      automatic_tax: { enabled: true, status: 'complete' },
      amount_subtotal: 1000,
      amount_total: 1190,
      total_details: { amount_tax: 190 },
      computed: { recurring: { amount_total: 1190 } },
    });
    await stripe.quotes.finalizeQuote(quote.id);
    const { invoice } = await stripe.quotes.accept(quote.id, { expand: ['invoice'] });
    expect(invoice).toMatchObject({ total: 1190, automatic_tax: { enabled: true, status: 'complete' } });
  });

  it('cannot be finalized while nobody knows where the customer is', async () => {
    const { stripe } = await testBench();
    const { id: customer } = await stripe.customers.create({});
    const { id: product } = await stripe.products.create({ name: 'Chair' });
    const quote = await stripe.quotes.create({
      customer,
      automatic_tax: { enabled: true },
      line_items: [{ price_data: { currency: 'eur', product, unit_amount: 1000 } }],
    });
    expect(quote.automatic_tax.status).toBe('requires_location_inputs');
    expect((await refusal(stripe.quotes.finalizeQuote(quote.id))).code).toBe('customer_tax_location_invalid');
    await stripe.customers.update(customer, { shipping: { name: 'Ada', address: { country: 'DE' } } });
    expect((await stripe.quotes.finalizeQuote(quote.id)).status).toBe('open');
  });
});

describe('a subscription with automatic tax', () => {
  it('taxes its renewals, and goes on without taxes once nobody knows where the customer is', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const customer = await german(bench);
    const { id: price } = await stripe.prices.create({
      currency: 'eur',
      unit_amount: 1000,
      product_data: { name: 'Plan' },
      recurring: { interval: 'month' },
    });
    const { id } = await stripe.subscriptions.create({
      customer,
      items: [{ price }],
      automatic_tax: { enabled: true },
    });
    const latest = async () => {
      const subscription = await stripe.subscriptions.retrieve(id, { expand: ['latest_invoice'] });
      return { subscription, invoice: subscription.latest_invoice };
    };
    expect((await latest()).invoice).toMatchObject({ total: 1190, status: 'paid' });
    await stripe.customers.update(customer, { address: '' });
    await bench.sandbox.advance('31d2h');
    const { subscription, invoice } = await latest();
    expect(invoice).toMatchObject({
      total: 1000,
      status: 'paid',
      automatic_tax: { enabled: false, disabled_reason: 'finalization_requires_location_inputs' },
    });
    expect(subscription.automatic_tax).toMatchObject({
      enabled: false,
      disabled_reason: 'requires_location_inputs',
    });
  });

  it('does not begin without a place', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { id: customer } = await payingCustomer(bench);
    const { id: price } = await stripe.prices.create({
      currency: 'eur',
      unit_amount: 1000,
      product_data: { name: 'Plan' },
      recurring: { interval: 'month' },
    });
    const items = [{ price }];
    const begin = stripe.subscriptions.create({ customer, items, automatic_tax: { enabled: true } });
    expect(await refusal(begin)).toMatchObject({ code: 'customer_tax_location_invalid', message: unknown });
    expect((await stripe.subscriptions.list()).data).toEqual([]);
  });
});
