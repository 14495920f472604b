import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { draftOf, openInvoice, paidInvoice, payingCustomer } from './billed-customer.ts';
import { type TestBench, testBench } from './harness.ts';

const recordings = process.env.STRIPE_RECORDED_DIR;
const read = (name: string) => JSON.parse(readFileSync(join(recordings ?? '', name), 'utf8')).body;

/** The path of every value in an answer. */
function paths(value: unknown, path = ''): string[] {
  if (value === null || typeof value !== 'object') return [path];
  if (Array.isArray(value)) return value.flatMap((each, at) => paths(each, `${path}[${at}]`));
  return Object.entries(value).flatMap(([name, each]) => paths(each, `${path}.${name}`));
}

/** Metadata is everybody's own. */
const isOurs = (path: string): boolean => path.startsWith('.metadata.');

const lacking = (recorded: object, ours: object): string[] => {
  // The SDK makes objects of decimals.
  const known = new Set(paths(JSON.parse(JSON.stringify(ours))));
  return paths(recorded).filter((path) => !known.has(path) && !isOurs(path));
};

async function discounted({ stripe }: TestBench, customer: string): Promise<Stripe.Invoice> {
  const half = await stripe.coupons.create({ percent_off: 50, duration: 'forever', name: 'Half Off' });
  const { id: invoice } = await stripe.invoices.create({ customer });
  await stripe.invoiceItems.create({ customer, invoice, amount: 1900, discounts: [{ coupon: half.id }] });
  await stripe.invoices.pay(invoice);
  return stripe.invoices.retrieve(invoice, { expand: ['total_discount_amounts.discount.source.coupon'] });
}

async function previousOf({ stripe }: TestBench, at: number): Promise<object> {
  const { data } = await stripe.events.list({ type: 'invoice.updated' });
  return data.reverse().at(at)?.data.previous_attributes as object;
}

describe.skipIf(recordings === undefined)('recorded billing (STRIPE_RECORDED_DIR)', () => {
  it('a draft, a paid, a voided and a discounted invoice have every field that was recorded', async () => {
    const bench = await testBench();
    const { id: customer } = await payingCustomer(bench);
    expect(lacking(read('invoice--zulip-zulip--1.json'), await draftOf(bench, customer, []))).toEqual([]);
    expect(lacking(read('invoice--zulip-zulip--3.json'), await paidInvoice(bench, customer, [500]))).toEqual([]);
    const { id } = await openInvoice(bench, customer, [500]);
    const voided = await bench.stripe.invoices.voidInvoice(id);
    expect(lacking(read('invoice--zulip-zulip--4.json'), voided)).toEqual([]);
    const ours = await discounted(bench, customer);
    const recorded = read('invoice--pay-rails-pay--1.json');
    expect(lacking(recorded, ours)).toEqual([]);
    const { subtotal, total, amount_due, amount_paid, attempt_count, status } = recorded;
    expect(ours).toMatchObject({ subtotal, total, amount_due, amount_paid, attempt_count, status });
  });

  it('a credit note with a refund reads as recorded', async () => {
    const bench = await testBench();
    const { id: customer } = await payingCustomer(bench);
    const invoice = await paidInvoice(bench, customer, [1000]);
    const recorded = read('credit_note--pay-rails-pay--1.json');
    const note = await bench.stripe.creditNotes.create({
      invoice: invoice.id,
      refund_amount: 500,
      lines: [{ type: 'custom_line_item', description: 'Refund', quantity: 1, unit_amount: 500 }],
    });
    expect(lacking(recorded, note)).toEqual([]);
    const { amount, type, subtotal, total, out_of_band_amount, post_payment_amount, total_taxes } = recorded;
    expect(note).toMatchObject({ amount, type, subtotal, total, out_of_band_amount, post_payment_amount, total_taxes });
  });

  it('an invoice item and a payment of an invoice have every field that was recorded', async () => {
    const bench = await testBench();
    const { id: customer } = await payingCustomer(bench);
    const { id: invoice } = await paidInvoice(bench, customer, [1000]);
    const [item] = (await bench.stripe.invoiceItems.list({ invoice })).data;
    expect(lacking(read('invoiceitem--zulip-zulip--1.json'), item ?? {})).toEqual([]);
    const [payment] = (await bench.stripe.invoicePayments.list({ invoice })).data;
    const [recorded] = read('invoice_payment.list--pay-rails-pay--1.json').data;
    expect(lacking(recorded, payment ?? {})).toEqual([]);
  });

  it('finalizing, and paying elsewhere, change what was recorded', async () => {
    const bench = await testBench();
    const { id: customer } = await payingCustomer(bench);
    const terms = { auto_advance: true, collection_method: 'send_invoice', days_until_due: 30 } as const;
    const { id } = await openInvoice(bench, customer, [1_476_000], terms);
    await bench.stripe.invoices.pay(id, { paid_out_of_band: true });
    const recorded: Stripe.Event[] = read('event.list--zulip-zulip--2.json').data.reverse();
    const updates = recorded
      .filter(({ type }) => type === 'invoice.updated')
      .map(({ data }) => data.previous_attributes);
    // What Stripe shows only on demand is no part of its events.
    const { confirmation_secret: _, ...finalized } = (await previousOf(bench, 1)) as { confirmation_secret?: null };
    expect(Object.keys(finalized).sort()).toEqual(Object.keys(updates[1] ?? {}).sort());
    expect(await previousOf(bench, 2)).toEqual(updates[2]);
  });
});
