import { describe, expect, it } from 'vitest';
import { type RawAnswer, type TestBench, testBench, testKey } from '../spec/harness.ts';

const key = testKey.replace('sk_', 'pk_');
/** As stripe.js of 2026 sends it. */
const telemetry = {
  guid: 'NA',
  muid: '9b9a7b7e-6a5e-4f5e-9f57-5c9d8f6f5b3aa1b2c3',
  sid: 'NA',
  pasted_fields: 'number',
  payment_user_agent: 'stripe.js/4209db5aac; stripe-js-v3/4209db5aac; payment-element',
  referrer: 'https://shop.example',
  time_on_page: '26635',
  'client_attribution_metadata[client_session_id]': 'f0e1',
  'client_attribution_metadata[merchant_integration_source]': 'elements',
};
const card = {
  type: 'card',
  'card[number]': '4242424242424242',
  'card[exp_month]': '12',
  'card[exp_year]': '34',
  'card[cvc]': '123',
};

type Fields = Readonly<Record<string, string>>;

/** A request without an Authorization header, as a script of Stripe's makes it. */
function browser({ call }: TestBench) {
  const headers = { authorization: '', origin: 'https://js.stripe.com' };
  return {
    post: (path: string, fields: Fields): Promise<RawAnswer> =>
      call('POST', path, { body: new URLSearchParams({ ...telemetry, key, ...fields }).toString(), headers }),
    get: (path: string, fields: Fields): Promise<RawAnswer> =>
      call('GET', `${path}?${new URLSearchParams({ key, is_stripe_sdk: 'false', ...fields })}`, { headers }),
  };
}

describe('a request with its publishable key among the parameters', () => {
  it('makes a payment method, whatever it tells of the page', async () => {
    const bench = await testBench();
    const { status, body, headers } = await browser(bench).post('/v1/payment_methods', {
      ...card,
      'radar_options[hcaptcha_token]': 'P1_x',
    });
    expect([status, body.card.last4, headers.get('access-control-allow-origin')]).toEqual([200, '4242', '*']);
    expect((await bench.stripe.paymentMethods.retrieve(body.id)).id).toBe(body.id);
  });

  it('confirms with new card details and reads the intent', async () => {
    const bench = await testBench();
    const { post, get } = browser(bench);
    const { id, client_secret } = await bench.stripe.paymentIntents.create({
      amount: 2000,
      currency: 'usd',
      allowed_payment_method_types: ['card'],
    });
    const secret = { client_secret: String(client_secret) };
    const confirmed = await post(`/v1/payment_intents/${id}/confirm`, {
      ...secret,
      'payment_method_data[type]': 'card',
      'payment_method_data[card][number]': '4242424242424242',
      'payment_method_data[card][exp_month]': '12',
      'payment_method_data[card][exp_year]': '34',
      'payment_method_data[card][cvc]': '123',
      'payment_method_data[payment_user_agent]': 'stripe.js/4209db5aac',
      'payment_method_data[time_on_page]': '26635',
      'payment_method_data[guid]': 'NA',
      expected_payment_method_type: 'card',
      use_stripe_sdk: 'true',
    });
    expect([confirmed.status, confirmed.body.status]).toEqual([200, 'succeeded']);
    const read = await get(`/v1/payment_intents/${id}`, { ...secret, locale: 'en' });
    expect([read.status, read.body.status]).toEqual([200, 'succeeded']);
  });

  it('acts for the account and in the version that stand beside it', async () => {
    const bench = await testBench();
    const { id: account } = await bench.stripe.accounts.create({ type: 'standard' });
    const { status, body, headers } = await browser(bench).post('/v1/payment_methods', {
      ...card,
      _stripe_account: account,
      _stripe_version: '2024-06-20',
    });
    expect(status).toBe(200);
    expect([headers.get('stripe-account'), headers.get('stripe-version')]).toEqual([account, '2024-06-20']);
    const own = bench.client({ stripeAccount: account });
    expect((await own.paymentMethods.retrieve(body.id)).id).toBe(body.id);
    const unknown = await browser(bench).post('/v1/payment_methods', { ...card, _stripe_version: 'nonsense' });
    expect(unknown.status).toBe(400);
  });

  it('makes a ConfirmationToken for the server to confirm with', async () => {
    const bench = await testBench();
    const { status, body } = await browser(bench).post('/v1/confirmation_tokens', {
      'payment_method_data[type]': 'card',
      'payment_method_data[card][number]': '4242424242424242',
      'payment_method_data[card][exp_month]': '12',
      'payment_method_data[card][exp_year]': '34',
      'payment_method_data[card][cvc]': '123',
      'client_context[currency]': 'usd',
      'client_context[mode]': 'payment',
      return_url: 'https://shop.example',
    });
    expect([status, body.payment_method_preview.card.last4]).toEqual([200, '4242']);
    const paid = await bench.stripe.paymentIntents.create({
      amount: 2000,
      currency: 'usd',
      confirm: true,
      confirmation_token: body.id,
    });
    expect(paid.status).toBe('succeeded');
  });

  it('is refused what no publishable key may do', async () => {
    const { status, body } = await browser(await testBench()).post('/v1/customers', { name: 'Ada' });
    expect([status, body.error.code]).toEqual([401, 'secret_key_required']);
  });

  it.each([
    ['a secret key', { key: testKey }],
    ['no key', { key: '' }],
  ])('has none with %s there', async (_, fields) => {
    const { status, body } = await browser(await testBench()).post('/v1/payment_methods', { ...card, ...fields });
    expect([status, body.error.message]).toEqual([401, expect.stringMatching(/^You did not provide an API key/)]);
  });

  it('hears of a missing key before it hears of an unreadable body', async () => {
    const { call } = await testBench();
    const { status } = await call('POST', '/v1/tokens', { body: 'a=%E0%A4%A', headers: { authorization: '' } });
    expect(status).toBe(401);
  });
});

describe('a request with a secret key', () => {
  it('may not send what only browsers send', async () => {
    const { call } = await testBench();
    const body = new URLSearchParams({ ...card, time_on_page: '1' }).toString();
    const answer = await call('POST', '/v1/payment_methods', { body });
    expect([answer.status, answer.body.error.code]).toEqual([400, 'parameter_unknown']);
  });
});

describe('a confirmation with a publishable key', () => {
  async function confirmed(params: object, sent: Fields): Promise<RawAnswer> {
    const bench = await testBench();
    const { id, client_secret } = await bench.stripe.paymentIntents.create({
      amount: 2000,
      currency: 'usd',
      allowed_payment_method_types: ['card'],
      ...params,
    });
    const answer = await browser(bench).post(`/v1/payment_intents/${id}/confirm`, {
      client_secret: String(client_secret),
      payment_method: 'pm_card_visa',
      ...sent,
    });
    const { status } = await bench.stripe.paymentIntents.retrieve(id);
    expect(status).toBe(answer.status === 200 ? 'succeeded' : 'requires_payment_method');
    return answer;
  }

  it.each([
    ['off_session', 'true'],
    ['capture_method', 'manual'],
    ['mandate', 'mandate_1'],
    ['allowed_payment_method_types[]', 'card'],
  ])('may not send %s', async (name, value) => {
    const { status, body } = await confirmed({}, { [name]: value });
    const param = name.replace('[]', '');
    expect([status, body.error.code, body.error.param]).toEqual([400, 'parameter_unknown', param]);
  });

  it('is left to the server where the merchant wants that', async () => {
    const { status, body } = await confirmed({ confirmation_method: 'manual' }, {});
    expect(status).toBe(400);
    expect(body.error.message).toMatch(/^This PaymentIntent pi_\w+ cannot be confirmed using your publishable key/);
  });

  it.each([
    ['on_session', 'off_session', 200],
    ['off_session', 'off_session', 200],
    ['off_session', 'on_session', 400],
  ])('turns a future use from %s to %s: %i', async (set, asked, expected) => {
    const { status, body } = await confirmed({ setup_future_usage: set }, { setup_future_usage: asked });
    expect(status).toBe(expected);
    if (status === 400) expect(body.error.param).toBe('setup_future_usage');
    else expect(body.setup_future_usage).toBe(asked);
  });
});

describe('what a publishable key sees', () => {
  const authorization = `Bearer ${key}`;

  it('is a part of the PaymentIntent', async () => {
    const { call, stripe } = await testBench();
    const customer = await stripe.customers.create();
    const { id, client_secret } = await stripe.paymentIntents.create({
      amount: 2000,
      currency: 'usd',
      customer: customer.id,
      metadata: { order: '7' },
      allowed_payment_method_types: ['card'],
      payment_method: 'pm_card_visa',
      confirm: true,
    });
    const path = `/v1/payment_intents/${id}?client_secret=${client_secret}`;
    const { body } = await call('GET', `${path}&expand[]=payment_method&expand[]=latest_charge`, {
      headers: { authorization },
    });
    expect(Object.keys(body)).toEqual([
      'id',
      'object',
      'amount',
      'automatic_payment_methods',
      'canceled_at',
      'cancellation_reason',
      'capture_method',
      'client_secret',
      'confirmation_method',
      'created',
      'currency',
      'description',
      'last_payment_error',
      'livemode',
      'next_action',
      'payment_method',
      'payment_method_types',
      'processing',
      'receipt_email',
      'setup_future_usage',
      'shipping',
      'source',
      'status',
    ]);
    expect(body.payment_method).toMatchObject({ object: 'payment_method', card: { last4: '4242' } });
    expect(body.payment_method.card).not.toHaveProperty('fingerprint');
  });

  it('is a part of the SetupIntent', async () => {
    const { call, stripe } = await testBench();
    const { id, client_secret } = await stripe.setupIntents.create({ metadata: { order: '7' } });
    const { body } = await call('GET', `/v1/setup_intents/${id}?client_secret=${client_secret}`, {
      headers: { authorization },
    });
    expect(Object.keys(body)).toEqual([
      'id',
      'object',
      'cancellation_reason',
      'client_secret',
      'created',
      'description',
      'last_setup_error',
      'livemode',
      'next_action',
      'payment_method',
      'payment_method_types',
      'status',
      'usage',
    ]);
  });

  it('is no more where it is declined', async () => {
    const { call, stripe } = await testBench();
    const { id, client_secret } = await stripe.paymentIntents.create({
      amount: 2000,
      currency: 'usd',
      metadata: { order: '7' },
      allowed_payment_method_types: ['card'],
    });
    const { status, body } = await call('POST', `/v1/payment_intents/${id}/confirm`, {
      body: new URLSearchParams({
        client_secret: String(client_secret),
        payment_method: 'pm_card_visa_chargeDeclined',
      }).toString(),
      headers: { authorization },
    });
    expect([status, body.error.code, body.error.payment_intent.status]).toEqual([
      402,
      'card_declined',
      'requires_payment_method',
    ]);
    expect(body.error.payment_intent).not.toHaveProperty('metadata');
    expect(body.error.payment_intent).not.toHaveProperty('latest_charge');
    expect(JSON.stringify(body)).not.toContain('fingerprint');
  });

  it('is a token without the fingerprint of its card', async () => {
    const { call } = await testBench();
    const { type, ...fields } = card;
    const body = new URLSearchParams(fields).toString();
    const [mine, merchants] = [
      await call('POST', '/v1/tokens', { body, headers: { authorization } }),
      await call('POST', '/v1/tokens', { body }),
    ];
    expect(mine.body.card).not.toHaveProperty('fingerprint');
    expect([type, typeof merchants.body.card.fingerprint]).toEqual(['card', 'string']);
  });
});
