import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { refusal, type TestBench, testBench } from './harness.ts';

const card = { allowed_payment_method_types: ['card'] } satisfies Stripe.SetupIntentCreateParams;

const customerOf = async ({ stripe }: TestBench): Promise<string> => (await stripe.customers.create()).id;

describe('POST /v1/setup_intents/:id/confirm', () => {
  it('has nobody to save for once the customer is deleted', async () => {
    const bench = await testBench();
    const { stripe, sandbox } = bench;
    const customer = await customerOf(bench);
    const { id } = await stripe.setupIntents.create({ ...card, customer });
    const challenged = await stripe.setupIntents.create({
      ...card,
      customer,
      confirm: true,
      payment_method: 'pm_card_authenticationRequired',
    });
    await stripe.customers.del(customer);
    expect(await refusal(stripe.setupIntents.confirm(id, { payment_method: 'pm_card_visa' }))).toMatchObject({
      statusCode: 400,
      code: 'resource_missing',
      param: 'customer',
      message: `No such customer: '${customer}'`,
    });
    await sandbox.act(challenged.id, 'authenticate');
    const late = await stripe.setupIntents.retrieve(challenged.id, { expand: ['payment_method'] });
    expect(late).toMatchObject({ status: 'succeeded', payment_method: { customer: null } });
  });

  it('puts the payment method on file with the customer', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const customer = await customerOf(bench);
    const { id, client_secret } = await stripe.setupIntents.create({ ...card, customer });
    const intent = await stripe.setupIntents.confirm(id, {
      payment_method: 'pm_card_visa',
      expand: ['payment_method'],
    });
    expect(intent).toMatchObject({ client_secret, status: 'succeeded', next_action: null, mandate: null });
    expect(intent.payment_method).toMatchObject({ customer, card: { checks: { cvc_check: 'pass' } } });
    expect((await bench.eventTypes()).slice(1)).toEqual([
      'setup_intent.created',
      'payment_method.attached',
      'setup_intent.succeeded',
    ]);
  });

  it('leaves the payment method loose without a customer', async () => {
    const { stripe, eventTypes } = await testBench();
    const intent = await stripe.setupIntents.create({ ...card, confirm: true, payment_method: 'pm_card_visa' });
    expect(intent.status).toBe('succeeded');
    expect((await stripe.paymentMethods.retrieve(String(intent.payment_method))).customer).toBeNull();
    expect(await eventTypes()).toEqual(['setup_intent.created', 'setup_intent.succeeded']);
    const { id: customer } = await stripe.customers.create();
    await stripe.paymentMethods.attach(String(intent.payment_method), { customer });
  });

  it('wants a return_url where the customer may leave the page', async () => {
    const { stripe } = await testBench();
    const { id } = await stripe.setupIntents.create({ payment_method: 'pm_card_visa' });
    const error = await refusal(stripe.setupIntents.confirm(id));
    expect(error.message).toMatch(
      /^This SetupIntent is configured to accept payment methods enabled in your Dashboard\. .* you must provide a `return_url`\./,
    );
    expect(error.setup_intent).toMatchObject({ id, status: 'requires_confirmation' });
    expect((await stripe.setupIntents.confirm(id, { return_url: 'https://shop.test' })).status).toBe('succeeded');
  });

  it('does not fall back to the default payment method of the customer', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const customer = await customerOf(bench);
    const { id: method } = await stripe.paymentMethods.attach('pm_card_visa', { customer });
    await stripe.customers.update(customer, { invoice_settings: { default_payment_method: method } });
    const { id } = await stripe.setupIntents.create({ ...card, customer });
    expect(await refusal(stripe.setupIntents.confirm(id))).toMatchObject({
      statusCode: 400,
      code: 'setup_intent_unexpected_state',
      message: expect.stringContaining("because it's missing a payment method"),
      setup_intent: { id },
    });
  });

  it('wants the customer of the payment method', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const customer = await customerOf(bench);
    const { id: method } = await stripe.paymentMethods.attach('pm_card_visa', { customer });
    const none = await refusal(stripe.setupIntents.create({ ...card, payment_method: method }));
    expect(none).toMatchObject({
      param: 'payment_method',
      message: `The payment method supplied (${method}) belongs to the Customer ${customer}. Please include the Customer in the \`customer\` parameter on the SetupIntent.`,
    });
    expect(none.code).toBeUndefined();
    const other = await customerOf(bench);
    const theirs = await refusal(stripe.setupIntents.create({ ...card, customer: other, payment_method: method }));
    expect(theirs.message).toContain(`does not belong to the Customer you supplied ${other}`);
    const again = await stripe.setupIntents.create({ ...card, confirm: true, customer, payment_method: method });
    expect(again.status).toBe('succeeded');
    expect((await bench.eventTypes()).filter((type) => type === 'payment_method.attached')).toHaveLength(1);
  });

  it('refuses types that are not allowed, and those it does not know yet', async () => {
    const { stripe } = await testBench();
    const klarna = { type: 'klarna', billing_details: { email: 'a@b.test' } } as const;
    const notAllowed = stripe.setupIntents.create({ ...card, confirm: true, payment_method_data: klarna });
    expect((await refusal(notAllowed)).message).toMatch(
      /^The PaymentMethod provided \(klarna\) is not allowed for this SetupIntent\. .* types: card\./,
    );
    const unknown = stripe.setupIntents.create({
      allowed_payment_method_types: ['twint'],
      confirm: true,
      payment_method_data: { type: 'twint' },
      return_url: 'https://shop.test',
    });
    expect((await refusal(unknown)).message).toContain('with a PaymentMethod of type twint yet');
  });

  it('takes a publishable key with the client secret, and with nothing else', async () => {
    const bench = await testBench();
    const { id, client_secret } = await bench.stripe.setupIntents.create({});
    const call = (body: string, path = '/confirm') =>
      bench.call('POST', `/v1/setup_intents/${id}${path}`, {
        body,
        headers: { authorization: 'Bearer pk_test_bench', origin: 'https://shop.test' },
      });
    const data = 'payment_method_data[type]=card&payment_method_data[card][token]=tok_visa&use_stripe_sdk=true';
    expect((await call(data)).status).toBe(401);
    expect((await call(`${data}&client_secret=${id}_secret_wrong`)).body.error.param).toBe('client_secret');
    expect((await call(`client_secret=${client_secret}`, '/cancel')).status).not.toBe(200);
    const done = await call(`${data}&client_secret=${client_secret}`);
    expect(done.body).toMatchObject({ id, status: 'succeeded' });
    expect(done.headers.get('access-control-allow-origin')).toBe('*');
    const browser = bench.client({ key: 'pk_test_bench' });
    expect((await browser.setupIntents.retrieve(id, { client_secret: String(client_secret) })).id).toBe(id);
  });
});

describe('a declined card', () => {
  it('answers 402 with the intent, and leaves the error on it', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const customer = await customerOf(bench);
    const { id } = await stripe.setupIntents.create({ ...card, customer });
    const error = await refusal(
      stripe.setupIntents.confirm(id, { payment_method: 'pm_card_chargeDeclinedExpiredCard' }),
    );
    expect(error).toMatchObject({
      statusCode: 402,
      type: 'StripeCardError',
      code: 'expired_card',
      decline_code: 'expired_card',
      param: 'exp_month',
      payment_method: { card: { last4: '0069' }, customer: null },
      setup_intent: { id, payment_method: null, status: 'requires_payment_method' },
    });
    expect(error.charge).toBeUndefined();
    const intent = await stripe.setupIntents.retrieve(id);
    expect(intent).toEqual(error.setup_intent);
    expect(intent.last_setup_error).toMatchObject({
      code: 'expired_card',
      message: 'Your card has expired.',
      payment_method: { card: { last4: '0069' } },
      type: 'card_error',
    });
    expect((await bench.eventTypes()).slice(1)).toEqual(['setup_intent.created', 'setup_intent.setup_failed']);
    const retried = await stripe.setupIntents.confirm(id, { payment_method: 'pm_card_visa' });
    expect(retried).toMatchObject({ last_setup_error: null, status: 'succeeded' });
    expect(retried.latest_attempt).not.toBe(intent.latest_attempt);
  });
});
