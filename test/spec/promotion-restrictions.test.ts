import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { draftOf, eventsOf, paidInvoice, payingCustomer } from './billed-customer.ts';
import { refusal, type TestBench, testBench } from './harness.ts';
import { recurringPrice } from './quoted-customer.ts';

async function code({ stripe }: TestBench, restrictions: Stripe.PromotionCodeCreateParams.Restrictions) {
  const { id } = await stripe.coupons.create({ percent_off: 10 });
  const made = await stripe.promotionCodes.create({ promotion: { type: 'coupon', coupon: id }, restrictions });
  return made.id;
}

const minimum = {
  minimum_amount: 10_000,
  minimum_amount_currency: 'usd',
  currency_options: { eur: { minimum_amount: 9000 } },
};

describe('the minimum amount of a promotion code', () => {
  it('must be met by the lines of a draft', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { id: customer } = await payingCustomer(bench);
    const promotion_code = await code(bench, minimum);
    const { id } = await draftOf(bench, customer, [9999]);
    const error = await refusal(stripe.invoices.update(id, { discounts: [{ promotion_code }] }));
    expect(error).toMatchObject({ statusCode: 400, param: 'discounts[0][promotion_code]' });
    expect(error.message).toContain('$100.00');
    await stripe.invoiceItems.create({ customer, invoice: id, amount: 1 });
    const { total } = await stripe.invoices.update(id, { discounts: [{ promotion_code }] });
    expect(total).toBe(9000);
  });

  it('has an amount in other currencies, or none', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const promotion_code = await code(bench, minimum);
    const quoteIn = async (currency: string, unit_amount: number) => {
      const { id: product } = await stripe.products.create({ name: 'Chair' });
      return stripe.quotes.create({
        line_items: [{ price_data: { currency, product, unit_amount } }],
        discounts: [{ promotion_code }],
      });
    };
    expect((await quoteIn('eur', 9000)).amount_total).toBe(8100);
    expect((await refusal(quoteIn('eur', 8999))).param).toBe('discounts[0][promotion_code]');
    expect((await refusal(quoteIn('gbp', 20_000))).message).toContain('cannot be redeemed in gbp');
  });

  it('must be met by a period of the items of a subscription', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const discounts = [{ promotion_code: await code(bench, minimum) }];
    const { id: customer } = await payingCustomer(bench);
    const { id: price } = await recurringPrice(bench, 5000);
    const create = (quantity: number) =>
      stripe.subscriptions.create({ customer, items: [{ price, quantity }], discounts, expand: ['latest_invoice'] });
    expect((await refusal(create(1))).param).toBe('discounts[0][promotion_code]');
    expect((await create(2)).latest_invoice).toMatchObject({ subtotal: 10_000, total: 9000 });

    const { id, items } = await stripe.subscriptions.create({ customer, items: [{ price }] });
    expect((await refusal(stripe.subscriptions.update(id, { discounts }))).message).toContain('$100.00');
    const grown = [{ id: items.data[0]?.id ?? '', quantity: 2 }];
    expect((await stripe.subscriptions.update(id, { items: grown, discounts })).discounts).toHaveLength(1);
  });

  it('must be met by the lines of a Checkout Session', async () => {
    const bench = await testBench();
    const discounts = [{ promotion_code: await code(bench, minimum) }];
    const { id: price } = await recurringPrice(bench, 5000);
    const create = (quantity: number) =>
      bench.stripe.checkout.sessions.create({
        mode: 'subscription',
        success_url: 'https://example.com/done',
        line_items: [{ price, quantity }],
        discounts,
      });
    expect((await refusal(create(1))).message).toContain('$100.00');
    expect((await create(2)).amount_total).toBe(9000);
  });

  it('wants its currency', async () => {
    const bench = await testBench();
    expect((await refusal(code(bench, { minimum_amount: 100 }))).param).toBe('restrictions[minimum_amount_currency]');
  });
});

describe('a code for the first transaction', () => {
  it('is refused to who paid an invoice out of band, too', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const promotion_code = await code(bench, { first_time_transaction: true });
    const { id: customer } = await payingCustomer(bench);
    const create = () => stripe.invoices.create({ customer, discounts: [{ promotion_code }] });
    await create();
    const { id } = await draftOf(bench, customer, [1000]);
    await stripe.invoices.pay(id, { paid_out_of_band: true });
    expect((await refusal(create())).message).toContain('prior transactions');
  });
});

describe('redeeming', () => {
  it('counts silently, up to the most that is allowed', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { id: coupon } = await stripe.coupons.create({ percent_off: 10, max_redemptions: 1 });
    const { id: customer } = await payingCustomer(bench);
    const create = () => stripe.invoices.create({ customer, currency: 'usd', discounts: [{ coupon }] });
    expect(await eventsOf(bench, create)).toEqual(['customer.updated', 'customer.discount.created', 'invoice.created']);
    expect(await stripe.coupons.retrieve(coupon)).toMatchObject({ times_redeemed: 1, valid: false });
    expect((await refusal(create())).code).toBe('coupon_expired');
    expect(await eventsOf(bench, () => stripe.coupons.update(coupon, { name: 'Ten' }))).toEqual(['coupon.updated']);
  });
});

describe('a coupon for some products', () => {
  it('takes nothing off the others, and names them only when asked', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { id: customer } = await payingCustomer(bench);
    const { id: product } = await stripe.products.create({ name: 'Chair' });
    const { id: price } = await stripe.prices.create({ product, currency: 'usd', unit_amount: 2000 });
    const { id: coupon, ...shown } = await stripe.coupons.create({
      amount_off: 3000,
      currency: 'usd',
      applies_to: { products: [product] },
    });
    expect(shown).not.toHaveProperty('applies_to');
    expect((await stripe.coupons.retrieve(coupon, { expand: ['applies_to'] })).applies_to).toEqual({
      products: [product],
    });
    const { id } = await stripe.invoices.create({ customer, discounts: [{ coupon }] });
    const invoice = await stripe.invoices.addLines(id, { lines: [{ amount: 1000 }, { pricing: { price } }] });
    expect(invoice).toMatchObject({ subtotal: 3000, total: 1000, total_discount_amounts: [{ amount: 2000 }] });
    const unknown = stripe.coupons.create({ percent_off: 5, applies_to: { products: ['prod_x'] } });
    expect((await refusal(unknown)).param).toBe('applies_to[products][0]');
  });

  it('goes on with what it gave when it is deleted', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { id: customer } = await payingCustomer(bench);
    const { id: coupon } = await stripe.coupons.create({ percent_off: 50, duration: 'forever' });
    const { id } = await draftOf(bench, customer, [1000], { discounts: [{ coupon }] });
    await stripe.coupons.del(coupon);
    expect((await stripe.invoices.finalizeInvoice(id)).total).toBe(500);
    expect((await paidInvoice(bench, customer, [1000])).total).toBe(1000);
  });
});
