import type { Page } from 'playwright-core';
import type Stripe from 'stripe';
import { describe, expect, it, type TestContext } from 'vitest';
import type { RawBody } from '../raw-body.ts';
import { type TestBench, testBench } from '../spec/harness.ts';
import { benchOnPort, shop } from './bench.ts';
import { closeBrowserAfterwards, openPage } from './browser.ts';

closeBrowserAfterwards();

const key = 'pk_test_bench';
const card = {
  type: 'card',
  'card[number]': '4000002760003184',
  'card[exp_month]': '12',
  'card[exp_year]': '2034',
  'card[cvc]': '123',
};

const payment = ({ stripe }: Pick<TestBench, 'stripe'>): Promise<Stripe.PaymentIntent> =>
  stripe.paymentIntents.create({ amount: 2000, currency: 'usd', allowed_payment_method_types: ['card'] });

interface Heard {
  readonly status: number;
  readonly requestId: string | null;
  readonly body: RawBody;
}

/** `fetch()` as a script of the page calls it, with the publishable key. */
async function fetchIn(page: Page, url: string, params?: Readonly<Record<string, string>>): Promise<Heard> {
  const sent = JSON.stringify({ url, key, body: params && new URLSearchParams(params).toString() });
  return (await page.evaluate(`(async ({ url, key, body }) => {
    const headers = { authorization: 'Bearer ' + key, 'stripe-version': '2026-10-28.endive' };
    if (body !== undefined) headers['content-type'] = 'application/x-www-form-urlencoded';
    const answer = await fetch(url, { method: body === undefined ? 'GET' : 'POST', headers, body });
    return { status: answer.status, requestId: answer.headers.get('request-id'), body: await answer.json() };
  })(${sent})`)) as Heard;
}

/** The checkout page of a shop on a port of its own. */
async function checkout(context: TestContext): Promise<{ page: Page; origin: string }> {
  const origin = await shop({ '/': '<!doctype html><title>Shop</title><h1>Checkout</h1>' });
  const page = await openPage(context);
  await page.goto(origin);
  return { page, origin };
}

describe('a preflight request', () => {
  it.each([
    ['POST', '/v1/payment_methods'],
    ['POST', '/v1/tokens'],
    ['GET', '/v1/payment_intents/pi_1?client_secret=x'],
    ['POST', '/v1/payment_intents/pi_1/confirm'],
    ['POST', '/v1/setup_intents/seti_1/confirm'],
  ])('allows %s %s with the headers that it asks for, without a key', async (method, path) => {
    const { emulator } = await testBench();
    const asked = 'authorization,content-type,stripe-version,idempotency-key';
    const answer = await emulator.fetch(`http://emulator${path}`, {
      method: 'OPTIONS',
      headers: {
        origin: 'http://shop.test',
        'access-control-request-method': method,
        'access-control-request-headers': asked,
      },
    });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.headers.get('access-control-allow-methods')?.split(', ')).toContain(method);
    expect(answer.headers.get('access-control-allow-headers')).toBe(asked);
  });
});

describe('an answer to a browser', () => {
  it.each([
    ['done', '/v1/payment_methods', card, 200],
    ['refused', '/v1/customers', {}, 401],
    ['unknown', '/v1/nothing', {}, 404],
  ])('may be read by any site, with its request id: %s', async (_, path, params, status) => {
    const bench = await testBench();
    const answer = await bench.call('POST', path, {
      body: new URLSearchParams(params).toString(),
      headers: { authorization: `Bearer ${key}`, origin: 'http://shop.test' },
    });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.headers.get('access-control-expose-headers')).toContain('Request-Id');
    expect(answer.headers.get('vary')).toBe('Origin');
  });

  it('says so when there is no key at all', async () => {
    const { emulator } = await testBench();
    const answer = await emulator.fetch('http://emulator/v1/tokens', {
      method: 'POST',
      headers: { origin: 'http://shop.test' },
    });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  });
});

describe('a front end on another port, in a browser', () => {
  it('makes a payment method, confirms, passes the challenge and reads the result', async (context) => {
    const { stripe, url } = await benchOnPort();
    const { id, client_secret: secret } = await payment({ stripe });
    const { page, origin } = await checkout(context);
    const method = await fetchIn(page, `${url}/v1/payment_methods`, card);
    expect(method).toMatchObject({ status: 200, requestId: expect.stringMatching(/^req_/) });
    const confirmed = await fetchIn(page, `${url}/v1/payment_intents/${id}/confirm`, {
      client_secret: String(secret),
      payment_method: method.body.id,
      return_url: `${origin}/?done`,
    });
    expect(confirmed.body).toMatchObject({ status: 'requires_action', next_action: { type: 'redirect_to_url' } });
    await page.evaluate(`location.href = ${JSON.stringify(confirmed.body.next_action.redirect_to_url.url)}`);
    await page.getByRole('button', { name: 'Complete authentication' }).click();
    await page.getByRole('heading', { name: 'Checkout' }).waitFor();
    const given = new URL(page.url()).searchParams;
    expect(given.get('redirect_status')).toBe('succeeded');
    const query = new URLSearchParams({ client_secret: given.get('payment_intent_client_secret') ?? '' });
    const result = await fetchIn(page, `${url}/v1/payment_intents/${given.get('payment_intent')}?${query}`);
    expect(result).toMatchObject({ status: 200, body: { id, status: 'succeeded' } });
  });

  it('confirms a SetupIntent, which returns with its own parameters', async (context) => {
    const { stripe, url } = await benchOnPort();
    const { id, client_secret: secret } = await stripe.setupIntents.create({ allowed_payment_method_types: ['card'] });
    const { page, origin } = await checkout(context);
    const confirmed = await fetchIn(page, `${url}/v1/setup_intents/${id}/confirm`, {
      client_secret: String(secret),
      payment_method: 'pm_card_authenticationRequired',
      return_url: origin,
    });
    expect(confirmed.body).toMatchObject({ status: 'requires_action', next_action: { type: 'redirect_to_url' } });
    await page.goto(confirmed.body.next_action.redirect_to_url.url);
    await page.getByRole('button', { name: 'Fail authentication' }).click();
    await page.getByRole('heading', { name: 'Checkout' }).waitFor();
    expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({
      setup_intent: id,
      setup_intent_client_secret: secret,
      redirect_status: 'failed',
    });
    const result = await fetchIn(page, `${url}/v1/setup_intents/${id}?client_secret=${secret}`);
    expect(result).toMatchObject({ status: 200, body: { status: 'requires_payment_method' } });
  });

  it('makes a token of a card', async (context) => {
    const { url } = await benchOnPort();
    const { page } = await checkout(context);
    const { type, ...params } = card;
    const token = await fetchIn(page, `${url}/v1/tokens`, params);
    expect(token).toMatchObject({ status: 200, body: { type, card: { last4: '3184' } } });
  });

  it('reads why it was refused', async (context) => {
    const { stripe, url } = await benchOnPort();
    const { id } = await payment({ stripe });
    const { page } = await checkout(context);
    const customers = await fetchIn(page, `${url}/v1/customers`, { name: 'Ada' });
    expect(customers).toMatchObject({ status: 401, body: { error: { code: 'secret_key_required' } } });
    const intent = await fetchIn(page, `${url}/v1/payment_intents/${id}?client_secret=${id}_secret_guess`);
    expect(intent).toMatchObject({
      status: 400,
      body: { error: { code: 'payment_intent_invalid_parameter', param: 'client_secret' } },
    });
    const declined = await fetchIn(page, `${url}/v1/payment_methods`, { ...card, 'card[number]': '4242424242424241' });
    expect(declined).toMatchObject({ status: 402, body: { error: { code: 'incorrect_number' } } });
  });
});
