/** Calls that the guides of client libraries print, sent as their libraries send them. */
import { describe, expect, it } from 'vitest';
import { openInvoice, payingCustomer } from './billed-customer.ts';
import { type TestBench, testBench } from './harness.ts';

const form = (params: Readonly<Record<string, string | number>>): string =>
  new URLSearchParams(
    Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)])),
  ).toString();

const goodwill = {
  'lines[0][type]': 'custom_line_item',
  'lines[0][description]': 'Goodwill credit',
  'lines[0][quantity]': 1,
  'lines[0][unit_amount]': 500,
};

async function finalized(bench: TestBench): Promise<{ invoice: string; line: string }> {
  const { id: customer } = await payingCustomer(bench);
  const { id, lines } = await openInvoice(bench, customer, [2000]);
  return { invoice: id, line: lines.data[0]?.id ?? '' };
}

describe('the guide to credit notes', () => {
  it('previews a custom line of 500 and creates it', async () => {
    const bench = await testBench();
    const { invoice } = await finalized(bench);
    const preview = await bench.call('GET', `/v1/credit_notes/preview?${form({ invoice, ...goodwill })}`);
    expect(preview).toMatchObject({
      status: 200,
      body: { object: 'credit_note', invoice, total: 500, type: 'pre_payment', lines: { data: [{ amount: 500 }] } },
    });
    const note = await bench.call('POST', '/v1/credit_notes', {
      body: form({ invoice, ...goodwill, memo: 'Applied after support review' }),
    });
    expect(note).toMatchObject({
      status: 200,
      body: {
        total: 500,
        status: 'issued',
        memo: 'Applied after support review',
        lines: { data: [{ description: 'Goodwill credit', type: 'custom_line_item', unit_amount: 500 }] },
      },
    });
    const lines = await bench.call('GET', `/v1/credit_notes/${note.body.id}/lines`);
    expect(lines.body.data).toMatchObject([{ description: 'Goodwill credit', amount: 500 }]);
    expect(await bench.stripe.invoices.retrieve(invoice)).toMatchObject({ amount_remaining: 1500, status: 'open' });
  });

  it('previews a line of the invoice, and its lines alone', async () => {
    const bench = await testBench();
    const { invoice, line } = await finalized(bench);
    const params = form({
      invoice,
      'lines[0][type]': 'invoice_line_item',
      'lines[0][invoice_line_item]': line,
      'lines[0][quantity]': 1,
    });
    expect((await bench.call('GET', `/v1/credit_notes/preview?${params}`)).body.total).toBe(2000);
    const { body } = await bench.call('GET', `/v1/credit_notes/preview/lines?${params}`);
    expect(body).toMatchObject({ object: 'list', has_more: false, data: [{ invoice_line_item: line, amount: 2000 }] });
  });
});

describe('the guide from quote to billing', () => {
  it('creates a quote with price_data.product_data, finalizes and accepts it', async () => {
    const bench = await testBench();
    const { id: customer } = await payingCustomer(bench);
    const { body: quote } = await bench.call('POST', '/v1/quotes', {
      body: form({
        customer,
        'line_items[0][price_data][currency]': 'usd',
        'line_items[0][price_data][product_data][name]': 'Pro annual',
        'line_items[0][price_data][unit_amount]': 24_000,
        'line_items[0][price_data][recurring][interval]': 'year',
        'line_items[0][quantity]': 1,
      }),
    });
    expect(quote).toMatchObject({ status: 'draft', amount_total: 24_000, customer });
    const finalizedQuote = await bench.call('POST', `/v1/quotes/${quote.id}/finalize`);
    expect(finalizedQuote.body).toMatchObject({ status: 'open', number: expect.stringMatching(/^QT-/) });
    const { body: accepted } = await bench.call('POST', `/v1/quotes/${quote.id}/accept`);
    expect(accepted).toMatchObject({ status: 'accepted', subscription: expect.stringMatching(/^sub_/) });
    expect(await bench.stripe.subscriptions.retrieve(accepted.subscription)).toMatchObject({
      customer,
      status: 'active',
      items: { data: [{ price: { unit_amount: 24_000, recurring: { interval: 'year' } } }] },
    });
  });

  it('leads to a draft invoice where nothing recurs', async () => {
    const bench = await testBench();
    const { id: customer } = await payingCustomer(bench);
    const { body: quote } = await bench.call('POST', '/v1/quotes', {
      body: form({
        customer,
        'line_items[0][price_data][currency]': 'usd',
        'line_items[0][price_data][product_data][name]': 'Setup',
        'line_items[0][price_data][unit_amount]': 9900,
      }),
    });
    await bench.call('POST', `/v1/quotes/${quote.id}/finalize`);
    const { body: accepted } = await bench.call('POST', `/v1/quotes/${quote.id}/accept`);
    expect(await bench.stripe.invoices.retrieve(accepted.invoice)).toMatchObject({
      status: 'draft',
      total: 9900,
      billing_reason: 'quote_accept',
      lines: { data: [{ description: 'Setup' }] },
    });
  });
});
