import fc from 'fast-check';
import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { payingCustomer } from './billed-customer.ts';
import { type TestBench, testBench } from './harness.ts';

interface Line {
  readonly unit: number;
  readonly quantity: number;
  readonly percentOff: number;
  readonly tax: 'none' | 'usual' | 'other';
}

type Step =
  | { readonly do: 'credit'; readonly amount: number; readonly to: 'balance' | 'card' | 'elsewhere' }
  | { readonly do: 'credit line'; readonly at: number; readonly share: number }
  | { readonly do: 'void note' }
  | { readonly do: 'pay'; readonly by: 'card' | 'elsewhere' }
  | { readonly do: 'pay part'; readonly share: number };

interface Story {
  readonly lines: readonly Line[];
  readonly balance: number;
  readonly percentOff: number;
  readonly amountOff: number;
  readonly tax: number;
  readonly inclusive: boolean;
  readonly automatic: boolean;
  readonly shipping: number;
  readonly steps: readonly Step[];
}

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant('credit' as const),
    amount: fc.integer({ min: 1, max: 9000 }),
    to: fc.constantFrom('balance' as const, 'card' as const, 'elsewhere' as const),
  }),
  fc.record({ do: fc.constant('credit line' as const), at: fc.nat(2), share: fc.integer({ min: 1, max: 100 }) }),
  fc.constant({ do: 'void note' as const }),
  fc.record({ do: fc.constant('pay' as const), by: fc.constantFrom('card' as const, 'elsewhere' as const) }),
  fc.record({ do: fc.constant('pay part' as const), share: fc.integer({ min: 10, max: 99 }) }),
);

const story: fc.Arbitrary<Story> = fc.record({
  lines: fc.array(
    fc.record({
      unit: fc.integer({ min: -1000, max: 3000 }),
      quantity: fc.integer({ min: 1, max: 3 }),
      percentOff: fc.constantFrom(0, 0, 10, 33.33),
      tax: fc.constantFrom('none' as const, 'usual' as const, 'other' as const),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  balance: fc.constantFrom(0, -1000, -3000, -50_000, 700),
  percentOff: fc.constantFrom(0, 0, 12.5, 33.3333, 100),
  amountOff: fc.constantFrom(0, 0, 333, 20_000),
  tax: fc.constantFrom(0, 8.875, 19),
  inclusive: fc.boolean(),
  automatic: fc.boolean(),
  shipping: fc.constantFrom(0, 0, 499),
  steps: fc.array(step, { maxLength: 5 }),
});

const sum = (amounts: readonly number[]): number => amounts.reduce((all, amount) => all + amount, 0);
const sumOf = (rows: readonly { readonly amount: number }[] | null | undefined): number =>
  sum((rows ?? []).map(({ amount }) => amount));

type Taxes = readonly { readonly amount: number; readonly tax_behavior: string }[] | null | undefined;
const exclusive = (taxes: Taxes): number => sumOf((taxes ?? []).filter((tax) => tax.tax_behavior === 'exclusive'));

/** What an invoice says of itself at any time. */
function checkInvoice(invoice: Stripe.Invoice): void {
  const { subtotal, total, total_excluding_tax: net, amount_due, amount_paid, amount_remaining, lines } = invoice;
  const gross = sum(lines.data.map(({ amount }) => amount));
  const discounts = sumOf(invoice.total_discount_amounts);
  const shipping = invoice.shipping_cost?.amount_subtotal ?? 0;
  expect(subtotal).toBeLessThanOrEqual(gross);
  expect(total).toBe(gross - discounts + exclusive(invoice.total_taxes) + shipping);
  expect(net).toBe(total - sumOf(invoice.total_taxes));
  expect(discounts).toBe(sum(lines.data.map((line) => sumOf(line.discount_amounts))));
  const shippingTax = invoice.shipping_cost?.amount_tax ?? 0;
  expect(sumOf(invoice.total_taxes)).toBe(sum(lines.data.map((line) => sumOf(line.taxes))) + shippingTax);

  expect(amount_remaining).toBe(amount_due - amount_paid);
  expect(amount_remaining).toBeGreaterThanOrEqual(0);
  const wanted = Math.max(0, total + invoice.starting_balance);
  expect(amount_due + invoice.pre_payment_credit_notes_amount).toBe(wanted < 50 ? 0 : wanted);
  expect(invoice.status === 'open').toBe(amount_remaining > 0);
}

function checkNote(note: Stripe.CreditNote): void {
  expect(note.amount).toBe(note.total);
  expect(note.amount).toBe(note.pre_payment_amount + note.post_payment_amount);
  expect(note.total_excluding_tax).toBe(note.total - sumOf(note.total_taxes));
  expect(note.discount_amount).toBe(sumOf(note.discount_amounts));
  const { data } = note.lines;
  if (data.length === 0) return;
  expect(note.discount_amount).toBe(sum(data.map(({ discount_amount }) => discount_amount)));
  expect(sumOf(note.total_taxes)).toBe(sum(data.map(({ taxes }) => sumOf(taxes))));
  expect(note.total).toBe(sumOf(data) - note.discount_amount + exclusive(note.total_taxes));
}

const creditable = (invoice: Stripe.Invoice): number =>
  invoice.total - invoice.pre_payment_credit_notes_amount - invoice.post_payment_credit_notes_amount;

/** Where what is credited after the payment goes: to the card no more than it paid. */
function given(invoice: Stripe.Invoice, amount: number, to: string, refundable: number) {
  const post = Math.max(0, amount - invoice.amount_remaining);
  if (post === 0) return {};
  if (to === 'elsewhere') return { out_of_band_amount: post };
  const refund_amount = to === 'card' ? Math.min(post, refundable) : 0;
  const credit_amount = post - refund_amount;
  return { ...(refund_amount > 0 && { refund_amount }), ...(credit_amount > 0 && { credit_amount }) };
}

async function take({ stripe }: TestBench, invoice: Stripe.Invoice, next: Step): Promise<void> {
  const { id } = invoice;
  if (next.do === 'pay') {
    if (invoice.status === 'open') await stripe.invoices.pay(id, { paid_out_of_band: next.by === 'elsewhere' });
    return;
  }
  if (next.do === 'pay part') {
    const amount = Math.floor((invoice.amount_remaining * next.share) / 100);
    if (invoice.status !== 'open' || amount < 50) return;
    const intent = await stripe.paymentIntents.create({
      amount,
      currency: 'usd',
      customer: String(invoice.customer),
      payment_method: 'pm_card_visa',
      confirm: true,
      automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
    });
    const { amount_paid } = await stripe.invoices.attachPayment(id, { payment_intent: intent.id });
    expect(amount_paid).toBe(invoice.amount_paid + amount);
    return;
  }
  if (next.do === 'void note') {
    const [note] = (await stripe.creditNotes.list({ invoice: id })).data;
    if (invoice.status === 'open' && note?.status === 'issued') await stripe.creditNotes.voidCreditNote(note.id);
    return;
  }
  const [charge] = (await stripe.charges.list({ customer: String(invoice.customer) })).data;
  const refundable = charge === undefined ? 0 : charge.amount_captured - charge.amount_refunded;
  if (next.do === 'credit') {
    const amount = Math.min(next.amount, creditable(invoice));
    if (amount < 1) return;
    await stripe.creditNotes.create({ invoice: id, amount, ...given(invoice, amount, next.to, refundable) });
    return;
  }
  const line = invoice.lines.data[next.at];
  const amount = Math.floor(((line?.amount ?? 0) * next.share) / 300);
  if (line === undefined || amount < 1) return;
  const lines = [{ type: 'invoice_line_item', invoice_line_item: line.id, amount }] as const;
  const preview = await stripe.creditNotes.preview({ invoice: id, lines: [...lines] }).catch(() => undefined);
  if (preview === undefined) return;
  const split = given(invoice, preview.total, 'card', refundable);
  checkNote(await stripe.creditNotes.create({ invoice: id, lines: [...lines], ...split }));
}

async function begin(bench: TestBench, { lines, ...told }: Story): Promise<{ id: string; customer: string }> {
  const { stripe } = bench;
  const { id: customer } = await payingCustomer(bench);
  await stripe.customers.update(customer, { address: { country: 'DE' } });
  if (told.balance !== 0)
    await stripe.customers.createBalanceTransaction(customer, { amount: told.balance, currency: 'usd' });
  const rateOf = async (percentage: number, inclusive: boolean) =>
    (await stripe.taxRates.create({ display_name: 'Tax', percentage, inclusive })).id;
  const usual = told.tax > 0 && !told.automatic ? [await rateOf(told.tax, told.inclusive)] : [];
  const other = await rateOf(7.5, !told.inclusive);
  const coupons: string[] = [];
  if (told.amountOff > 0)
    coupons.push((await stripe.coupons.create({ amount_off: told.amountOff, currency: 'usd' })).id);
  if (told.percentOff > 0) coupons.push((await stripe.coupons.create({ percent_off: told.percentOff })).id);
  const { id } = await stripe.invoices.create({
    customer,
    automatic_tax: { enabled: told.automatic },
    discounts: coupons.map((coupon) => ({ coupon })),
    default_tax_rates: usual,
    ...(told.shipping > 0 && {
      shipping_cost: {
        shipping_rate_data: {
          display_name: 'Post',
          type: 'fixed_amount',
          fixed_amount: { amount: told.shipping, currency: 'usd' },
        },
      },
    }),
  });
  const added: Stripe.InvoiceAddLinesParams.Line[] = [];
  for (const { unit, quantity, percentOff, tax } of lines) {
    const { id: coupon } = await stripe.coupons.create({ percent_off: Math.max(1, percentOff) });
    added.push({
      price_data: { currency: 'usd', product_data: { name: 'Thing' }, unit_amount: Math.abs(unit) },
      quantity,
      ...(percentOff > 0 && { discounts: [{ coupon }] }),
      ...(tax === 'other' && { tax_rates: [other] }),
    });
    if (unit < 0) added.push({ amount: unit });
  }
  await stripe.invoices.addLines(id, { lines: added });
  return { id, customer };
}

async function live(bench: TestBench, told: Story): Promise<void> {
  const { stripe } = bench;
  const { id, customer } = await begin(bench, told);
  checkInvoice(await stripe.invoices.finalizeInvoice(id));
  for (const next of told.steps) {
    await take(bench, await stripe.invoices.retrieve(id), next);
    checkInvoice(await stripe.invoices.retrieve(id));
  }
  const invoice = await stripe.invoices.retrieve(id);
  const notes = (await stripe.creditNotes.list({ invoice: id })).data.filter(({ status }) => status === 'issued');
  notes.forEach(checkNote);
  expect(sum(notes.map((note) => note.pre_payment_amount))).toBe(invoice.pre_payment_credit_notes_amount);
  expect(sum(notes.map((note) => note.post_payment_amount))).toBe(invoice.post_payment_credit_notes_amount);
  expect(Math.min(0, creditable(invoice))).toBe(Math.min(0, invoice.total));
  const refunds = notes.flatMap((note) => note.refunds.map(({ amount_refunded }) => amount_refunded));
  const charges = (await stripe.charges.list({ customer })).data;
  expect(sum(charges.map(({ amount_refunded }) => amount_refunded))).toBe(sum(refunds));
  const movements = (await stripe.customers.listBalanceTransactions(customer, { limit: 100 })).data;
  const owner = (await stripe.customers.retrieve(customer)) as Stripe.Customer;
  expect(owner.balance).toBe(sumOf(movements));
}

describe('the life of an invoice', () => {
  it('keeps Stripe’s identities at every step', async () => {
    const bench = await testBench();
    await bench.stripe.tax.registrations.create({
      country: 'DE',
      country_options: { de: { type: 'standard' } },
      active_from: 'now',
    });
    await fc.assert(
      fc.asyncProperty(story, (each) => live(bench, each)),
      { numRuns: 25 },
    );
  });
});
