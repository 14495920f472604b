import { describe, expect, it } from 'vitest';
import { paidInvoice, payingCustomer } from './billed-customer.ts';
import { refusal, testBench } from './harness.ts';

describe('POST /v1/coupons', () => {
  it('takes the id it is given', async () => {
    const { stripe, eventTypes } = await testBench();
    const coupon = await stripe.coupons.create({ id: 'SPRING', percent_off: 12.5 });
    expect(coupon).toMatchObject({ id: 'SPRING', duration: 'once', percent_off: 12.5, amount_off: null, valid: true });
    expect(await refusal(stripe.coupons.create({ id: 'SPRING', percent_off: 5 }))).toMatchObject({
      code: 'resource_already_exists',
    });
    expect(await eventTypes()).toEqual(['coupon.created']);
  });

  it.each([
    [{}, undefined],
    [{ percent_off: 10, amount_off: 10, currency: 'usd' }, 'amount_off'],
    [{ percent_off: 101 }, 'percent_off'],
    [{ amount_off: 100 }, 'currency'],
    [{ percent_off: 10, duration: 'repeating' as const }, 'duration_in_months'],
    [{ percent_off: 10, duration_in_months: 3 }, 'duration_in_months'],
    [{ percent_off: 10, redeem_by: 1_000_000 }, 'redeem_by'],
  ])('refuses %j', async (params, param) => {
    const { stripe } = await testBench();
    expect(await refusal(stripe.coupons.create(params))).toMatchObject({ statusCode: 400, param });
  });

  it('is valid until its date', async () => {
    const { stripe, sandbox } = await testBench();
    const { created } = await stripe.coupons.create({ id: 'old', percent_off: 5 });
    const { id } = await stripe.coupons.create({ percent_off: 5, redeem_by: created + 60 });
    await sandbox.advance('1h');
    expect((await stripe.coupons.retrieve(id)).valid).toBe(false);
  });
});

describe('POST /v1/promotion_codes', () => {
  it('makes a code up, and finds codes in either case', async () => {
    const { stripe } = await testBench();
    const coupon = await stripe.coupons.create({ percent_off: 10 });
    const promotion = { type: 'coupon' as const, coupon: coupon.id };
    expect((await stripe.promotionCodes.create({ promotion })).code).toMatch(/^[0-9A-Z]{8}$/);
    const { id } = await stripe.promotionCodes.create({ promotion, code: 'Summer' });
    expect((await stripe.promotionCodes.list({ code: 'SUMMER' })).data.map((code) => code.id)).toEqual([id]);
    expect((await stripe.promotionCodes.list({ coupon: coupon.id })).data).toHaveLength(2);
  });

  it('keeps active codes apart', async () => {
    const { stripe } = await testBench();
    const coupon = await stripe.coupons.create({ percent_off: 10 });
    const promotion = { type: 'coupon' as const, coupon: coupon.id };
    const first = await stripe.promotionCodes.create({ promotion, code: 'summer' });
    expect(await refusal(stripe.promotionCodes.create({ promotion, code: 'SUMMER' }))).toMatchObject({ param: 'code' });
    await stripe.promotionCodes.update(first.id, { active: false });
    expect((await stripe.promotionCodes.create({ promotion, code: 'SUMMER' })).active).toBe(true);
  });

  it('knows no coupon at its top level any more', async () => {
    const { call } = await testBench();
    const headers = { 'stripe-version': '2026-10-28.endive' };
    const { status, body } = await call('POST', '/v1/promotion_codes', { body: 'coupon=x', headers });
    expect(status).toBe(400);
    expect(body.error.message).toBe('Received unknown parameter: coupon');
  });

  it('may be for customers only who never paid', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const coupon = await stripe.coupons.create({ percent_off: 10 });
    const code = await stripe.promotionCodes.create({
      promotion: { type: 'coupon', coupon: coupon.id },
      restrictions: { first_time_transaction: true },
    });
    const { id: customer } = await payingCustomer(bench);
    const discounts = [{ promotion_code: code.id }];
    const first = await stripe.invoices.create({ customer, discounts });
    expect(first.discounts).toHaveLength(1);
    await paidInvoice(bench, customer, [2000]);
    expect((await refusal(stripe.invoices.create({ customer, discounts }))).message).toContain('prior transactions');
    expect((await stripe.promotionCodes.retrieve(code.id)).times_redeemed).toBe(1);
  });
});
