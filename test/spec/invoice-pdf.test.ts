import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { openInvoice, paidInvoice, payingCustomer } from './billed-customer.ts';
import { type TestBench, testBench, testKey } from './harness.ts';
import { textOf } from './pdf-text.ts';

interface Download {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
}

/** As a browser would: the address needs no key. */
async function download({ emulator }: TestBench, url: string | null | undefined, key?: string): Promise<Download> {
  const answer = await emulator.fetch(
    url ?? '',
    key === undefined ? {} : { headers: { authorization: `Bearer ${key}` } },
  );
  return { status: answer.status, headers: answer.headers, bytes: new Uint8Array(await answer.arrayBuffer()) };
}

const isPdf = ({ bytes }: Download): boolean => Buffer.from(bytes.slice(0, 5)).toString() === '%PDF-';

async function taxedInvoice(bench: TestBench): Promise<Stripe.Invoice> {
  const { stripe } = bench;
  const customer = await payingCustomer(bench);
  await stripe.customers.update(customer.id, {
    address: { line1: '1 Main St', city: 'Berlin', postal_code: '10115', country: 'DE' },
  });
  const vat = await stripe.taxRates.create({ display_name: 'VAT', percentage: 19, inclusive: false });
  const draft = await stripe.invoices.create({
    customer: customer.id,
    currency: 'eur',
    default_tax_rates: [vat.id],
    description: 'Thanks for your business',
    footer: 'Pay soon',
    custom_fields: [{ name: 'PO', value: '42' }],
  });
  await stripe.invoiceItems.create({
    customer: customer.id,
    invoice: draft.id,
    unit_amount_decimal: '2500' as unknown as Stripe.Decimal,
    quantity: 4,
    currency: 'eur',
    description: 'Consulting',
  });
  return stripe.invoices.finalizeInvoice(draft.id);
}

describe('invoice_pdf', () => {
  it('is a PDF whose text tells who owes what to whom', async () => {
    const bench = await testBench();
    const invoice = await taxedInvoice(bench);
    const answer = await download(bench, invoice.invoice_pdf);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/pdf');
    expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="Invoice-${invoice.number}.pdf"`);
    expect(isPdf(answer)).toBe(true);
    const text = textOf(answer.bytes);
    expect(text).toEqual(
      expect.arrayContaining([
        'Invoice',
        invoice.number,
        'January 1, 2026',
        'Ada',
        '1 Main St',
        'Berlin, 10115',
        'Germany',
        'ada@example.com',
        'Consulting',
        '4',
        '€25.00',
        '€100.00',
        'VAT (19%)',
        '€19.00',
        '€119.00',
        '€119.00 EUR due',
        'PO',
        '42',
        'Thanks for your business',
        'Pay soon',
      ]),
    );
  });

  it('has the same bytes each time', async () => {
    const bench = await testBench();
    const invoice = await taxedInvoice(bench);
    const first = await download(bench, invoice.invoice_pdf);
    await bench.sandbox.advance('10m');
    const again = await download(bench, invoice.invoice_pdf);
    expect(Buffer.from(again.bytes).equals(Buffer.from(first.bytes))).toBe(true);
    const other = await testBench();
    const same = await download(other, (await taxedInvoice(other)).invoice_pdf);
    expect(Buffer.from(same.bytes).equals(Buffer.from(first.bytes))).toBe(true);
  });

  it('says once it is paid', async () => {
    const bench = await testBench();
    const { id } = await payingCustomer(bench);
    const invoice = await paidInvoice(bench, id, [2000]);
    const text = textOf((await download(bench, invoice.invoice_pdf)).bytes);
    expect(text).toEqual(expect.arrayContaining(['Paid on January 1, 2026', 'Amount paid', '$20.00', '$0.00']));
  });

  it('goes on over as many pages as it takes', async () => {
    const bench = await testBench();
    const { id } = await payingCustomer(bench);
    const invoice = await openInvoice(
      bench,
      id,
      Array.from({ length: 45 }, (_, at) => 100 + at),
    );
    const { bytes } = await download(bench, invoice.invoice_pdf);
    expect(
      Buffer.from(bytes)
        .toString('latin1')
        .match(/\/Type \/Page\b(?!s)/g)?.length,
    ).toBeGreaterThan(1);
    expect(textOf(bytes)).toEqual(expect.arrayContaining(['for 100', 'for 144']));
  });

  it('is unknown under any other address', async () => {
    const bench = await testBench();
    const { id } = await payingCustomer(bench);
    const invoice = await openInvoice(bench, id, [2000]);
    const guessed = String(invoice.invoice_pdf).replace(/test_\w+/, 'test_guess');
    expect((await download(bench, guessed)).status).toBe(404);
  });
});

describe('pdf of a credit note', () => {
  it('tells what was credited, and why', async () => {
    const bench = await testBench();
    const { id } = await payingCustomer(bench);
    const invoice = await openInvoice(bench, id, [2000]);
    const note = await bench.stripe.creditNotes.create({
      invoice: invoice.id,
      lines: [{ type: 'custom_line_item', description: 'Sorry', quantity: 1, unit_amount: 500 }],
      memo: 'For the delay',
      reason: 'order_change',
    });
    const answer = await download(bench, note.pdf);
    expect(answer.headers.get('content-type')).toBe('application/pdf');
    expect(textOf(answer.bytes)).toEqual(
      expect.arrayContaining([
        'Credit note',
        note.number,
        invoice.number,
        'Order change',
        'Sorry',
        '$5.00',
        'For the delay',
      ]),
    );
  });
});

describe('GET /v1/quotes/:id/pdf', () => {
  async function quote(bench: TestBench): Promise<Stripe.Quote> {
    const { id: customer } = await payingCustomer(bench);
    const product = await bench.stripe.products.create({ name: 'Gold' });
    const price = await bench.stripe.prices.create({
      product: product.id,
      currency: 'usd',
      unit_amount: 1500,
      recurring: { interval: 'month' },
    });
    return bench.stripe.quotes.create({
      customer,
      header: 'For you',
      footer: 'Valid for a while',
      line_items: [{ price: price.id, quantity: 2 }],
    });
  }

  it('is the quote on paper', async () => {
    const bench = await testBench();
    const { id } = await quote(bench);
    const finalized = await bench.stripe.quotes.finalizeQuote(id);
    const answer = await download(bench, `https://files.stripe.com/v1/quotes/${id}/pdf`, testKey);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/pdf');
    expect(answer.headers.get('request-id')).toMatch(/^req_/);
    expect(textOf(answer.bytes)).toEqual(
      expect.arrayContaining([
        'Quote',
        finalized.number,
        'For you',
        'Gold',
        'Billed per month',
        '$30.00',
        'Then per month',
        'Valid for a while',
      ]),
    );
  });

  it('names each tax by its rate', async () => {
    const bench = await testBench();
    const { id } = await quote(bench);
    const vat = await bench.stripe.taxRates.create({ display_name: 'VAT', percentage: 20, inclusive: false });
    await bench.stripe.quotes.update(id, { default_tax_rates: [vat.id] });
    await bench.stripe.quotes.finalizeQuote(id);
    const { bytes } = await download(bench, `https://files.stripe.com/v1/quotes/${id}/pdf`, testKey);
    expect(textOf(bytes)).toEqual(expect.arrayContaining(['VAT (20%)', '$6.00', '$36.00']));
  });

  it('comes as a stream from the SDK', async () => {
    const bench = await testBench();
    const { id } = await quote(bench);
    await bench.stripe.quotes.finalizeQuote(id);
    const stream = (await bench.stripe.quotes.pdf(id)) as unknown as AsyncIterable<Uint8Array>;
    const parts: Uint8Array[] = [];
    for await (const part of stream) parts.push(part);
    expect(textOf(Buffer.concat(parts))).toContain('Gold');
  });

  it('is refused for a draft', async () => {
    const bench = await testBench();
    const { id } = await quote(bench);
    const { status, body } = await bench.call('GET', `/v1/quotes/${id}/pdf`);
    expect([status, body.error.type]).toEqual([400, 'invalid_request_error']);
  });
});

describe('receipt_url', () => {
  it('is a page that tells what was paid, with what', async () => {
    const bench = await testBench();
    const intent = await bench.stripe.paymentIntents.create({
      amount: 2000,
      currency: 'usd',
      confirm: true,
      description: 'A shirt',
      payment_method: 'pm_card_visa',
      return_url: 'https://shop.example',
      expand: ['latest_charge'],
    });
    const { receipt_url: url } = intent.latest_charge as Stripe.Charge;
    const answer = await bench.emulator.fetch(url ?? '');
    const page = await answer.text();
    expect(answer.status).toBe(200);
    for (const text of ['$20.00 USD', 'January 1, 2026', 'Visa ending in 4242', 'A shirt'])
      expect(page).toContain(text);
    expect((await bench.emulator.fetch(String(url).replace(/\w{60}$/, 'guess'))).status).toBe(404);
  });
});
