import { describe, expect, it } from 'vitest';
import { draftOf, eventsOf, openInvoice, payingCustomer } from './billed-customer.ts';
import { refusal, type TestBench, testBench } from './harness.ts';

const revise = ({ stripe }: TestBench, invoice: string) =>
  stripe.invoices.create({ from_invoice: { invoice, action: 'revision' } });

describe('POST /v1/invoices with from_invoice', () => {
  it('copies an open invoice into a draft', async () => {
    const bench = await testBench();
    const { id: customer } = await payingCustomer(bench);
    const rate = await bench.stripe.taxRates.create({ display_name: 'VAT', percentage: 10, inclusive: false });
    const original = await openInvoice(bench, customer, [1000, 500], {
      default_tax_rates: [rate.id],
      description: 'Chairs',
      metadata: { order: '1' },
    });
    const draft = await revise(bench, original.id);
    expect(draft).toMatchObject({
      status: 'draft',
      customer,
      description: 'Chairs',
      metadata: { order: '1' },
      from_invoice: { action: 'revision', invoice: original.id },
      latest_revision: null,
      total: 1650,
      number: null,
    });
    expect(draft.lines.data.map(({ amount }) => amount)).toEqual(original.lines.data.map(({ amount }) => amount));
    const [line] = draft.lines.data;
    await bench.stripe.invoices.removeLines(draft.id, { lines: [{ id: line?.id ?? '', behavior: 'delete' }] });
    expect((await bench.stripe.invoices.retrieve(original.id)).lines).toMatchObject({ total_count: 2 });
  });

  it('voids what it corrects once it is finalized', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { id: customer } = await payingCustomer(bench);
    await stripe.customers.createBalanceTransaction(customer, { amount: -300, currency: 'usd' });
    const original = await openInvoice(bench, customer, [1000]);
    expect(original.amount_due).toBe(700);
    const first = await revise(bench, original.id);
    const types = await eventsOf(bench, () => stripe.invoices.finalizeInvoice(first.id));
    expect(types.filter((type) => type.startsWith('invoice.'))).toEqual([
      'invoice.updated',
      'invoice.voided',
      'invoice.updated',
      'invoice.finalized',
    ]);
    // The credit that the original had used pays the revision.
    expect(await stripe.invoices.retrieve(first.id)).toMatchObject({ status: 'open', amount_due: 700 });
    const second = await revise(bench, first.id);
    await stripe.invoices.finalizeInvoice(second.id);
    for (const each of [original.id, first.id])
      expect(await stripe.invoices.retrieve(each)).toMatchObject({ status: 'void', latest_revision: second.id });
  });

  it('refuses what is not open, has credit notes, or was paid meanwhile', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { id: customer } = await payingCustomer(bench);
    const draft = await draftOf(bench, customer, [1000]);
    expect((await refusal(revise(bench, draft.id))).param).toBe('from_invoice[invoice]');
    const credited = await openInvoice(bench, customer, [1000]);
    await stripe.creditNotes.create({ invoice: credited.id, amount: 100 });
    expect((await refusal(revise(bench, credited.id))).message).toContain('credit notes');
    const open = await openInvoice(bench, customer, [1000]);
    const revision = await revise(bench, open.id);
    await stripe.invoices.pay(open.id);
    expect((await refusal(stripe.invoices.finalizeInvoice(revision.id))).message).toContain('is paid');
    const more = stripe.invoices.create({
      currency: 'eur',
      from_invoice: { invoice: credited.id, action: 'revision' },
    });
    expect((await refusal(more)).param).toBe('currency');
  });
});

describe('what stands around the lines', () => {
  it('is what the customer wants on each invoice, unless the invoice says so itself', async () => {
    const { stripe } = await testBench();
    const { id: customer } = await stripe.customers.create({
      invoice_settings: {
        custom_fields: [{ name: 'Order', value: '1' }],
        footer: 'Thanks',
        rendering_options: { amount_tax_display: 'include_inclusive_tax' },
      },
    });
    expect(await stripe.invoices.create({ customer })).toMatchObject({
      custom_fields: [{ name: 'Order', value: '1' }],
      footer: 'Thanks',
      rendering: { amount_tax_display: 'include_inclusive_tax', pdf: { page_size: 'auto' } },
    });
    const own = await stripe.invoices.create({
      customer,
      custom_fields: '',
      footer: 'Paid on sight',
      rendering: { pdf: { page_size: 'a4' } },
    });
    expect(own).toMatchObject({
      custom_fields: null,
      footer: 'Paid on sight',
      rendering: { amount_tax_display: 'include_inclusive_tax', pdf: { page_size: 'a4' } },
    });
  });

  it('takes up to four custom fields of different names', async () => {
    const { stripe } = await testBench();
    const { id: customer } = await stripe.customers.create({});
    const fields = (count: number) => Array.from({ length: count }, (_, at) => ({ name: `F${at}`, value: 'x' }));
    expect((await stripe.invoices.create({ customer, custom_fields: fields(4) })).custom_fields).toHaveLength(4);
    for (const custom_fields of [fields(5), [...fields(1), ...fields(1)]])
      expect((await refusal(stripe.invoices.create({ customer, custom_fields }))).param).toBe('custom_fields');
  });

  it('names tax ids of the account, not of customers', async () => {
    const { stripe } = await testBench();
    const { id: customer } = await stripe.customers.create({});
    const { id: own } = await stripe.taxIds.create({ type: 'us_ein', value: '12-3456789' });
    const { id: other } = await stripe.customers.createTaxId(customer, { type: 'us_ein', value: '1' });
    const invoice = await stripe.invoices.create({ customer, account_tax_ids: [own] });
    expect(invoice.account_tax_ids).toEqual([own]);
    const [expanded] =
      (await stripe.invoices.retrieve(invoice.id, { expand: ['account_tax_ids'] })).account_tax_ids ?? [];
    expect(expanded).toMatchObject({ object: 'tax_id', value: '12-3456789' });
    expect((await stripe.invoices.update(invoice.id, { account_tax_ids: '' })).account_tax_ids).toBeNull();
    for (const id of [other, 'txi_x']) {
      const error = await refusal(stripe.invoices.update(invoice.id, { account_tax_ids: [id] }));
      expect(error.param).toBe('account_tax_ids[0]');
    }
    const template = stripe.invoices.create({ customer, rendering: { template: 'inrtem_x' } });
    expect((await refusal(template)).param).toBe('rendering[template]');
  });
});
