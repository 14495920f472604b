/** Fields that only older versions have, expanded where those versions let them be. */
import { describe, expect, it } from 'vitest';
import { type TestBench, testBench } from '../spec/harness.ts';

const acacia = '2025-02-24.acacia';

async function subscribed() {
  const bench = await testBench();
  const { stripe } = bench;
  const coupon = await stripe.coupons.create({ percent_off: 10, duration: 'forever' });
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
  const subscription = await stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: price.id }],
    discounts: [{ coupon: coupon.id }],
  });
  const invoice = String(subscription.latest_invoice);
  const { data } = await stripe.invoicePayments.list({ invoice });
  const intent = await stripe.paymentIntents.retrieve(String(data[0]?.payment.payment_intent));
  return { bench, coupon, price, subscription, invoice, intent, charge: String(intent.latest_charge) };
}

const get = (bench: TestBench, path: string, version = acacia) =>
  bench.call('GET', path, { headers: { 'stripe-version': version } });

describe('an invoice', () => {
  it('names its payment and its charge, whole where asked', async () => {
    const { bench, invoice, intent, charge } = await subscribed();
    const path = `/v1/invoices/${invoice}`;
    expect((await get(bench, path)).body).toMatchObject({ payment_intent: intent.id, charge, paid_out_of_band: false });
    const { body } = await get(bench, `${path}?expand[]=payment_intent.latest_charge&expand[]=charge`);
    expect(body.payment_intent).toMatchObject({ id: intent.id, invoice, latest_charge: { id: charge, invoice } });
    expect(body.charge).toMatchObject({ id: charge, payment_intent: intent.id });
  });

  it('that was paid elsewhere was not paid here', async () => {
    const { bench, subscription } = await subscribed();
    const customer = String(subscription.customer);
    const draft = await bench.stripe.invoices.create({
      customer,
      collection_method: 'send_invoice',
      days_until_due: 3,
    });
    await bench.stripe.invoiceItems.create({ customer, invoice: draft.id, amount: 900, currency: 'usd' });
    await bench.stripe.invoices.finalizeInvoice(draft.id);
    await bench.stripe.invoices.pay(draft.id, { paid_out_of_band: true });
    const { body } = await get(bench, `/v1/invoices/${draft.id}`);
    expect(body).toMatchObject({
      paid: true,
      paid_out_of_band: true,
      amount_paid: 0,
      amount_remaining: 900,
      charge: null,
    });
    expect((await get(bench, `/v1/invoices/${draft.id}`, '2025-03-31.basil')).body.amount_paid).toBe(900);
  });

  it('is reached from its subscription, in lists too', async () => {
    const { bench, subscription, intent, price } = await subscribed();
    const path = `/v1/subscriptions/${subscription.id}?expand[]=latest_invoice.payment_intent&expand[]=latest_invoice.lines.data.price.product`;
    const { latest_invoice } = (await get(bench, path)).body;
    expect(latest_invoice.payment_intent).toMatchObject({ id: intent.id, object: 'payment_intent' });
    expect(latest_invoice.lines.data[0].price).toMatchObject({
      id: price.id,
      product: { object: 'product', name: 'Plan' },
    });
    const list = await get(bench, '/v1/subscriptions?expand[]=data.latest_invoice.payment_intent');
    expect(list.body.data[0].latest_invoice.payment_intent).toMatchObject({ id: intent.id, amount: 1350 });
  });

  it('has its subscription and its discount', async () => {
    const { bench, subscription, invoice, coupon } = await subscribed();
    const { body } = await get(bench, `/v1/invoices/${invoice}?expand[]=subscription`);
    expect(body.subscription).toMatchObject({ id: subscription.id, current_period_end: expect.any(Number) });
    expect(body.discount).toMatchObject({ object: 'discount', coupon: { id: coupon.id, percent_off: 10 } });
  });
});

it('charges in a list lead to their invoices', async () => {
  const { bench, invoice, charge } = await subscribed();
  const { body } = await get(bench, '/v1/charges?expand[]=data.invoice.subscription');
  expect(body.data[0]).toMatchObject({
    id: charge,
    invoice: { id: invoice, subscription: { object: 'subscription' } },
  });
});

it('a coupon of a promotion code shows what it asks for only when asked', async () => {
  const { bench, price } = await subscribed();
  const product = String(price.product);
  const coupon = await bench.stripe.coupons.create({ percent_off: 20, applies_to: { products: [product] } });
  const code = await bench.stripe.promotionCodes.create({ promotion: { type: 'coupon', coupon: coupon.id } });
  const path = `/v1/promotion_codes/${code.id}`;
  expect((await get(bench, path)).body.coupon).not.toHaveProperty('applies_to');
  const { body } = await get(bench, `${path}?expand[]=coupon.applies_to`);
  expect(body.coupon.applies_to).toEqual({ products: [product] });
});

describe('what a version lacks cannot be expanded in it', () => {
  it.each([
    ['2025-03-31.basil', 'payment_intent'],
    ['2026-10-28.endive', 'charge'],
    [acacia, 'payment_intents'],
    [acacia, 'paid'],
  ])('%s refuses %s of an invoice', async (version, field) => {
    const { bench, invoice } = await subscribed();
    const { status, body } = await get(bench, `/v1/invoices/${invoice}?expand[]=${field}`, version);
    expect([status, body.error.message]).toEqual([400, `This property cannot be expanded (${field}).`]);
  });
});

describe('before 2022-11-15', () => {
  it('an intent lists its charges, and a charge its refunds', async () => {
    const { bench, intent, charge } = await subscribed();
    const refund = await bench.stripe.refunds.create({ charge, amount: 100 });
    const shown = (await get(bench, `/v1/payment_intents/${intent.id}`, '2022-08-01')).body;
    expect(shown.charges).toMatchObject({ object: 'list', total_count: 1, has_more: false });
    expect(shown.charges.data[0]).toMatchObject({ id: charge, refunds: { data: [{ id: refund.id }] } });
    const later = (await get(bench, `/v1/payment_intents/${intent.id}`, '2022-11-15')).body;
    expect(later).not.toHaveProperty('charges');
  });
});
