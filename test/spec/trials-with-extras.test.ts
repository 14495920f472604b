import { describe, expect, it } from 'vitest';
import { payingCustomer } from './billed-customer.ts';
import { testBench } from './harness.ts';
import { recurringPrice } from './quoted-customer.ts';

/** A week on trial, and something on top that is paid for at once. */
async function scene() {
  const bench = await testBench();
  const { id: customer } = await payingCustomer(bench);
  const monthly = await recurringPrice(bench, 1000);
  const setup = await bench.stripe.prices.create({
    currency: 'usd',
    unit_amount: 500,
    product_data: { name: 'Setup' },
  });
  const params = {
    customer,
    items: [{ price: monthly.id }],
    add_invoice_items: [{ price: setup.id }],
    trial_period_days: 7,
  };
  const statusOf = async (id: string) => (await bench.stripe.subscriptions.retrieve(id)).status;
  return { bench, stripe: bench.stripe, customer, monthly, setup, params, statusOf };
}

describe('a trial with something bought on top', () => {
  it('begins once that is paid', async () => {
    const { stripe, params } = await scene();
    const { status, latest_invoice } = await stripe.subscriptions.create({ ...params, expand: ['latest_invoice'] });
    expect(status).toBe('trialing');
    expect(latest_invoice).toMatchObject({ status: 'paid', total: 500 });
  });

  it('waits for the payment where nobody is charged', async () => {
    const { stripe, params, statusOf } = await scene();
    const { id, latest_invoice, status } = await stripe.subscriptions.create({
      ...params,
      payment_behavior: 'default_incomplete',
    });
    expect(status).toBe('incomplete');
    await stripe.invoices.pay(String(latest_invoice));
    expect(await statusOf(id)).toBe('trialing');
  });

  it('comes from a quote without a charge, which follows an hour later', async () => {
    const { bench, stripe, customer, monthly, setup, statusOf } = await scene();
    const { id } = await stripe.quotes.create({
      customer,
      line_items: [{ price: monthly.id }, { price: setup.id }],
      subscription_data: { trial_period_days: 7 },
    });
    await stripe.quotes.finalizeQuote(id);
    const { invoice, subscription } = await stripe.quotes.accept(id, { expand: ['invoice'] });
    expect(invoice).toMatchObject({ auto_advance: true, status: 'draft', total: 500 });
    await bench.sandbox.advance('1h');
    expect(await stripe.invoices.list({ subscription: String(subscription) })).toMatchObject({
      data: [{ amount_paid: 500, status: 'paid' }],
    });
    expect(await statusOf(String(subscription))).toBe('trialing');
  });
});
