import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { draftOf, eventsOf, openInvoice, paidInvoice, payingCustomer } from './billed-customer.ts';
import { refusal, type TestBench, testBench } from './harness.ts';

type Line = Stripe.CreditNoteCreateParams.Line;

const custom = (unit_amount: number, quantity = 1): Line => ({
  type: 'custom_line_item',
  description: 'Courtesy',
  quantity,
  unit_amount,
});

async function bill(paid: boolean, amounts: readonly number[]): Promise<{ bench: TestBench; invoice: Stripe.Invoice }> {
  const bench = await testBench();
  const { id } = await payingCustomer(bench);
  return { bench, invoice: await (paid ? paidInvoice : openInvoice)(bench, id, amounts) };
}

describe('POST /v1/credit_notes on an open invoice', () => {
  it('lowers what remains to be paid', async () => {
    const { bench, invoice } = await bill(false, [2000]);
    const events = await eventsOf(bench, () =>
      bench.stripe.creditNotes.create({ invoice: invoice.id, lines: [custom(500)], memo: 'sorry' }),
    );
    expect(events).toEqual(['invoice.updated', 'credit_note.created']);
    const [note] = (await bench.stripe.creditNotes.list({ invoice: invoice.id })).data;
    expect(note).toMatchObject({
      amount: 500,
      customer: invoice.customer,
      memo: 'sorry',
      number: `${invoice.number}-CN-01`,
      out_of_band_amount: null,
      post_payment_amount: 0,
      pre_payment_amount: 500,
      reason: null,
      refunds: [],
      status: 'issued',
      subtotal: 500,
      total: 500,
      type: 'pre_payment',
      voided_at: null,
    });
    expect(note?.lines.data).toMatchObject([
      { amount: 500, description: 'Courtesy', quantity: 1, type: 'custom_line_item', unit_amount: 500 },
    ]);
    const lowered = await bench.stripe.invoices.retrieve(invoice.id, { expand: ['payments'] });
    expect(lowered).toMatchObject({
      amount_due: 1500,
      amount_remaining: 1500,
      pre_payment_credit_notes_amount: 500,
      status: 'open',
      total: 2000,
    });
    const intent = String(lowered.payments?.data[0]?.payment.payment_intent);
    expect((await bench.stripe.paymentIntents.retrieve(intent)).amount).toBe(1500);
    expect(await bench.stripe.invoices.pay(invoice.id)).toMatchObject({ amount_paid: 1500, status: 'paid' });
  });

  it('pays an invoice of which nothing is left', async () => {
    const { bench, invoice } = await bill(false, [2000]);
    const events = await eventsOf(bench, () => bench.stripe.creditNotes.create({ invoice: invoice.id, amount: 2000 }));
    expect(events).toEqual(['invoice.updated', 'invoice.paid', 'payment_intent.canceled', 'credit_note.created']);
    expect(await bench.stripe.invoices.retrieve(invoice.id)).toMatchObject({
      amount_due: 0,
      amount_paid: 0,
      amount_remaining: 0,
      status: 'paid',
    });
  });

  it('asks where the rest goes when more is credited than remains', async () => {
    const { bench, invoice } = await bill(false, [10_000]);
    await bench.stripe.customers.createBalanceTransaction(String(invoice.customer), { amount: -4000, currency: 'usd' });
    const partly = await openInvoice(bench, String(invoice.customer), [10_000]);
    expect(partly.amount_remaining).toBe(6000);
    const params = { invoice: partly.id, lines: [custom(8000)] };
    expect(await refusal(bench.stripe.creditNotes.create(params))).toMatchObject({
      message:
        'The sum of refunds, credit amount, and out of band amount ($0.00) must equal the credit note post_payment_amount ($20.00).',
    });
    const note = await bench.stripe.creditNotes.create({ ...params, credit_amount: 2000 });
    expect(note).toMatchObject({ type: 'mixed', pre_payment_amount: 6000, post_payment_amount: 2000 });
    expect(await bench.stripe.invoices.retrieve(partly.id)).toMatchObject({
      status: 'paid',
      amount_remaining: 0,
      post_payment_credit_notes_amount: 2000,
    });
  });

  it('refuses drafts, void invoices, nothing at all and too much', async () => {
    const { bench, invoice } = await bill(false, [2000]);
    const { stripe } = bench;
    const draft = await draftOf(bench, String(invoice.customer), [5]);
    expect(await refusal(stripe.creditNotes.create({ invoice: draft.id, amount: 5 }))).toMatchObject({
      message: 'You cannot create a credit note for a draft invoice.',
    });
    expect(await refusal(stripe.creditNotes.create({ invoice: invoice.id }))).toMatchObject({
      message: 'You must pass at least one of `amount`, `lines`, or `shipping_cost` to create a credit note.',
    });
    const tooMuch = stripe.creditNotes.create({ invoice: invoice.id, amount: 2001, credit_amount: 1 });
    expect((await refusal(tooMuch)).message).toContain('maximum amount that can be credited on this invoice ($20.00)');
    await stripe.invoices.voidInvoice(invoice.id);
    expect((await refusal(stripe.creditNotes.create({ invoice: invoice.id, amount: 5 }))).message).toContain('void');
  });
});

describe('POST /v1/credit_notes on an invoice paid in part', () => {
  it('lowers the rest first and asks where the remainder goes', async () => {
    const { bench, invoice } = await bill(false, [10_000]);
    const { stripe } = bench;
    const intent = await stripe.paymentIntents.create({
      amount: 4000,
      currency: 'usd',
      customer: String(invoice.customer),
      confirm: true,
      payment_method: 'pm_card_visa',
      automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
    });
    expect(await stripe.invoices.attachPayment(invoice.id, { payment_intent: intent.id })).toMatchObject({
      status: 'open',
      amount_paid: 4000,
      amount_remaining: 6000,
    });
    const credit = (refund_amount: number) =>
      stripe.creditNotes.create({ invoice: invoice.id, amount: 8000, refund_amount });
    expect((await refusal(credit(1000))).message).toContain('post_payment_amount ($20.00)');
    expect(await credit(2000)).toMatchObject({ type: 'mixed', pre_payment_amount: 6000, post_payment_amount: 2000 });
    expect(await stripe.invoices.retrieve(invoice.id)).toMatchObject({ status: 'paid', amount_remaining: 0 });
  });
});

describe('POST /v1/credit_notes on a paid invoice', () => {
  it('splits between refund, balance and elsewhere', async () => {
    const { bench, invoice } = await bill(true, [20_000]);
    const params = {
      invoice: invoice.id,
      lines: [custom(100), custom(100, 2), custom(100, 3)],
      refund_amount: 100,
      credit_amount: 200,
      out_of_band_amount: 300,
      reason: 'order_change' as const,
    };
    const events = await eventsOf(bench, () => bench.stripe.creditNotes.create(params));
    expect(events).toEqual([
      'refund.created',
      'charge.refunded',
      'invoice.updated',
      'customer.updated',
      'credit_note.created',
    ]);
    const [note] = (await bench.stripe.creditNotes.list({ expand: ['data.customer_balance_transaction'] })).data;
    expect(note).toMatchObject({
      amount: 600,
      customer_balance_transaction: { type: 'credit_note', amount: -200, credit_note: note?.id },
      out_of_band_amount: 300,
      post_payment_amount: 600,
      refunds: [{ amount_refunded: 100, type: 'refund', payment_record_refund: null }],
      type: 'post_payment',
    });
    expect(note?.lines.data.map(({ quantity }) => quantity)).toEqual([1, 2, 3]);
    const [charge] = (await bench.stripe.charges.list()).data;
    expect(charge?.amount_refunded).toBe(100);
    expect(await bench.stripe.customers.retrieve(String(invoice.customer))).toMatchObject({ balance: -200 });
    expect(await bench.stripe.invoices.retrieve(invoice.id)).toMatchObject({
      amount_paid: 20_000,
      post_payment_credit_notes_amount: 600,
      status: 'paid',
    });
  });

  it('links refunds that exist already', async () => {
    const { bench, invoice } = await bill(true, [2000]);
    const [charge] = (await bench.stripe.charges.list()).data;
    const refund = await bench.stripe.refunds.create({ charge: String(charge?.id), amount: 700 });
    const note = await bench.stripe.creditNotes.create({
      invoice: invoice.id,
      amount: 700,
      refunds: [{ refund: refund.id }],
    });
    expect(note.refunds).toMatchObject([{ refund: refund.id, amount_refunded: 700 }]);
    expect((await bench.stripe.refunds.list()).data).toHaveLength(1);
  });

  it('refunds no more than the charge has left, and writes nothing when it fails', async () => {
    const { bench, invoice } = await bill(true, [2000]);
    const [charge] = (await bench.stripe.charges.list()).data;
    await bench.stripe.refunds.create({ charge: String(charge?.id), amount: 1500 });
    const params = { invoice: invoice.id, amount: 1000, refund_amount: 1000 };
    expect((await refusal(bench.stripe.creditNotes.create(params))).message).toContain(
      'greater than unrefunded amount',
    );
    expect((await bench.stripe.creditNotes.list()).data).toEqual([]);
  });
});

describe('lines of the invoice', () => {
  it('gives the discount and the tax back in proportion', async () => {
    const bench = await testBench();
    const { id: customer } = await payingCustomer(bench);
    const coupon = await bench.stripe.coupons.create({ amount_off: 1000, currency: 'usd' });
    const tax = await bench.stripe.taxRates.create({ display_name: 'Sales', percentage: 10, inclusive: false });
    const terms = { discounts: [{ coupon: coupon.id }], default_tax_rates: [tax.id] };
    const invoice = await openInvoice(
      bench,
      customer,
      Array.from({ length: 10 }, () => 1000),
      terms,
    );
    expect(invoice.total).toBe(9900);
    const line = String(invoice.lines.data[0]?.id);
    const note = await bench.stripe.creditNotes.create({
      invoice: invoice.id,
      lines: [{ type: 'invoice_line_item', invoice_line_item: line, quantity: 1 }],
    });
    expect(note).toMatchObject({
      discount_amount: 100,
      subtotal: 1000,
      total: 990,
      total_excluding_tax: 900,
      total_taxes: [{ amount: 90, tax_behavior: 'exclusive', taxable_amount: 900 }],
    });
    expect(note.lines.data).toMatchObject([{ amount: 1000, invoice_line_item: line, quantity: 1, unit_amount: 1000 }]);
  });

  it('credits a line by pieces or by amounts, not more than there is', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { id: customer } = await payingCustomer(bench);
    const price = await stripe.prices.create({ currency: 'usd', product_data: { name: 'Box' }, unit_amount: 1000 });
    const { id } = await draftOf(bench, customer, []);
    await stripe.invoiceItems.create({ customer, invoice: id, pricing: { price: price.id }, quantity: 3 });
    const invoice = await stripe.invoices.finalizeInvoice(id);
    const line = String(invoice.lines.data[0]?.id);
    const credit = (sent: Partial<Line>): Promise<Stripe.CreditNote> =>
      stripe.creditNotes.create({
        invoice: id,
        lines: [{ type: 'invoice_line_item', invoice_line_item: line, ...sent }],
      });
    expect(await credit({ quantity: 2 })).toMatchObject({ amount: 2000, number: `${invoice.number}-CN-01` });
    expect(await refusal(credit({ amount: 500 }))).toMatchObject({ param: 'lines[0][amount]' });
    expect(await refusal(credit({ quantity: 2 }))).toMatchObject({ param: 'lines[0][quantity]' });
    expect(await refusal(credit({ quantity: 1, description: 'no' }))).toMatchObject({ param: 'lines[0][description]' });
    expect(await credit({ quantity: 1 })).toMatchObject({ amount: 1000, number: `${invoice.number}-CN-02` });
    expect((await stripe.invoices.retrieve(id)).status).toBe('paid');
  });
});

describe('GET /v1/credit_notes/preview', () => {
  it('computes without storing', async () => {
    const { bench, invoice } = await bill(false, [2000]);
    const params = { invoice: invoice.id, lines: [custom(500)] };
    const preview = await bench.stripe.creditNotes.preview(params);
    expect(preview).toMatchObject({ object: 'credit_note', amount: 500, pre_payment_amount: 500, type: 'pre_payment' });
    expect(preview.lines.data).toMatchObject([{ amount: 500, description: 'Courtesy', type: 'custom_line_item' }]);
    expect(preview).not.toHaveProperty('deleted');
    expect((await bench.stripe.creditNotes.list()).data).toEqual([]);
    expect((await bench.stripe.invoices.retrieve(invoice.id)).amount_due).toBe(2000);
  });

  it('pages through its lines', async () => {
    const { bench, invoice } = await bill(true, [2000]);
    const params = { invoice: invoice.id, lines: [custom(1), custom(2), custom(3)] };
    const first = await bench.stripe.creditNotes.listPreviewLineItems({ ...params, limit: 2 });
    expect(first.data.map(({ amount }) => amount)).toEqual([1, 2]);
    expect(first.has_more).toBe(true);
    const rest = await bench.stripe.creditNotes.listPreviewLineItems({ ...params, starting_after: first.data[1]?.id });
    expect(rest.data.map(({ amount }) => amount)).toEqual([3]);
  });

  it('refuses a cursor that is none of its lines', async () => {
    const { bench, invoice } = await bill(true, [2000]);
    const params = { invoice: invoice.id, lines: [custom(1)], starting_after: 'cnli_1' };
    const { message, param } = await refusal(bench.stripe.creditNotes.listPreviewLineItems(params));
    expect({ message, param }).toEqual({
      message: "No such credit_note_line_item: 'cnli_1'",
      param: 'starting_after',
    });
  });
});

describe('POST /v1/credit_notes/:id', () => {
  it('changes the memo and tells so', async () => {
    const { bench, invoice } = await bill(false, [2000]);
    const { id } = await bench.stripe.creditNotes.create({ invoice: invoice.id, amount: 5 });
    const events = await eventsOf(bench, () =>
      bench.stripe.creditNotes.update(id, { memo: 'new', metadata: { a: 'b' } }),
    );
    expect(events).toEqual(['credit_note.updated']);
    expect(await bench.stripe.creditNotes.retrieve(id)).toMatchObject({ memo: 'new', metadata: { a: 'b' } });
    const lines = await bench.stripe.creditNotes.listLineItems(id);
    expect(lines.data).toEqual([]);
  });
});

describe('POST /v1/credit_notes/:id/void', () => {
  it('raises the invoice again', async () => {
    const { bench, invoice } = await bill(false, [2000]);
    const { id } = await bench.stripe.creditNotes.create({ invoice: invoice.id, lines: [custom(1000)] });
    const events = await eventsOf(bench, () => bench.stripe.creditNotes.voidCreditNote(id));
    expect(events).toEqual(['invoice.updated', 'credit_note.voided']);
    expect(await bench.stripe.creditNotes.retrieve(id)).toMatchObject({ status: 'void', voided_at: invoice.created });
    expect(await bench.stripe.invoices.retrieve(invoice.id)).toMatchObject({
      amount_due: 2000,
      amount_remaining: 2000,
      pre_payment_credit_notes_amount: 0,
    });
    expect((await refusal(bench.stripe.creditNotes.voidCreditNote(id))).statusCode).toBe(400);
    const next = await bench.stripe.creditNotes.create({ invoice: invoice.id, amount: 5 });
    expect(next.number).toBe(`${invoice.number}-CN-02`);
  });

  it('refuses once the invoice is paid', async () => {
    const { bench, invoice } = await bill(true, [2000]);
    const { id } = await bench.stripe.creditNotes.create({ invoice: invoice.id, amount: 5, credit_amount: 5 });
    expect(await refusal(bench.stripe.creditNotes.voidCreditNote(id))).toMatchObject({
      message: 'You can only void a credit note if the associated invoice is open.',
    });
  });
});

describe('shipping and negative lines', () => {
  it('credits shipping as a whole, once', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { id: customer } = await payingCustomer(bench);
    const { id } = await stripe.invoices.create({
      customer,
      currency: 'usd',
      shipping_cost: {
        shipping_rate_data: {
          display_name: 'Post',
          type: 'fixed_amount',
          fixed_amount: { amount: 300, currency: 'usd' },
        },
      },
    });
    await stripe.invoices.addLines(id, { lines: [{ amount: 1000 }] });
    const { shipping_cost } = await stripe.invoices.finalizeInvoice(id);
    const shipping_rate = String(shipping_cost?.shipping_rate);
    const credit = () => stripe.creditNotes.create({ invoice: id, shipping_cost: { shipping_rate } });
    const note = await credit();
    expect(note).toMatchObject({ total: 300, amount_shipping: 300, subtotal: 0, shipping_cost: { amount_total: 300 } });
    expect((await refusal(credit())).param).toBe('shipping_cost');
    await stripe.creditNotes.voidCreditNote(note.id);
    expect((await credit()).total).toBe(300);
  });

  it('credits of a negative line are negative, and the note is not', async () => {
    const { bench, invoice } = await bill(false, [1000, -200]);
    const of = (at: number, amount: number): Line => ({
      type: 'invoice_line_item',
      invoice_line_item: invoice.lines.data[at]?.id ?? '',
      amount,
    });
    const credit = (...lines: Line[]) => bench.stripe.creditNotes.create({ invoice: invoice.id, lines });
    const at = invoice.lines.data.findIndex(({ amount }) => amount < 0);
    expect((await refusal(credit(of(at, -100)))).message).toBe('The total of a credit note must be positive.');
    expect((await refusal(credit(of(at, 100)))).param).toBe('lines[0][amount]');
    expect((await refusal(credit(of(1 - at, 1000), of(at, -201)))).param).toBe('lines[1][amount]');
    expect((await credit(of(1 - at, 1000), of(at, -200))).total).toBe(800);
    expect((await bench.stripe.invoices.retrieve(invoice.id)).status).toBe('paid');
  });
});
