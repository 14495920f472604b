/** Answers as an older version of the API shows them. */
import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { testBench, testKey } from '../spec/harness.ts';

type Shown = Record<string, unknown>;

async function subscribed() {
  const { stripe, emulator } = await testBench();
  const price = await stripe.prices.create({
    currency: 'usd',
    unit_amount: 1500,
    recurring: { interval: 'month' },
    product_data: { name: 'Plan' },
  });
  const customer = await stripe.customers.create({
    payment_method: 'pm_card_visa',
    invoice_settings: { default_payment_method: 'pm_card_visa' },
  });
  const { data } = await stripe.paymentMethods.list({ customer: customer.id });
  const subscription = await stripe.subscriptions.create({
    customer: customer.id,
    default_payment_method: data[0]?.id ?? '',
    items: [{ price: price.id }],
  });
  const get = async (path: string, version: string): Promise<Shown> => {
    const headers = { authorization: `Bearer ${testKey}`, 'stripe-version': version };
    return (await (await emulator.fetch(`http://localhost${path}`, { headers })).json()) as Shown;
  };
  return { stripe, price, subscription, get };
}

const firstLine = (invoice: Shown): Shown => (invoice.lines as { data: Shown[] }).data[0] ?? {};

describe('at 2025-02-24.acacia', () => {
  const acacia = '2025-02-24.acacia';

  it('a subscription has its period', async () => {
    const { subscription, get } = await subscribed();
    const [item] = subscription.items.data;
    expect(await get(`/v1/subscriptions/${subscription.id}`, acacia)).toMatchObject({
      current_period_start: item?.current_period_start,
      current_period_end: item?.current_period_end,
      discount: null,
    });
  });

  it('a subscription has the plan and the quantity of its only item', async () => {
    const { stripe, price, subscription, get } = await subscribed();
    const path = `/v1/subscriptions/${subscription.id}`;
    expect(await get(path, acacia)).toMatchObject({
      plan: { id: price.id, object: 'plan', aggregate_usage: null },
      quantity: 1,
      items: { total_count: 1 },
    });
    const { product } = price;
    expect(await get(`${path}?expand[]=plan.product`, acacia)).toMatchObject({
      plan: { product: { id: product, name: 'Plan' } },
    });
    const price_data = {
      currency: 'usd',
      unit_amount: 100,
      product: String(product),
      recurring: { interval: 'month' },
    } as const;
    await stripe.subscriptionItems.create({ subscription: subscription.id, price_data });
    expect(await get(path, '2026-03-25.dahlia')).toMatchObject({
      plan: null,
      quantity: null,
      items: { total_count: 2 },
    });
  });

  it('an invoice names its subscription, and a line its price', async () => {
    const { price, subscription, get } = await subscribed();
    const invoice = await get(`/v1/invoices/${subscription.latest_invoice as string}`, acacia);
    expect(invoice).toMatchObject({ paid: true, subscription: subscription.id, tax: null, total_tax_amounts: [] });
    expect(invoice).not.toHaveProperty('parent');
    const line = firstLine(invoice);
    expect(line).toMatchObject({
      type: 'subscription',
      subscription: subscription.id,
      subscription_item: subscription.items.data[0]?.id,
      proration: false,
      amount_excluding_tax: 1500,
      price: { id: price.id, object: 'price', unit_amount: 1500 },
      plan: { id: price.id, object: 'plan', amount: 1500 },
    });
    expect(line).not.toHaveProperty('pricing');
  });

  it('an invoice item has its price and its unit amount', async () => {
    const { stripe, subscription, get } = await subscribed();
    const item = await stripe.invoiceItems.create({
      customer: subscription.customer as string,
      amount: 700,
      currency: 'usd',
    });
    expect(await get(`/v1/invoiceitems/${item.id}`, acacia)).toMatchObject({
      unit_amount: 700,
      unit_amount_decimal: '700',
      subscription: null,
      price: { type: 'one_time', active: false },
      plan: null,
    });
  });

  it('taxes are amounts with the rate that they are of', async () => {
    const { stripe, subscription, get } = await subscribed();
    const rate = await stripe.taxRates.create({ display_name: 'VAT', percentage: 20, inclusive: false });
    const draft = await stripe.invoices.create({ customer: subscription.customer as string });
    const params: Stripe.InvoiceItemCreateParams = {
      customer: subscription.customer as string,
      invoice: draft.id,
      amount: 1000,
      currency: 'usd',
      tax_rates: [rate.id],
    };
    await stripe.invoiceItems.create(params);
    const invoice = await get(`/v1/invoices/${draft.id}`, acacia);
    const tax = { amount: 200, inclusive: false, tax_rate: rate.id, taxable_amount: 1000 };
    expect(invoice).toMatchObject({ tax: 200, total_tax_amounts: [tax] });
    expect(firstLine(invoice)).toMatchObject({ tax_amounts: [tax], tax_rates: [{ id: rate.id }], type: 'invoiceitem' });
  });
});

it('the newest version keeps its own shape', async () => {
  const { subscription, get } = await subscribed();
  const shown = await get(`/v1/subscriptions/${subscription.id}`, '2026-10-28.endive');
  expect(shown).not.toHaveProperty('current_period_end');
  expect(shown).toHaveProperty('billing_mode');
});
