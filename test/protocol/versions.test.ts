import { describe, expect, it } from 'vitest';
import { testBench } from '../spec/harness.ts';

const endive = '2026-10-28.endive';
const session =
  'mode=payment&success_url=https://example.com&line_items[0][price_data][currency]=usd&line_items[0][price_data][unit_amount]=500&line_items[0][price_data][product_data][name]=x&line_items[0][quantity]=1';

describe('Stripe-Version', () => {
  it.each(['not-a-real-version', '2026-99-99', '', '1999-01-01', '2026-10-28', '__proto__'])(
    'that does not exist is refused: %j',
    async (version) => {
      const { call } = await testBench();
      const { status, body } = await call('GET', '/v1/customers', { headers: { 'stripe-version': version } });
      expect(status).toBe(400);
      expect(body).toEqual({
        error: { message: `Invalid Stripe API version: ${version}`, type: 'invalid_request_error' },
      });
    },
  );

  it.each([
    endive,
    '2026-09-30.endive',
    '2026-08-26.dahlia',
    '2025-03-31.basil',
    '2024-06-20',
    '2022-11-15',
    '2020-08-27',
    '2026-08-26.preview',
    '2026-09-30.endive; feature_beta=v1',
    '2023-10-16;risk_in_requirements_beta=v1',
  ])('%s is taken and comes back as it was sent', async (version) => {
    const { call } = await testBench();
    const { status, headers } = await call('GET', '/v1/customers', { headers: { 'stripe-version': version } });
    expect([status, headers.get('stripe-version')]).toEqual([200, version]);
  });

  it('is the newest one where none is named', async () => {
    const { call } = await testBench();
    expect((await call('GET', '/v1/customers')).headers.get('stripe-version')).toBe(endive);
  });

  it('is the one that the emulator was started with where none is named', async () => {
    const { call } = await testBench({ apiVersion: '2024-06-20' });
    expect((await call('GET', '/v1/customers')).headers.get('stripe-version')).toBe('2024-06-20');
    const named = await call('GET', '/v1/customers', { headers: { 'stripe-version': endive } });
    expect(named.headers.get('stripe-version')).toBe(endive);
  });

  it('is checked after the key and before the path', async () => {
    const { call } = await testBench();
    const { body } = await call('GET', '/v1/nowhere', { headers: { 'stripe-version': 'nonsense' } });
    expect(body.error.message).toBe('Invalid Stripe API version: nonsense');
  });
});

describe('payment_method_types', () => {
  const operations = [
    ['/v1/payment_intents', 'amount=1000&currency=usd'],
    ['/v1/setup_intents', 'usage=off_session'],
    ['/v1/checkout/sessions', session],
  ];

  it.each(operations)('on %s is refused at endive', async (path, body) => {
    const { call } = await testBench();
    for (const version of [endive, '2026-09-30.endive']) {
      const refused = await call('POST', path, {
        body: `${body}&payment_method_types[0]=card`,
        headers: { 'stripe-version': version },
      });
      expect(refused.status).toBe(400);
      expect(refused.body.error).toMatchObject({
        type: 'invalid_request_error',
        code: 'payment_method_types_no_longer_supported',
        param: 'payment_method_types',
        doc_url: 'https://stripe.com/docs/error-codes/payment-method-types-no-longer-supported',
      });
    }
  });

  it.each(operations)('on %s is taken by every version before, and where none is named', async (path, body) => {
    const { call } = await testBench();
    for (const version of ['2026-08-26.dahlia', '2024-06-20', '2022-11-15', undefined]) {
      const taken = await call('POST', path, {
        body: `${body}&payment_method_types[0]=card`,
        headers: version === undefined ? {} : { 'stripe-version': version },
      });
      expect([version, taken.status, taken.body.error]).toEqual([version, 200, undefined]);
    }
  });

  it('that cannot be is refused in every version', async () => {
    const { call } = await testBench();
    const refused = await call('POST', '/v1/payment_intents', {
      body: 'amount=1000&currency=usd&payment_method_types[0]=shells',
      headers: { 'stripe-version': '2024-06-20' },
    });
    expect(refused.status).toBe(400);
  });

  it('may be unset by older versions, which wrote an empty string', async () => {
    const { call } = await testBench();
    const taken = await call('POST', '/v1/payment_intents', {
      body: 'amount=1000&currency=usd&payment_method_types=',
      headers: { 'stripe-version': '2024-06-20' },
    });
    expect(taken.status).toBe(200);
  });

  it('of operations that never changed stay as they are', async () => {
    const { call } = await testBench();
    const refused = await call('POST', '/v1/customers', {
      body: 'payment_method_types[0]=card',
      headers: { 'stripe-version': '2024-06-20' },
    });
    expect(refused.body.error).toMatchObject({ code: 'parameter_unknown', param: 'payment_method_types' });
  });
});
