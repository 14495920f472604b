/** Fields that only older versions have, expanded where those versions let them be. */
import { describe, expect, it } from 'vitest';
import { parseExpand } from '../../src/server/engine/expand.ts';
import { loadDescription } from '../../src/server/spec/description.ts';
import { olderReference } from '../../src/server/versions/index.ts';
import { type TestBench, testBench } from '../spec/harness.ts';
import { descriptionOf } from '../spec/older-description.ts';
import { seller } from '../spec/sellers.ts';

const acacia = '2025-02-24.acacia';
const pages: ReadonlySet<string> = new Set(['list', 'search']);

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
    const path = `/v1/subscriptions/${subscription.id}?expand[]=latest_invoice.payment_intent`;
    const { latest_invoice } = (await get(bench, path)).body;
    expect(latest_invoice.payment_intent).toMatchObject({ id: intent.id, object: 'payment_intent' });
    const lines = (await get(bench, `/v1/invoices/${latest_invoice.id}?expand[]=lines.data.price.product`)).body.lines;
    expect(lines.data[0].price).toMatchObject({ id: price.id, product: { object: 'product', name: 'Plan' } });
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

describe('in a hash', () => {
  it('a tax leads to its rate, wherever the invoice stands', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const rate = await stripe.taxRates.create({ display_name: 'VAT', percentage: 20, inclusive: false });
    const customer = (await stripe.customers.create({ payment_method: 'pm_card_visa' })).id;
    const draft = await stripe.invoices.create({ customer, default_tax_rates: [rate.id] });
    await stripe.invoiceItems.create({ customer, invoice: draft.id, amount: 900, currency: 'usd' });
    await stripe.invoices.finalizeInvoice(draft.id);
    const path = `/v1/invoices/${draft.id}`;
    const { body } = await get(
      bench,
      `${path}?expand[]=total_tax_amounts.tax_rate&expand[]=lines.data.tax_amounts.tax_rate`,
    );
    expect(body.total_tax_amounts).toMatchObject([{ amount: 180, tax_rate: { id: rate.id, percentage: 20 } }]);
    expect(body.lines.data[0].tax_amounts).toMatchObject([{ tax_rate: { id: rate.id, object: 'tax_rate' } }]);
    const plain = (await get(bench, path)).body;
    expect(plain.total_tax_amounts).toMatchObject([{ tax_rate: rate.id }]);
    const list = await get(bench, '/v1/invoices?expand[]=data.total_tax_amounts.tax_rate');
    expect(list.body.data[0].total_tax_amounts).toMatchObject([{ tax_rate: { id: rate.id } }]);
    const lines = await get(bench, `${path}/lines?expand[]=data.tax_amounts.tax_rate`);
    expect(lines.body.data[0].tax_amounts).toMatchObject([{ tax_rate: { id: rate.id } }]);
    const line = body.lines.data[0].id;
    const credited = { type: 'invoice_line_item', invoice_line_item: line, amount: 300 } as const;
    await stripe.creditNotes.create({ invoice: draft.id, lines: [credited] });
    const notes = await get(bench, '/v1/credit_notes?expand[]=data.tax_amounts.tax_rate&expand[]=data.invoice');
    expect(notes.body.data[0].tax_amounts).toMatchObject([{ tax_rate: { id: rate.id } }]);
    expect(notes.body.data[0].invoice).toMatchObject({ id: draft.id, tax: 180 });
  });

  it('a phase leads to its coupon, as the version shows it', async () => {
    const bench = await testBench();
    const coupon = await bench.stripe.coupons.create({ percent_off: 10, duration: 'forever' });
    const price = await bench.stripe.prices.create({
      currency: 'usd',
      unit_amount: 1500,
      recurring: { interval: 'month' },
      product_data: { name: 'Plan' },
    });
    const body = `customer=${(await bench.stripe.customers.create()).id}&start_date=now&phases[0][items][0][price]=${price.id}&phases[0][coupon]=${coupon.id}&expand[]=phases.coupon&expand[]=phases.items.price`;
    const made = await bench.call('POST', '/v1/subscription_schedules', {
      headers: { 'stripe-version': acacia },
      body,
    });
    expect(made.body.phases).toMatchObject([
      { coupon: { id: coupon.id, object: 'coupon' }, items: [{ price: { id: price.id } }] },
    ]);
    const shown = (await get(bench, `/v1/subscription_schedules/${made.body.id}`)).body;
    expect(shown.phases).toMatchObject([{ coupon: coupon.id, items: [{ price: price.id }] }]);
  });

  it('a share leads to its account, and an alert to its customer and meter', async () => {
    const bench = await testBench();
    const post = async (path: string, body: string) =>
      (await bench.call('POST', path, { headers: { 'stripe-version': '2024-06-20' }, body })).body;
    const shop = await seller(bench);
    const customer = await post('/v1/customers', '');
    const draft = `customer=${customer.id}&transfer_data[destination]=${shop.id}`;
    const invoice = await post('/v1/invoices', `${draft}&expand[]=transfer_data.destination`);
    expect(invoice.transfer_data).toMatchObject({ destination: { id: shop.id, object: 'account' } });
    const meter = await post('/v1/billing/meters', 'display_name=m&event_name=e&default_aggregation[formula]=sum');
    const threshold = `usage_threshold_config[gte]=5&usage_threshold_config[meter]=${meter.id}&usage_threshold_config[recurrence]=one_time`;
    const expand = 'expand[]=filter.customer&expand[]=usage_threshold_config.meter';
    const alert = `alert_type=usage_threshold&title=t&filter[customer]=${customer.id}&${threshold}&${expand}`;
    expect(await post('/v1/billing/alerts', alert)).toMatchObject({
      filter: { customer: { id: customer.id, object: 'customer' } },
      usage_threshold_config: { gte: 5, meter: { id: meter.id, object: 'billing.meter' } },
    });
  });
});

it.each(['2022-11-15', '2023-10-16', '2024-06-20', acacia, '2025-08-27.basil', '2026-08-26.dahlia'])(
  '%s: whatever its objects refer to can be expanded',
  (version) => {
    const description = loadDescription();
    const older = descriptionOf(version);
    const shown = description.operations.filter(({ kind, method }) => method === 'GET' && !pages.has(kind));
    const refused = shown.flatMap((operation) =>
      operation.resources.flatMap((type) =>
        (older?.object(type)?.references ?? []).flatMap(({ path }) => {
          const name = path.join('.');
          try {
            parseExpand(description, operation, [name], (each, at) => olderReference(version, each, at));
            return [];
          } catch {
            return [`${type}: ${name}`];
          }
        }),
      ),
    );
    expect([shown.length > 50, refused]).toEqual([true, []]);
  },
);

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
