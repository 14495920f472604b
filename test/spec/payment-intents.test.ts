import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { refusal, testBench } from './harness.ts';

const card = { allowed_payment_method_types: ['card'] } satisfies Partial<Stripe.PaymentIntentCreateParams>;

describe('POST /v1/payment_intents', () => {
  it('makes an intent that waits for a payment method', async () => {
    const { stripe } = await testBench();
    const intent = await stripe.paymentIntents.create({ amount: 2000, currency: 'USD' });
    expect(intent).toMatchObject({
      amount: 2000,
      amount_capturable: 0,
      amount_details: { tip: {} },
      amount_received: 0,
      automatic_payment_methods: { allow_redirects: 'always', enabled: true },
      capture_method: 'automatic_async',
      confirmation_method: 'automatic',
      currency: 'usd',
      latest_charge: null,
      livemode: false,
      managed_payments: { enabled: false },
      metadata: {},
      payment_method: null,
      payment_method_types: ['card', 'klarna', 'link', 'cashapp', 'amazon_pay'],
      status: 'requires_payment_method',
    });
    expect(intent.id).toMatch(/^pi_3\w{23}$/);
    expect(intent.client_secret).toMatch(new RegExp(`^${intent.id}_secret_\\w{25}$`));
    expect(intent.payment_method_configuration_details?.id).toMatch(/^pmc_1\w{23}$/);
    expect(intent.payment_method_options).toEqual({
      amazon_pay: {},
      card: { installments: null, mandate_options: null, network: null, request_three_d_secure: 'automatic' },
      cashapp: {},
      klarna: { preferred_locale: null },
      link: { persistent_token: null },
    });
  });

  it.each([
    [{ amount: 10_000, currency: 'usd' }, ['card', 'affirm', 'klarna', 'link', 'cashapp', 'amazon_pay']],
    [{ amount: 2000, currency: 'eur' }, ['card', 'link']],
    [{ amount: 2000, currency: 'usd', automatic_payment_methods: { enabled: false } }, ['card']],
    [
      {
        amount: 2000,
        currency: 'usd',
        automatic_payment_methods: { enabled: true, allow_redirects: 'never' as const },
      },
      ['card', 'link'],
    ],
    [
      { amount: 2000, currency: 'usd', excluded_payment_method_types: ['klarna' as const, 'cashapp' as const] },
      ['card', 'link', 'amazon_pay'],
    ],
    [{ amount: 2000, currency: 'usd', ...card }, ['card']],
  ])('computes the types of %j', async (params, types) => {
    const { stripe } = await testBench();
    const intent = await stripe.paymentIntents.create(params);
    expect(intent.payment_method_types).toEqual(types);
    expect(Object.keys(intent.payment_method_options ?? {})).toEqual([...types].sort());
  });

  it('takes payment_method_types from older versions and refuses it from this one', async () => {
    const { client, call } = await testBench();
    const body = 'amount=2000&currency=usd&payment_method_types[]=card';
    const older = await call('POST', '/v1/payment_intents', {
      body,
      headers: { 'stripe-version': '2026-08-26.dahlia' },
    });
    expect(older.body).toMatchObject({ automatic_payment_methods: null, payment_method_types: ['card'] });
    const params = {
      amount: 2000,
      currency: 'usd',
      payment_method_types: ['card'],
    } as Stripe.PaymentIntentCreateParams;
    expect(await refusal(client({ apiVersion: '2026-10-28.endive' }).paymentIntents.create(params))).toMatchObject({
      code: 'payment_method_types_no_longer_supported',
      param: 'payment_method_types',
    });
  });

  it('refuses allowed types beside other ways to choose them', async () => {
    const { stripe } = await testBench();
    const params = { amount: 2000, currency: 'usd', ...card, automatic_payment_methods: { enabled: true } };
    expect(await refusal(stripe.paymentIntents.create(params))).toMatchObject({
      code: 'parameters_exclusive',
      message: 'You may only specify one of these parameters: allowed_payment_method_types, automatic_payment_methods.',
    });
  });

  it('waits for the confirmation once it has a payment method', async () => {
    const { stripe, eventTypes } = await testBench();
    const intent = await stripe.paymentIntents.create({
      amount: 2000,
      currency: 'usd',
      payment_method: 'pm_card_visa',
    });
    expect(intent.status).toBe('requires_confirmation');
    expect(intent.payment_method).toMatch(/^pm_1\w{23}$/);
    expect(await eventTypes()).toEqual(['payment_intent.created']);
  });

  it('keeps what it is told', async () => {
    const { stripe } = await testBench();
    const intent = await stripe.paymentIntents.create({
      amount: 2000,
      currency: 'usd',
      description: 'Shoes',
      metadata: { order: '7' },
      receipt_email: 'a@b.test',
      setup_future_usage: 'off_session',
      statement_descriptor_suffix: 'SHOES',
      transfer_group: 'group',
      shipping: { name: 'Jo', address: { city: 'Paris', country: 'FR' } },
      payment_details: { order_reference: 'o1' },
      payment_method_options: { card: { request_three_d_secure: 'any' } },
    });
    expect(intent).toMatchObject({
      description: 'Shoes',
      metadata: { order: '7' },
      receipt_email: 'a@b.test',
      setup_future_usage: 'off_session',
      statement_descriptor_suffix: 'SHOES',
      transfer_group: 'group',
      payment_details: { customer_reference: null, order_reference: 'o1' },
      shipping: { address: { city: 'Paris', country: 'FR', line1: null }, carrier: null, name: 'Jo', phone: null },
    });
    expect(intent.payment_method_options?.card).toMatchObject({ network: null, request_three_d_secure: 'any' });
  });

  it.each([
    [
      0,
      'usd',
      'parameter_invalid_integer',
      'The amount must be greater than or equal to the minimum charge amount allowed for your account and the currency set (https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts).  If you want to save a Payment Method for future use without an immediate payment, use a Setup Intent instead: https://docs.stripe.com/payments/setup-intents',
    ],
    [-5, 'usd', 'parameter_invalid_integer', 'This value must be greater than or equal to 1.'],
    [49, 'usd', 'amount_too_small', 'Amount must be at least $0.50 usd'],
    [29, 'gbp', 'amount_too_small', 'Amount must be at least £0.30 gbp'],
    [49, 'jpy', 'amount_too_small', 'Amount must be at least ¥50 jpy'],
    [249, 'dkk', 'amount_too_small', 'Amount must be at least 2.50 dkk'],
    [100_000_000, 'usd', 'amount_too_large', 'Amount must be no more than $999,999.99'],
    [
      1001,
      'kwd',
      'invalid_charge_amount',
      'Invalid amount: the least significant digit of an amount in kwd must be 0.',
    ],
  ])('refuses %i %s', async (amount, currency, code, message) => {
    const { stripe } = await testBench();
    const error = await refusal(stripe.paymentIntents.create({ amount, currency }));
    expect(error).toMatchObject({ statusCode: 400, code, message, param: 'amount' });
  });

  it('refuses a currency that Stripe does not take', async () => {
    const { stripe } = await testBench();
    const error = await refusal(stripe.paymentIntents.create({ amount: 500, currency: 'xxd' }));
    expect(error).toMatchObject({ code: undefined, param: 'currency' });
    expect(error.message).toMatch(
      /^Invalid currency: xxd\. Stripe currently supports these currencies: usd, aed, .*, mro$/,
    );
  });

  it.each(['return_url', 'off_session', 'error_on_requires_action'])('refuses %s without confirm', async (param) => {
    const { stripe } = await testBench();
    const value = param === 'return_url' ? 'https://shop.test' : true;
    const error = await refusal(stripe.paymentIntents.create({ amount: 500, currency: 'usd', [param]: value }));
    expect(error).toMatchObject({
      param,
      message: `The parameter \`${param}\` cannot be passed when creating a PaymentIntent unless \`confirm\` is set to true.`,
    });
  });

  it.each([
    ['customer', 'cus_nope', "No such customer: 'cus_nope'"],
    ['payment_method', 'pm_nope', "No such PaymentMethod: 'pm_nope'"],
  ])('refuses an unknown %s', async (param, id, message) => {
    const { stripe } = await testBench();
    const error = await refusal(stripe.paymentIntents.create({ amount: 500, currency: 'usd', [param]: id }));
    expect(error).toMatchObject({ statusCode: 400, code: 'resource_missing', param });
    expect(error.message).toContain(message);
  });

  it('takes a confirmation token along with a confirmation only', async () => {
    const { stripe } = await testBench();
    const params = { amount: 500, currency: 'usd', confirmation_token: 'ctoken_1' };
    const error = await refusal(stripe.paymentIntents.create(params));
    expect(error.param).toBe('confirmation_token');
    expect(error.message).toContain('cannot be passed when creating a PaymentIntent unless `confirm` is set to true');
  });
});

describe('GET /v1/payment_intents/:id', () => {
  it('answers a publishable key that knows the client secret', async () => {
    const { stripe, client } = await testBench();
    const { id, client_secret } = await stripe.paymentIntents.create({ amount: 500, currency: 'usd' });
    const browser = client({ key: 'pk_test_bench' });
    expect((await browser.paymentIntents.retrieve(id, { client_secret: String(client_secret) })).id).toBe(id);
    expect(await refusal(browser.paymentIntents.retrieve(id, { client_secret: 'wrong' }))).toMatchObject({
      param: 'client_secret',
    });
  });

  it('recognises a client secret in place of an id', async () => {
    const { call, stripe } = await testBench();
    const { client_secret } = await stripe.paymentIntents.create({ amount: 500, currency: 'usd' });
    const { status, body } = await call('GET', `/v1/payment_intents/${client_secret}`);
    expect(status).toBe(400);
    expect(body.error).toMatchObject({
      param: 'intent',
      message:
        'You passed a string that looks like a client secret as the PaymentIntent ID, but you must provide a valid PaymentIntent ID. Please use the value in the `id` field of the PaymentIntent.',
    });
    expect(body.error).not.toHaveProperty('code');
  });

  it('knows no other intents', async () => {
    const { stripe } = await testBench();
    expect(await refusal(stripe.paymentIntents.retrieve('pi_nope'))).toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
      param: 'intent',
      message: "No such payment_intent: 'pi_nope'",
    });
  });
});

describe('POST /v1/payment_intents/:id', () => {
  it('changes amount, currency and the types that follow from them', async () => {
    const { stripe, eventTypes } = await testBench();
    const { id } = await stripe.paymentIntents.create({ amount: 2000, currency: 'usd' });
    const updated = await stripe.paymentIntents.update(id, { amount: 3000, currency: 'eur' });
    expect(updated).toMatchObject({ amount: 3000, currency: 'eur', payment_method_types: ['card', 'link'] });
    expect(await eventTypes()).toEqual(['payment_intent.created']);
  });

  it('takes a payment method', async () => {
    const { stripe } = await testBench();
    const { id } = await stripe.paymentIntents.create({ amount: 2000, currency: 'usd' });
    const updated = await stripe.paymentIntents.update(id, { payment_method: 'pm_card_visa' });
    expect(updated.status).toBe('requires_confirmation');
    expect(updated.payment_method).toMatch(/^pm_1/);
  });

  it('merges metadata and unsets what is sent empty', async () => {
    const { stripe } = await testBench();
    const { id } = await stripe.paymentIntents.create({
      amount: 2000,
      currency: 'usd',
      metadata: { a: '1', b: '2' },
      receipt_email: 'a@b.test',
    });
    const updated = await stripe.paymentIntents.update(id, { metadata: { a: '', c: '3' }, receipt_email: '' });
    expect(updated).toMatchObject({ metadata: { b: '2', c: '3' }, receipt_email: null });
  });

  it('asks a challenged customer anew after the amount changed', async () => {
    const { stripe } = await testBench();
    const { id } = await stripe.paymentIntents.create({
      amount: 2000,
      currency: 'usd',
      ...card,
      confirm: true,
      payment_method: 'pm_card_authenticationRequired',
    });
    const updated = await stripe.paymentIntents.update(id, { amount: 2500 });
    expect(updated).toMatchObject({ status: 'requires_confirmation', next_action: null });
  });

  it.each(['amount', 'currency', 'payment_method', 'customer'])('keeps the %s of a paid intent', async (field) => {
    const { stripe } = await testBench();
    const { id } = await stripe.paymentIntents.create({
      amount: 2000,
      currency: 'usd',
      ...card,
      confirm: true,
      payment_method: 'pm_card_visa',
    });
    const error = await refusal(stripe.paymentIntents.update(id, { [field]: field === 'amount' ? 9999 : 'eur' }));
    expect(error).toMatchObject({
      statusCode: 400,
      code: 'payment_intent_unexpected_state',
      param: field,
      message: `This PaymentIntent's ${field} could not be updated because it has a status of succeeded. You may only update the ${field} of a PaymentIntent with one of the following statuses: requires_payment_method, requires_confirmation, requires_action.`,
    });
    expect(error.payment_intent).toMatchObject({ id, status: 'succeeded' });
    expect((await stripe.paymentIntents.update(id, { description: 'after' })).description).toBe('after');
  });
});

describe('GET /v1/payment_intents', () => {
  it('filters by customer and creation time, newest first', async () => {
    const { stripe, sandbox } = await testBench();
    const customer = (await stripe.customers.create()).id;
    const first = await stripe.paymentIntents.create({ amount: 500, currency: 'usd', customer });
    await sandbox.advance(60);
    const second = await stripe.paymentIntents.create({ amount: 600, currency: 'usd', customer });
    await stripe.paymentIntents.create({ amount: 700, currency: 'usd' });
    const ids = async (params: Stripe.PaymentIntentListParams) =>
      (await stripe.paymentIntents.list(params)).data.map(({ id }) => id);
    expect(await ids({ customer })).toEqual([second.id, first.id]);
    expect(await ids({ customer, created: { lt: second.created } })).toEqual([first.id]);
  });

  it('searches by metadata and status', async () => {
    const { stripe } = await testBench();
    const { id } = await stripe.paymentIntents.create({ amount: 500, currency: 'usd', metadata: { order: '7' } });
    await stripe.paymentIntents.create({ amount: 500, currency: 'usd', metadata: { order: '8' } });
    const query = `status:"requires_payment_method" AND metadata["order"]:"7"`;
    expect((await stripe.paymentIntents.search({ query })).data.map((intent) => intent.id)).toEqual([id]);
  });
});
