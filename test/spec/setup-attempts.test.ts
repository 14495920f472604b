import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { testCards } from '../../src/server/resources/payment-method/test-cards.ts';
import { refusal, type TestBench, testBench } from './harness.ts';

const card = { allowed_payment_method_types: ['card'] } satisfies Stripe.SetupIntentCreateParams;

const setUp = async (bench: TestBench, payment_method: string, params: Partial<Stripe.SetupIntentCreateParams> = {}) =>
  bench.stripe.setupIntents.create({ ...card, confirm: true, payment_method, ...params });

const attemptOf = async ({ stripe }: TestBench, setup_intent: string): Promise<Stripe.SetupAttempt> => {
  const { data } = await stripe.setupAttempts.list({ setup_intent, limit: 1 });
  if (data[0] === undefined) throw new Error('no attempt');
  return data[0];
};

describe('GET /v1/setup_attempts', () => {
  it('wants the intent', async () => {
    const { call, stripe } = await testBench();
    const { status, body } = await call('GET', '/v1/setup_attempts');
    expect(status).toBe(400);
    expect(body.error).toMatchObject({
      code: 'parameter_missing',
      message: 'Missing required param: setup_intent.',
      param: 'setup_intent',
    });
    expect(await refusal(stripe.setupAttempts.list({ setup_intent: 'seti_x' }))).toMatchObject({
      code: 'resource_missing',
      message: "No such setupintent: 'seti_x'",
      param: 'setup_intent',
    });
  });

  it('lists one attempt per confirmation, newest first', async () => {
    const bench = await testBench();
    const { stripe, sandbox } = bench;
    const { id: customer } = await stripe.customers.create();
    const intent = await stripe.setupIntents.create({ ...card, customer, usage: 'on_session' });
    expect((await stripe.setupAttempts.list({ setup_intent: intent.id })).data).toEqual([]);
    await setUp(bench, 'pm_card_visa');
    for (const payment_method of ['pm_card_visa_chargeDeclined', 'pm_card_threeDSecure2Required', 'pm_card_visa']) {
      await stripe.setupIntents.confirm(intent.id, { payment_method }).catch(() => undefined);
      await sandbox.advance(60);
    }
    const list = await stripe.setupAttempts.list({
      setup_intent: intent.id,
      expand: ['data.setup_intent', 'data.payment_method', 'data.customer'],
    });
    expect(list.url).toBe('/v1/setup_attempts');
    expect(list.data.map(({ status }) => status)).toEqual(['succeeded', 'abandoned', 'failed']);
    const [latest, , first] = list.data;
    expect(latest).toMatchObject({
      application: null,
      customer: { id: customer, object: 'customer' },
      customer_account: null,
      flow_directions: null,
      livemode: false,
      on_behalf_of: null,
      payment_method: { object: 'payment_method', customer },
      setup_error: null,
      setup_intent: { id: intent.id, status: 'succeeded', latest_attempt: latest?.id },
      usage: 'on_session',
    });
    expect(latest?.id).toMatch(/^setatt_1\w{23}$/);
    expect(first?.setup_error).toMatchObject({
      advice_code: 'try_again_later',
      code: 'card_declined',
      decline_code: 'generic_decline',
      doc_url: 'https://stripe.com/docs/error-codes/card-declined',
      message: 'Your card was declined.',
      network_decline_code: '01',
      payment_method: { object: 'payment_method', card: { last4: '0002' } },
      type: 'card_error',
    });
    const page = await stripe.setupAttempts.list({ setup_intent: intent.id, limit: 1 });
    expect(page.has_more).toBe(true);
    const since = await stripe.setupAttempts.list({ setup_intent: intent.id, created: { gt: first?.created ?? 0 } });
    expect(since.data).toHaveLength(2);
    const before = await stripe.setupAttempts.list({ setup_intent: intent.id, starting_after: String(latest?.id) });
    expect(before.data).toHaveLength(2);
  });

  it('is where expand of the latest attempt leads', async () => {
    const bench = await testBench();
    const { latest_attempt } = await setUp(bench, 'pm_card_visa', { expand: ['latest_attempt.payment_method'] });
    expect(latest_attempt).toMatchObject({
      object: 'setup_attempt',
      payment_method: { object: 'payment_method' },
      payment_method_details: {
        card: {
          brand: 'visa',
          checks: { cvc_check: 'pass' },
          country: 'US',
          exp_month: 1,
          exp_year: 2027,
          funding: 'credit',
          last4: '4242',
          network: 'visa',
          three_d_secure: null,
          wallet: null,
        },
        type: 'card',
      },
    });
  });
});

describe('3D Secure', () => {
  const challenged = 'pm_card_authenticationRequiredOnSetup';

  it('waits for the cardholder, in the page or behind a redirect', async () => {
    const bench = await testBench();
    const inPage = await setUp(bench, challenged);
    expect(inPage).toMatchObject({ status: 'requires_action', next_action: { type: 'use_stripe_sdk' } });
    const sdk = { return_url: 'https://shop.test/back', use_stripe_sdk: true };
    expect((await setUp(bench, challenged, sdk)).next_action?.type).toBe('use_stripe_sdk');
    const away = await setUp(bench, challenged, { return_url: 'https://shop.test/back' });
    expect(away.next_action).toMatchObject({
      type: 'redirect_to_url',
      redirect_to_url: { return_url: 'https://shop.test/back', url: expect.stringContaining(`/3ds/${away.id}?`) },
    });
    expect(away.latest_attempt).toMatch(/^setatt_/);
    expect((await bench.eventTypes()).slice(0, 2)).toEqual(['setup_intent.created', 'setup_intent.requires_action']);
  });

  it('is set up once the cardholder has authenticated', async () => {
    const bench = await testBench();
    const { id: customer } = await bench.stripe.customers.create();
    const { id } = await setUp(bench, challenged, { customer });
    await bench.sandbox.act(id, 'authenticate');
    const intent = await bench.stripe.setupIntents.retrieve(id);
    expect(intent).toMatchObject({ status: 'succeeded', next_action: null });
    expect(await attemptOf(bench, id)).toMatchObject({
      id: intent.latest_attempt,
      status: 'succeeded',
      payment_method_details: {
        card: {
          three_d_secure: {
            authentication_flow: 'challenge',
            electronic_commerce_indicator: '05',
            result: 'authenticated',
            result_reason: null,
            version: '2.2.0',
          },
        },
      },
    });
    expect((await bench.eventTypes()).slice(3)).toEqual(['payment_method.attached', 'setup_intent.succeeded']);
    const payment = await bench.stripe.paymentIntents.create({
      amount: 900,
      currency: 'usd',
      ...card,
      confirm: true,
      customer,
      off_session: true,
      payment_method: String(intent.payment_method),
    });
    expect(payment.status).toBe('succeeded');
  });

  it.each([
    [
      'fail_authentication',
      'setup_intent_authentication_failure',
      'The latest attempt to set up the payment method has failed because authentication failed.',
      'rejected',
    ],
    ['abandon', 'setup_intent_setup_attempt_expired', 'The latest setup attempt has expired.', 'abandoned'],
  ])('%s: %s', async (action, code, message, result_reason) => {
    const bench = await testBench();
    const { id, payment_method } = await setUp(bench, challenged);
    await bench.sandbox.act(id, action);
    const intent = await bench.stripe.setupIntents.retrieve(id);
    const error = { code, message, type: 'invalid_request_error', payment_method: { id: payment_method } };
    expect(intent).toMatchObject({
      last_setup_error: error,
      next_action: null,
      payment_method: null,
      status: 'requires_payment_method',
    });
    const attempt = await attemptOf(bench, id);
    expect(attempt).toMatchObject({ payment_method, setup_error: error, status: 'failed' });
    expect(attempt.payment_method_details.card?.three_d_secure).toMatchObject({ result: 'failed', result_reason });
    expect((await bench.eventTypes()).slice(1)).toEqual(['setup_intent.requires_action', 'setup_intent.setup_failed']);
  });

  it('is asked for by the merchant: enrolled cards are challenged, others only attempted', async () => {
    const bench = await testBench();
    const any = { payment_method_options: { card: { request_three_d_secure: 'any' as const } } };
    expect((await setUp(bench, 'pm_card_threeDSecureOptional', any)).status).toBe('requires_action');
    const { id } = await setUp(bench, 'pm_card_visa', any);
    const { card: details } = (await attemptOf(bench, id)).payment_method_details;
    expect(details?.three_d_secure).toMatchObject({ result: 'attempt_acknowledged', authentication_flow: null });
  });
});

describe('every test card', () => {
  /** What a set-up leads to, by what the card does. */
  function expected({ attach, threeDSecure, threeDSecureFails }: (typeof testCards)[number]['outcome']): string {
    if (attach !== undefined) return `declined ${attach.code}`;
    if (['required', 'required_unless_set_up', 'always', 'on_session'].includes(threeDSecure))
      return threeDSecureFails ? 'declined card_declined' : 'requires_action';
    return 'succeeded';
  }
  const named = testCards.filter(({ names }) => names.length > 0);

  it.each(named.map((testCard) => [testCard.names[0], testCard] as const))('pm_card_%s', async (name, testCard) => {
    const bench = await testBench();
    const payment_method = `pm_card_${name}`;
    const outcome = await setUp(bench, payment_method).then(
      ({ status }) => status,
      ({ code }: { code: string }) => `declined ${code}`,
    );
    expect(outcome).toBe(expected(testCard.outcome));
    if (outcome !== 'requires_action') return;
    const [intent] = (await bench.stripe.setupIntents.list()).data;
    await bench.sandbox.act(String(intent?.id), 'authenticate');
    expect((await bench.stripe.setupIntents.retrieve(String(intent?.id))).status).toBe('succeeded');
  });

  it.each([
    ['pm_card_chargeCustomerFail', 'card_declined'],
    ['pm_card_authenticationRequired', 'authentication_required'],
    ['pm_card_authenticationRequiredChargeDeclinedInsufficientFunds', 'card_declined'],
    ['pm_card_authenticationRequiredOnSetup', undefined],
    ['pm_card_authenticationRequiredSetupForOffSession', undefined],
  ])('%s: a later off-session payment ends %s', async (name, code) => {
    const bench = await testBench();
    const { id: customer } = await bench.stripe.customers.create();
    const intent = await setUp(bench, name, { customer });
    if (intent.status === 'requires_action') await bench.sandbox.act(intent.id, 'authenticate');
    const payment = bench.stripe.paymentIntents.create({
      amount: 900,
      currency: 'usd',
      ...card,
      confirm: true,
      customer,
      off_session: true,
      payment_method: String(intent.payment_method),
    });
    if (code === undefined) expect((await payment).status).toBe('succeeded');
    else expect(await refusal(payment)).toMatchObject({ statusCode: 402, code });
  });

  it('refuses a live card', async () => {
    const { stripe } = await testBench();
    const error = await refusal(
      stripe.setupIntents.create({
        ...card,
        confirm: true,
        payment_method_data: {
          type: 'card',
          card: { number: '4111111111111111', exp_month: 12, exp_year: 2030, cvc: '123' },
        } as Stripe.SetupIntentCreateParams.PaymentMethodData,
      }),
    );
    expect(error).toMatchObject({ statusCode: 402, decline_code: 'test_mode_live_card' });
  });
});
