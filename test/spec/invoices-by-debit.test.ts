import { describe, expect, it } from 'vitest';
import { type TestBench, testBench } from './harness.ts';
import { mandate_data } from './payers.ts';

/** An open invoice of a customer whose bank account may be debited. */
async function billed({ stripe }: TestBench, payment_method: string) {
  const customer = (await stripe.customers.create()).id;
  const setUp = await stripe.setupIntents.create({
    allowed_payment_method_types: ['us_bank_account'],
    confirm: true,
    customer,
    mandate_data,
    payment_method,
  });
  const invoice = await stripe.invoices.create({
    customer,
    default_payment_method: String(setUp.payment_method),
    payment_settings: { payment_method_types: ['us_bank_account'] },
  });
  await stripe.invoiceItems.create({ customer, invoice: invoice.id, amount: 2000, currency: 'usd' });
  return stripe.invoices.finalizeInvoice(String(invoice.id), { auto_advance: false });
}

describe('an invoice that a bank account is debited for', () => {
  it('stays open until the bank has paid', async () => {
    const bench = await testBench();
    const { id } = await billed(bench, 'pm_usBankAccount_success');
    const asked = await bench.stripe.invoices.pay(String(id));
    expect(asked).toMatchObject({ status: 'open', attempted: true, next_payment_attempt: null });
    await bench.sandbox.advance('10s');
    expect(await bench.stripe.invoices.retrieve(String(id))).toMatchObject({ status: 'paid', amount_paid: 2000 });
  });

  it('has failed once the bank does not pay', async () => {
    const bench = await testBench();
    const { id } = await billed(bench, 'pm_usBankAccount_insufficientFunds');
    await bench.stripe.invoices.pay(String(id));
    await bench.sandbox.advance('10s');
    expect(await bench.stripe.invoices.retrieve(String(id))).toMatchObject({ status: 'open', attempt_count: 1 });
    expect(await bench.eventTypes()).toContain('invoice.payment_failed');
  });
});
