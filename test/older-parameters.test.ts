/** What older API versions took, and requests that name no version still may. */
import { describe, expect, it } from 'vitest';
import { StripeError } from '../src/server/kernel/errors.ts';
import type { Params, ParamValue } from '../src/server/kernel/params.ts';
import { upgradeParams } from '../src/server/versions/index.ts';
import { testBench } from './spec/harness.ts';

const newest = '2026-10-28.endive';

describe('payment methods of an intent that names none', () => {
  const confirmed = { amount: '1000', currency: 'usd', confirm: 'true' };

  it('are cards before 2023-08-16', () => {
    expect(upgradeParams('paymentIntents.create', { amount: '1000' }, '2022-11-15')).toEqual({
      amount: '1000',
      capture_method: 'automatic',
      allowed_payment_method_types: ['card'],
    });
  });

  it.each(['2023-08-16', newest])('are those of the account in %s', (version) => {
    expect(upgradeParams('paymentIntents.create', { ...confirmed, capture_method: 'manual' }, version)).toEqual({
      ...confirmed,
      capture_method: 'manual',
    });
  });

  it('are cards where no version is named and a confirmation would be refused', () => {
    const upgraded = upgradeParams('setupIntents.create', { confirm: 'true' }, undefined);
    expect(upgraded).toEqual({ confirm: 'true', allowed_payment_method_types: ['card'] });
    const withUrl = { ...confirmed, return_url: 'https://example.com' };
    expect(upgradeParams('paymentIntents.create', withUrl, undefined)).toEqual(withUrl);
    expect(upgradeParams('paymentIntents.create', { amount: '1' }, undefined)).toEqual({ amount: '1' });
  });
});

describe('a single coupon', () => {
  it.each(['2024-06-20', undefined])('of a subscription becomes a list in %s', (version) => {
    const mode = { billing_mode: { type: 'classic' } };
    const sent: Params[] = [{ coupon: 'SUMMER' }, { promotion_code: 'promo_1' }];
    for (const discount of sent)
      expect(upgradeParams('subscriptions.create', { customer: 'cus_1', ...discount, ...mode }, version)).toEqual({
        customer: 'cus_1',
        discounts: [discount],
        ...mode,
      });
    expect(upgradeParams('subscriptions.update', { coupon: '' }, version)).toEqual({ discounts: '' });
  });

  it('of a phase becomes a list', () => {
    const phases: ParamValue = [{ coupon: 'SUMMER', iterations: '1' }, { iterations: '2' }];
    expect(upgradeParams('subscriptionSchedules.update', { phases }, '2024-06-20')).toEqual({
      phases: [{ iterations: '1', discounts: [{ coupon: 'SUMMER' }] }, { iterations: '2' }],
    });
  });

  it('of a promotion code becomes its promotion', () => {
    expect(upgradeParams('promotionCodes.create', { coupon: 'SUMMER' }, '2025-08-27.basil')).toEqual({
      promotion: { type: 'coupon', coupon: 'SUMMER' },
    });
  });

  it.each<[string, Params, string]>([
    ['customers.create', { coupon: 'SUMMER' }, 'coupon'],
    ['subscriptionSchedules.update', { phases: [{}, { iterations: '2' }] }, 'phases[1][iterations]'],
  ])('%s refuses today what is gone', (operation, params, param) => {
    try {
      upgradeParams(operation, params, newest);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(StripeError);
      expect((error as StripeError).details).toMatchObject({ code: 'parameter_unknown', param });
    }
  });
});

describe('the discount of a customer', () => {
  it('comes with a coupon, is swapped by another, and goes', async () => {
    const { call } = await testBench();
    const post = async (path: string, body = '') => (await call('POST', path, { body })).body;
    const twenty = await post('/v1/coupons', 'percent_off=20');
    const fifty = await post('/v1/coupons', 'percent_off=50');
    const customer = await post('/v1/customers', `coupon=${twenty.id}`);
    expect(customer.discount).toMatchObject({ customer: customer.id, source: { coupon: twenty.id } });
    const swapped = await post(`/v1/customers/${customer.id}`, `coupon=${fifty.id}`);
    expect(swapped.discount).toMatchObject({ id: customer.discount.id, source: { coupon: fifty.id } });
    const gone = await call('DELETE', `/v1/customers/${customer.id}/discount`);
    expect(gone.body).toMatchObject({ object: 'discount', deleted: true });
    expect((await call('GET', `/v1/customers/${customer.id}`)).body.discount).toBeNull();
    expect((await call('DELETE', `/v1/customers/${customer.id}/discount`)).status).toBe(404);
    const { data } = (await call('GET', '/v1/events?type=customer.discount.*')).body;
    expect(data.map(({ type }: { type: string }) => type)).toEqual([
      'customer.discount.deleted',
      'customer.discount.updated',
      'customer.discount.created',
    ]);
  });

  it('refuses a coupon and a code together, and a coupon that is not there', async () => {
    const { call } = await testBench();
    const both = await call('POST', '/v1/customers', { body: 'coupon=a&promotion_code=b' });
    expect(both.body.error.code).toBe('parameters_exclusive');
    const none = await call('POST', '/v1/customers', { body: 'coupon=none' });
    expect(none.body.error).toMatchObject({ code: 'resource_missing', param: 'coupon' });
  });
});
