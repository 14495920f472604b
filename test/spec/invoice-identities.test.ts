import fc from 'fast-check';
import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { payingCustomer } from './billed-customer.ts';
import { type TestBench, testBench } from './harness.ts';

interface Story {
  readonly amounts: readonly number[];
  readonly balance: number;
  readonly percentOff: number;
  readonly tax: number;
  readonly inclusive: boolean;
  readonly notes: readonly number[];
  readonly paidAfter: number;
}

const story: fc.Arbitrary<Story> = fc.record({
  amounts: fc.array(fc.integer({ min: -1000, max: 6000 }), { minLength: 1, maxLength: 3 }),
  balance: fc.constantFrom(0, -1000, -3000, -50_000, 700),
  percentOff: fc.constantFrom(0, 0, 12.5, 33.3333, 100),
  tax: fc.constantFrom(0, 8.875, 19),
  inclusive: fc.boolean(),
  notes: fc.array(fc.integer({ min: 1, max: 9000 }), { maxLength: 3 }),
  paidAfter: fc.integer({ min: 0, max: 3 }),
});

const sum = (amounts: readonly number[]): number => amounts.reduce((all, amount) => all + amount, 0);

function checkAmounts(invoice: Stripe.Invoice): void {
  const { total, total_excluding_tax: net, amount_due, amount_paid, amount_remaining, starting_balance } = invoice;
  expect(net).toBe(total - sum((invoice.total_taxes ?? []).map(({ amount }) => amount)));
  expect(amount_remaining).toBe(amount_due - amount_paid);
  expect(amount_remaining).toBeGreaterThanOrEqual(0);
  const wanted = Math.max(0, total + starting_balance);
  expect(amount_due + invoice.pre_payment_credit_notes_amount).toBe(wanted < 50 ? 0 : wanted);
  expect(invoice.status === 'open').toBe(amount_remaining > 0);
}

/** A note over as much of `amount` as fits, its rest going to the balance. */
async function credit({ stripe }: TestBench, invoice: Stripe.Invoice, amount: number): Promise<void> {
  const left = invoice.total - invoice.pre_payment_credit_notes_amount - invoice.post_payment_credit_notes_amount;
  const credited = Math.min(amount, left);
  if (credited < 1) return;
  const rest = Math.max(0, credited - invoice.amount_remaining);
  await stripe.creditNotes.create({ invoice: invoice.id, amount: credited, ...(rest > 0 && { credit_amount: rest }) });
}

async function live(
  bench: TestBench,
  { amounts, balance, percentOff, tax, inclusive, notes, paidAfter }: Story,
): Promise<void> {
  const { stripe } = bench;
  const { id: customer } = await payingCustomer(bench);
  if (balance !== 0) await stripe.customers.createBalanceTransaction(customer, { amount: balance, currency: 'usd' });
  const coupon = percentOff > 0 ? await stripe.coupons.create({ percent_off: percentOff }) : undefined;
  const rate = tax > 0 ? await stripe.taxRates.create({ display_name: 'Tax', percentage: tax, inclusive }) : undefined;
  const { id } = await stripe.invoices.create({
    customer,
    ...(coupon && { discounts: [{ coupon: coupon.id }] }),
    ...(rate && { default_tax_rates: [rate.id] }),
  });
  await stripe.invoices.addLines(id, { lines: amounts.map((amount) => ({ amount })) });
  let invoice = await stripe.invoices.finalizeInvoice(id);
  checkAmounts(invoice);
  for (const [at, amount] of [...notes, 0].entries()) {
    if (at === paidAfter && invoice.status === 'open') {
      invoice = await stripe.invoices.pay(id, { paid_out_of_band: true });
      checkAmounts(invoice);
    }
    await credit(bench, invoice, amount);
    invoice = await stripe.invoices.retrieve(id);
    checkAmounts(invoice);
  }
  const made = (await stripe.creditNotes.list({ invoice: id })).data;
  expect(sum(made.map((note) => note.pre_payment_amount))).toBe(invoice.pre_payment_credit_notes_amount);
  expect(sum(made.map((note) => note.post_payment_amount))).toBe(invoice.post_payment_credit_notes_amount);
  for (const note of made) expect(note.amount).toBe(note.pre_payment_amount + note.post_payment_amount);
  const movements = (await stripe.customers.listBalanceTransactions(customer, { limit: 100 })).data;
  const owner = (await stripe.customers.retrieve(customer)) as Stripe.Customer;
  expect(owner.balance).toBe(sum(movements.map(({ amount }) => amount)));
}

describe('the life of an invoice', () => {
  it('keeps Stripe’s identities at every step', async () => {
    const bench = await testBench();
    await fc.assert(
      fc.asyncProperty(story, (each) => live(bench, each)),
      { numRuns: 25 },
    );
  });
});
