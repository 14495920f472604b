import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { draftOf, eventsOf, openInvoice, payingCustomer } from './billed-customer.ts';
import { refusal, testBench } from './harness.ts';

const decimal = (value: string): Stripe.Decimal => value as unknown as Stripe.Decimal;

describe('POST /v1/invoiceitems', () => {
  it('makes a price on the fly for an amount', async () => {
    const bench = await testBench();
    const { id: customer } = await payingCustomer(bench);
    const events = await eventsOf(bench, () =>
      bench.stripe.invoiceItems.create({ customer, amount: 1500, currency: 'usd', description: 'Work' }),
    );
    expect(events).toEqual(['customer.updated', 'invoiceitem.created']);
    const [item] = (await bench.stripe.invoiceItems.list({ customer })).data;
    expect(item).toMatchObject({
      amount: 1500,
      description: 'Work',
      discountable: true,
      invoice: null,
      net_amount: 1500,
      parent: null,
      proration: false,
      quantity: 1,
    });
    expect(String(item?.pricing?.unit_amount_decimal)).toBe('1500');
    const price = await bench.stripe.prices.retrieve(String(item?.pricing?.price_details?.price));
    expect(price).toMatchObject({ active: false, type: 'one_time', unit_amount: 1500 });
  });

  it('multiplies exactly and rounds once', async () => {
    const bench = await testBench();
    const { id: customer } = await payingCustomer(bench);
    const fine = { customer, currency: 'usd', unit_amount_decimal: decimal('0.333'), quantity: 1000 };
    expect(await bench.stripe.invoiceItems.create(fine)).toMatchObject({ amount: 333, quantity: 1000 });
    const half = { customer, currency: 'usd', unit_amount_decimal: decimal('0.5'), quantity: 3 };
    expect(await bench.stripe.invoiceItems.create(half)).toMatchObject({ amount: 2 });
  });

  it('counts packages of a price, and knows no tiers', async () => {
    const bench = await testBench();
    const { id: customer } = await payingCustomer(bench);
    const tiered = bench.stripe.prices.create({
      currency: 'usd',
      product_data: { name: 'Calls' },
      billing_scheme: 'tiered',
      tiers_mode: 'graduated',
      tiers: [{ up_to: 'inf', unit_amount: 50, flat_amount: 20 }],
    });
    expect(await refusal(tiered)).toMatchObject({
      message: 'Prices with `type=one_time` are not supported with tiered billing.',
      param: 'interval',
    });
    const packed = await bench.stripe.prices.create({
      currency: 'usd',
      product_data: { name: 'Boxes' },
      unit_amount: 500,
      transform_quantity: { divide_by: 10, round: 'up' },
    });
    expect(
      await bench.stripe.invoiceItems.create({ customer, pricing: { price: packed.id }, quantity: 21 }),
    ).toMatchObject({ amount: 1500 });
  });

  it('keeps credits free of discounts', async () => {
    const bench = await testBench();
    const { id: customer } = await payingCustomer(bench);
    expect(await bench.stripe.invoiceItems.create({ customer, amount: -5, currency: 'usd' })).toMatchObject({
      discountable: false,
    });
  });

  it('refuses recurring prices, coupons that repeat, two prices and none', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { id: customer } = await payingCustomer(bench);
    const product_data = { name: 'Gold' };
    const monthly = await stripe.prices.create({
      currency: 'usd',
      product_data,
      unit_amount: 1,
      recurring: { interval: 'month' },
    });
    expect(await refusal(stripe.invoiceItems.create({ customer, pricing: { price: monthly.id } }))).toMatchObject({
      message:
        'The price specified is set to `type=recurring` but this field only accepts prices with `type=one_time`.',
    });
    const repeating = await stripe.coupons.create({ percent_off: 5, duration: 'repeating', duration_in_months: 2 });
    const discounts = [{ coupon: repeating.id }];
    const before = (await stripe.coupons.retrieve(repeating.id)).times_redeemed;
    expect((await refusal(stripe.invoiceItems.create({ customer, amount: 5, discounts }))).statusCode).toBe(400);
    expect((await stripe.coupons.retrieve(repeating.id)).times_redeemed).toBe(before);
    const both = { customer, amount: 5, unit_amount_decimal: decimal('5') };
    expect(await refusal(stripe.invoiceItems.create(both))).toMatchObject({ code: 'parameters_exclusive' });
    expect((await refusal(stripe.invoiceItems.create({ customer }))).code).toBe('parameter_missing');
  });
});

describe('an item on an invoice', () => {
  it('changes the draft with it', async () => {
    const bench = await testBench();
    const { id: customer } = await payingCustomer(bench);
    const { id: invoice, lines } = await draftOf(bench, customer, [1000, 500]);
    const item = String(lines.data[0]?.parent?.invoice_item_details?.invoice_item);
    const events = await eventsOf(bench, () => bench.stripe.invoiceItems.update(item, { amount: 700 }));
    expect(events).toEqual(['invoice.updated']);
    const shown = await bench.stripe.invoices.retrieve(invoice);
    expect(shown.lines.data.map(({ amount }) => amount)).toEqual([700, 500]);
    expect(shown.amount_due).toBe(1200);
    expect(await eventsOf(bench, () => bench.stripe.invoiceItems.del(item))).toEqual([
      'invoiceitem.deleted',
      'invoice.updated',
    ]);
    expect((await bench.stripe.invoices.retrieve(invoice)).amount_due).toBe(500);
  });

  it('stays as it is once the invoice is finalized', async () => {
    const bench = await testBench();
    const { id: customer } = await payingCustomer(bench);
    const { id: invoice, lines } = await openInvoice(bench, customer, [1000]);
    const item = String(lines.data[0]?.parent?.invoice_item_details?.invoice_item);
    const message = 'This invoice item is already attached to an invoice that is no longer editable.';
    expect(await refusal(bench.stripe.invoiceItems.update(item, { amount: 1 }))).toMatchObject({ message });
    expect(await refusal(bench.stripe.invoiceItems.del(item))).toMatchObject({ message });
    expect(await refusal(bench.stripe.invoiceItems.create({ customer, invoice, amount: 1 }))).toMatchObject({
      message,
    });
  });
});
