import { describe, expect, it } from 'vitest';
import { testBench } from '../spec/harness.ts';

const noKey =
  "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See https://stripe.com/docs/api#authentication for details, or we can help at https://support.stripe.com/.";
const basic = (user: string): string => `Basic ${Buffer.from(`${user}:`).toString('base64')}`;

describe('a request without a usable key', () => {
  it.each(['', 'Bearer ', 'Bearer', 'Basic ', basic(''), 'Digest abc', 'sk_test_x'])(
    'is told how to send one: %j',
    async (authorization) => {
      const { emulator } = await testBench();
      const answer = await emulator.fetch('http://emulator/v1/customers', { headers: { authorization } });
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="Stripe"');
      expect(answer.headers.get('request-id')).toBeNull();
      expect(await answer.json()).toEqual({ error: { message: noKey, type: 'invalid_request_error' } });
    },
  );

  it('is told so before anything else about it', async () => {
    const { emulator } = await testBench();
    const answer = await emulator.fetch('http://emulator/v1/nowhere', { headers: { 'stripe-version': 'nonsense' } });
    expect(await answer.json()).toEqual({ error: { message: noKey, type: 'invalid_request_error' } });
  });

  it.each([
    ['sk_tset_abcdefghij', 'Invalid API Key provided: sk_t**********ghij'],
    ['sk_test_', 'Invalid API Key provided: sk_test_****'],
    ['whsec_abcdefghij', 'Invalid API Key provided: whse********ghij'],
    ['ab', 'Invalid API Key provided: ab****'],
    ['sk_test_äöü', /^Invalid API Key provided: sk_test_\**/],
  ])('hears that %s is none, with most of it starred', async (key, message) => {
    const { call } = await testBench();
    const { status, body, headers } = await call('GET', '/v1/customers', {
      headers: { authorization: `Bearer ${Buffer.from(key).toString('latin1')}` },
    });
    expect(status).toBe(401);
    expect(Object.keys(body.error)).toEqual(['message', 'type']);
    expect(body.error.message).toMatch(message);
    expect(headers.get('request-id')).toBeNull();
  });

  it('never gets far with a live key', async () => {
    const { call, sandbox } = await testBench();
    const { status, body } = await call('POST', '/v1/customers', {
      body: 'email=a@b.c',
      headers: { authorization: 'Bearer sk_live_51Habcdefghijklmnop' },
    });
    expect(status).toBe(401);
    expect(body.error.message).toMatch(/^Invalid API Key provided: sk_live_\*+mnop\. .*test keys/);
    expect(body.error.message).not.toContain('51H');
    expect(sandbox.requests()).toEqual([]);
  });
});

describe('keys', () => {
  it('come as bearer or as the user of HTTP Basic, in any case of the scheme', async () => {
    const { call, stripe } = await testBench();
    const { id } = await stripe.customers.create();
    for (const authorization of ['Bearer sk_test_bench', 'bearer sk_test_bench', basic('sk_test_bench')]) {
      const { status, body } = await call('GET', `/v1/customers/${id}`, { headers: { authorization } });
      expect([status, body.id]).toEqual([200, id]);
    }
  });

  it('name sandboxes that never see each other', async () => {
    const { client } = await testBench();
    const [mine, other] = [client({ key: 'sk_test_mine' }), client({ key: 'sk_test_other' })];
    const { id } = await mine.customers.create();
    await expect(other.customers.retrieve(id)).rejects.toMatchObject({ code: 'resource_missing', statusCode: 404 });
    expect((await other.customers.list()).data).toEqual([]);
    expect((await other.events.list()).data).toEqual([]);
    expect((await mine.customers.list()).data).toHaveLength(1);
    const [own, others] = [await mine.accounts.retrieveCurrent(), await other.accounts.retrieveCurrent()];
    expect(own.id).not.toBe(others.id);
  });

  it('of the restricted kind reach the sandbox of the secret key', async () => {
    const { client } = await testBench();
    const { id } = await client({ key: 'sk_test_mine' }).customers.create();
    expect((await client({ key: 'rk_test_mine' }).customers.retrieve(id)).id).toBe(id);
  });
});

describe('a publishable key', () => {
  const authorization = 'Bearer pk_test_bench';

  it('may make tokens and payment methods', async () => {
    const { call } = await testBench();
    const card = 'card[number]=4242424242424242&card[exp_month]=12&card[exp_year]=2034&card[cvc]=123';
    const token = await call('POST', '/v1/tokens', { body: card, headers: { authorization } });
    const method = await call('POST', '/v1/payment_methods', { body: `type=card&${card}`, headers: { authorization } });
    expect([token.status, method.status]).toEqual([200, 200]);
  });

  it.each([
    ['POST', '/v1/customers'],
    ['GET', '/v1/customers'],
    ['GET', '/v1/charges/ch_1'],
  ])('may not %s %s', async (method, path) => {
    const { call } = await testBench();
    const { status, body } = await call(method, path, { headers: { authorization } });
    expect(status).toBe(401);
    expect(body.error).toMatchObject({
      code: 'secret_key_required',
      message:
        'This API call cannot be made with a publishable API key. Please use a secret API key. You can find a list of your API keys at https://dashboard.stripe.com/account/apikeys.',
    });
  });

  it('reads an intent whose client secret it knows, no other', async () => {
    const { call, stripe } = await testBench();
    const intent = await stripe.paymentIntents.create({ amount: 1000, currency: 'usd' });
    const read = (secret: string) =>
      call('GET', `/v1/payment_intents/${intent.id}${secret}`, { headers: { authorization } });
    expect((await read(`?client_secret=${intent.client_secret}`)).body.id).toBe(intent.id);
    expect((await read('')).status).toBe(401);
    const wrong = await read('?client_secret=wrong');
    expect(wrong.status).toBe(400);
    expect(wrong.body.error).toMatchObject({ param: 'client_secret', code: 'payment_intent_invalid_parameter' });
  });
});
