import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { type TestBench, testBench } from './harness.ts';
import { mandate_data } from './payers.ts';

/** A customer whose bank account may be debited. */
async function debited({ stripe }: TestBench, payment_method: string): Promise<{ customer: string; method: string }> {
  const customer = (await stripe.customers.create()).id;
  const setUp = await stripe.setupIntents.create({
    allowed_payment_method_types: ['us_bank_account'],
    confirm: true,
    customer,
    mandate_data,
    payment_method,
  });
  return { customer, method: String(setUp.payment_method) };
}

/** An open invoice of such a customer. */
async function billed(bench: TestBench, payment_method: string) {
  const { stripe } = bench;
  const { customer, method } = await debited(bench, payment_method);
  const invoice = await stripe.invoices.create({
    customer,
    default_payment_method: method,
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

describe('a subscription that a bank account is debited for', () => {
  async function subscribed(bench: TestBench, payment_method: string, params: object = {}) {
    const { stripe } = bench;
    const { customer, method } = await debited(bench, payment_method);
    const price = await stripe.prices.create({
      currency: 'usd',
      unit_amount: 2000,
      recurring: { interval: 'month' },
      product_data: { name: 'Gold' },
    });
    const subscription = await stripe.subscriptions.create({
      customer,
      items: [{ price: price.id }],
      default_payment_method: method,
      payment_settings: { payment_method_types: ['us_bank_account'] },
      expand: ['latest_invoice.payments'],
      ...params,
    });
    return { ...subscription, method, invoice: subscription.latest_invoice as Stripe.Invoice };
  }

  it.each([
    ['pm_usBankAccount_success', 'active', 'paid'],
    ['pm_usBankAccount_insufficientFunds', 'past_due', 'open'],
  ])('is active while %s takes its time, and then %s', async (account, status, ends) => {
    const bench = await testBench();
    const { id, status: first, invoice } = await subscribed(bench, account);
    expect([first, invoice.status, invoice.attempted]).toEqual(['active', 'open', true]);
    await bench.sandbox.advance('10s');
    expect((await bench.stripe.subscriptions.retrieve(id)).status).toBe(status);
    expect(await bench.stripe.invoices.retrieve(invoice.id)).toMatchObject({ status: ends, attempt_count: 1 });
  });

  it('becomes active as the bank is asked for its first invoice', async () => {
    const bench = await testBench();
    const params = { payment_behavior: 'default_incomplete' };
    const { id, status, method, invoice } = await subscribed(bench, 'pm_usBankAccount_success', params);
    expect(status).toBe('incomplete');
    const intent = String(invoice.payments?.data[0]?.payment.payment_intent);
    await bench.stripe.paymentIntents.confirm(intent, { payment_method: method });
    expect((await bench.stripe.subscriptions.retrieve(id)).status).toBe('active');
    expect((await bench.stripe.invoices.retrieve(invoice.id)).status).toBe('open');
  });
});
