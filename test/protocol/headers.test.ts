import { describe, expect, it } from 'vitest';
import { testBench } from '../spec/harness.ts';

describe('response headers', () => {
  it('of a success', async () => {
    const { call } = await testBench();
    const { headers } = await call('POST', '/v1/customers');
    expect(Object.fromEntries(headers)).toEqual({
      'cache-control': 'no-cache, no-store',
      'content-type': 'application/json',
      'emulator-coverage': 'modelled',
      'request-id': expect.stringMatching(/^req_[0-9A-Za-z]{14}$/),
      'stripe-should-retry': 'false',
      'stripe-version': '2026-10-28.endive',
    });
  });

  it('of a GET, which says nothing about retries', async () => {
    const { call } = await testBench();
    const { headers } = await call('GET', '/v1/customers');
    expect(headers.get('stripe-should-retry')).toBeNull();
    expect(headers.get('request-id')).toMatch(/^req_/);
  });

  it('say what is only generically emulated', async () => {
    const { call } = await testBench();
    expect((await call('GET', '/v1/climate/products')).headers.get('emulator-coverage')).toBe('generic');
    expect((await call('GET', '/v1/customers')).headers.get('emulator-coverage')).toBe('modelled');
  });

  it.each([
    ['a wrong parameter', 'POST', '/v1/customers', 'wat=1', 400, null],
    ['an unknown id in a parameter', 'POST', '/v1/subscriptions', 'customer=cus_x', 400, null],
    ['an unknown id in the path', 'POST', '/v1/customers/cus_x', '', 404, 'false'],
    ['a declined card', 'POST', '/v1/charges', 'amount=1000&currency=usd&source=tok_chargeDeclined', 402, 'false'],
    ['an unknown route', 'POST', '/v1/nowhere', '', 404, null],
  ])('of %s', async (_, method, path, body, status, shouldRetry) => {
    const { call } = await testBench();
    const answer = await call(method, path, { body });
    expect([answer.status, answer.headers.get('stripe-should-retry')]).toEqual([status, shouldRetry]);
    expect(answer.headers.get('content-type')).toBe('application/json');
    const id = answer.headers.get('request-id');
    expect(id).toMatch(/^req_/);
    expect(answer.body.error.request_log_url).toContain(id);
  });

  it('give each request its own id, which its events name', async () => {
    const { call, stripe } = await testBench();
    const [one, two] = [await call('POST', '/v1/customers'), await call('POST', '/v1/customers')];
    expect(one.headers.get('request-id')).not.toBe(two.headers.get('request-id'));
    const requests = (await stripe.events.list()).data.map(({ request }) => request?.id);
    expect(requests).toEqual([two.headers.get('request-id'), one.headers.get('request-id')]);
  });
});

describe('browsers', () => {
  it('may ask from anywhere', async () => {
    const { call } = await testBench();
    for (const path of ['/v1/customers', '/v1/nowhere', '/v1/customers/cus_x']) {
      const { headers } = await call('GET', path, { headers: { origin: 'https://app.example' } });
      expect(headers.get('access-control-allow-origin')).toBe('*');
      expect(headers.get('access-control-expose-headers')).toContain('Request-Id');
      expect(headers.get('vary')).toBe('Origin');
    }
  });

  it('hear so even without a key', async () => {
    const { emulator } = await testBench();
    const answer = await emulator.fetch('http://emulator/v1/tokens', {
      method: 'POST',
      headers: { origin: 'https://app.example' },
    });
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([401, '*']);
  });

  it('are answered before they ask', async () => {
    const { emulator } = await testBench();
    const answer = await emulator.fetch('http://emulator/v1/tokens', {
      method: 'OPTIONS',
      headers: {
        origin: 'https://app.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,stripe-version',
      },
    });
    expect(answer.status).toBe(204);
    expect(await answer.text()).toBe('');
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'access-control-allow-credentials': 'true',
      'access-control-allow-headers': 'authorization,stripe-version',
      'access-control-allow-methods': 'GET, HEAD, PUT, PATCH, POST, DELETE',
      'access-control-allow-origin': '*',
      'access-control-max-age': '300',
    });
  });

  it('are the only ones told about it', async () => {
    const { call } = await testBench();
    const { headers } = await call('GET', '/v1/customers');
    expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});
