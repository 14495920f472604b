import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { refusal, type TestBench, testBench } from './harness.ts';

const card = {
  amount: 2000,
  currency: 'usd',
  allowed_payment_method_types: ['card'],
} satisfies Partial<Stripe.PaymentIntentCreateParams>;

const pay = (bench: TestBench, payment_method: string, params: Partial<Stripe.PaymentIntentCreateParams> = {}) =>
  bench.stripe.paymentIntents.create({ ...card, confirm: true, payment_method, ...params });

const chargeOf = async (bench: TestBench, intent: Stripe.PaymentIntent) =>
  bench.stripe.charges.retrieve(String(intent.latest_charge));

describe('POST /v1/payment_intents/:id/confirm', () => {
  it('pays, and settles the charge two seconds later', async () => {
    const bench = await testBench();
    const { id } = await bench.stripe.paymentIntents.create({
      ...card,
      metadata: { order: '7' },
      description: 'Shoes',
    });
    const intent = await bench.stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' });
    expect(intent).toMatchObject({ status: 'succeeded', amount_received: 2000, amount_capturable: 0 });
    expect(await chargeOf(bench, intent)).toMatchObject({
      amount: 2000,
      amount_captured: 2000,
      balance_transaction: null,
      captured: true,
      description: 'Shoes',
      metadata: { order: '7' },
      paid: true,
      payment_intent: id,
      payment_method: intent.payment_method,
      status: 'succeeded',
    });
    const happened = ['payment_intent.created', 'charge.succeeded', 'payment_intent.succeeded'];
    expect(await bench.eventTypes()).toEqual(happened);
    await bench.sandbox.advance(1);
    expect(await bench.eventTypes()).toEqual(happened);
    await bench.sandbox.advance(1);
    expect(await bench.eventTypes()).toEqual([...happened, 'charge.updated']);
    const [update] = (await bench.stripe.events.list({ type: 'charge.updated' })).data;
    expect(update?.data.previous_attributes).toEqual({ balance_transaction: null });
    expect((await chargeOf(bench, intent)).balance_transaction).toMatch(/^txn_3/);
  });

  it('settles right after the answer on an instant clock', async () => {
    const bench = await testBench({ clock: 'instant' });
    const intent = await pay(bench, 'pm_card_visa');
    expect((await chargeOf(bench, intent)).balance_transaction).toMatch(/^txn_3/);
  });

  it('settles at once with capture_method automatic', async () => {
    const bench = await testBench();
    const intent = await pay(bench, 'pm_card_visa', { capture_method: 'automatic' });
    expect((await chargeOf(bench, intent)).balance_transaction).toMatch(/^txn_3/);
    await bench.sandbox.advance(10);
    expect(await bench.eventTypes()).toEqual([
      'payment_intent.created',
      'charge.succeeded',
      'payment_intent.succeeded',
    ]);
  });

  it('shares the first part of the ids of one payment', async () => {
    const bench = await testBench();
    const intent = await pay(bench, 'pm_card_visa', { capture_method: 'automatic' });
    const { id, balance_transaction } = await chargeOf(bench, intent);
    const core = intent.id.slice(3, 19);
    expect([id, String(balance_transaction)].map((each) => each.slice(each.indexOf('_') + 1).slice(0, 16))).toEqual([
      core,
      core,
    ]);
  });

  it('attaches the payment method for future usage before the charge', async () => {
    const bench = await testBench();
    const customer = (await bench.stripe.customers.create()).id;
    const intent = await pay(bench, 'pm_card_visa', { customer, setup_future_usage: 'off_session' });
    const method = await bench.stripe.paymentMethods.retrieve(String(intent.payment_method));
    expect(method).toMatchObject({ customer, card: { checks: { cvc_check: 'pass' } } });
    expect(await bench.eventTypes()).toEqual([
      'customer.created',
      'payment_intent.created',
      'payment_method.attached',
      'charge.succeeded',
      'payment_intent.succeeded',
    ]);
    expect((await pay(bench, String(intent.payment_method), { customer, off_session: true })).status).toBe('succeeded');
  });

  it('leaves a method for future usage to be attached later', async () => {
    const bench = await testBench();
    const { payment_method } = await pay(bench, 'pm_card_visa', { setup_future_usage: 'on_session' });
    const { id: customer } = await bench.stripe.customers.create();
    const attached = await bench.stripe.paymentMethods.attach(String(payment_method), { customer });
    expect(attached).toMatchObject({ customer, card: { checks: { cvc_check: 'pass' } } });
  });

  it('repeats on the charge what was said of the card on file', async () => {
    const bench = await testBench();
    const intent = await pay(bench, 'pm_card_visa', {
      payment_method_options: { card: { stored_credential_usage: 'recurring', setup_credential_usage: 'recurring' } },
    });
    const { card: details } = (await chargeOf(bench, intent)).payment_method_details ?? {};
    expect(details?.stored_credential_usage).toBe('recurring');
    expect(details).not.toHaveProperty('setup_credential_usage');
  });

  it('pays with what the customer pays invoices with', async () => {
    const { stripe } = await testBench();
    const { id: customer } = await stripe.customers.create();
    const method = await stripe.paymentMethods.attach('pm_card_visa', { customer });
    await stripe.customers.update(customer, { invoice_settings: { default_payment_method: method.id } });
    const { id } = await stripe.paymentIntents.create({ ...card, customer });
    expect(await stripe.paymentIntents.confirm(id)).toMatchObject({ status: 'succeeded', payment_method: method.id });
  });

  it.each([
    [
      false,
      "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken.",
    ],
    [
      true,
      "You cannot confirm this PaymentIntent because it's missing a payment method. To confirm the PaymentIntent with CUSTOMER, specify a payment method attached to this customer along with the customer ID.",
    ],
  ])('needs a payment method (customer: %s)', async (withCustomer, message) => {
    const { stripe } = await testBench();
    const customer = withCustomer ? (await stripe.customers.create()).id : undefined;
    const { id } = await stripe.paymentIntents.create({ ...card, ...(customer && { customer }) });
    const error = await refusal(stripe.paymentIntents.confirm(id));
    expect(error).toMatchObject({ code: 'payment_intent_unexpected_state', statusCode: 400 });
    expect(error.message).toBe(message.replace('CUSTOMER', String(customer)));
    expect(error.payment_intent).toMatchObject({ id, status: 'requires_payment_method' });
  });

  it('needs a return_url where a method may redirect, before it needs a method', async () => {
    const { stripe } = await testBench();
    const { id } = await stripe.paymentIntents.create({ amount: 2000, currency: 'usd' });
    const error = await refusal(stripe.paymentIntents.confirm(id));
    expect(error).toMatchObject({
      code: undefined,
      param: undefined,
      message:
        "This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because some of these payment methods might redirect your customer off of your page, you must provide a `return_url`. If you don't want to accept redirect-based payment methods, set `automatic_payment_methods[enabled]` to `true` and `automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents and Payment Intents.",
    });
    expect(error.payment_intent).toMatchObject({ id });
    const paid = await stripe.paymentIntents.confirm(id, {
      payment_method: 'pm_card_visa',
      return_url: 'https://a.test',
    });
    expect(paid.status).toBe('succeeded');
  });

  it('refuses a method of another customer, and of none', async () => {
    const { stripe } = await testBench();
    const [owner, other] = [await stripe.customers.create(), await stripe.customers.create()];
    const method = await stripe.paymentMethods.attach('pm_card_visa', { customer: owner.id });
    const bare = await stripe.paymentIntents.create(card);
    const missing = await refusal(stripe.paymentIntents.confirm(bare.id, { payment_method: method.id }));
    expect(missing).toMatchObject({
      code: 'parameter_missing',
      param: 'source',
      message: `The \`payment_method\` parameter supplied ${method.id} belongs to the Customer ${owner.id}. Please include the Customer in the \`customer\` parameter on the PaymentIntent.`,
    });
    const wrong = await stripe.paymentIntents.create({ ...card, customer: other.id });
    const error = await refusal(stripe.paymentIntents.confirm(wrong.id, { payment_method: method.id }));
    expect(error).toMatchObject({
      code: undefined,
      param: 'payment_method',
      message: `The PaymentMethod ${method.id} does not belong to the Customer you supplied ${other.id}. Please use this PaymentMethod with the Customer that it belongs to instead.`,
    });
  });

  it('uses a payment method without a customer only once', async () => {
    const bench = await testBench();
    const { payment_method } = await pay(bench, 'pm_card_visa');
    const error = await refusal(pay(bench, String(payment_method)));
    expect(error).toMatchObject({ statusCode: 400, code: undefined });
    expect(error.message).toMatch(
      /^The provided PaymentMethod was previously used with a PaymentIntent without Customer/,
    );
  });

  it('refuses a type that the intent does not accept', async () => {
    const { stripe } = await testBench();
    const { id } = await stripe.paymentMethods.create({
      type: 'klarna',
      billing_details: { email: 'a@b.test', address: { country: 'US' } },
    });
    const intent = await stripe.paymentIntents.create(card);
    expect(await refusal(stripe.paymentIntents.confirm(intent.id, { payment_method: id }))).toMatchObject({
      code: 'payment_intent_incompatible_payment_method',
      message:
        'The PaymentMethod provided (klarna) is not allowed for this PaymentIntent. Please attach a PaymentMethod of one of the following types: card. Alternatively, update the allowed payment_method_types for this PaymentIntent to include "klarna".',
    });
  });

  it('sets nothing up for later while the customer is away', async () => {
    const { stripe } = await testBench();
    const customer = (await stripe.customers.create()).id;
    const { id: payment_method } = await stripe.paymentMethods.attach('pm_card_visa', { customer });
    const { id } = await stripe.paymentIntents.create({ ...card, customer, setup_future_usage: 'off_session' });
    expect(await refusal(stripe.paymentIntents.confirm(id, { payment_method, off_session: true }))).toMatchObject({
      statusCode: 400,
      param: 'off_session',
      message:
        'You cannot confirm with the `off_session` parameter when `setup_future_usage` is also set on the PaymentIntent because you cannot set up future usages when processing payments off-session.',
    });
    expect((await stripe.paymentIntents.confirm(id, { payment_method })).status).toBe('succeeded');
  });
});

describe('a declined payment', () => {
  it('answers 402 with the intent and the payment method, and leaves a failed charge', async () => {
    const bench = await testBench();
    const error = await refusal(pay(bench, 'pm_card_visa_chargeDeclinedInsufficientFunds'));
    const shown = {
      advice_code: 'try_again_later',
      code: 'card_declined',
      decline_code: 'insufficient_funds',
      doc_url: 'https://stripe.com/docs/error-codes/card-declined',
      message: 'Your card has insufficient funds.',
      network_advice_code: '02',
      network_decline_code: '51',
      type: 'card_error',
    };
    const raw = error.raw as unknown as Stripe.StripeRawError & { charge: string };
    expect(error.statusCode).toBe(402);
    expect(raw).toMatchObject({ ...shown, payment_method: { card: { last4: '9995', checks: { cvc_check: 'pass' } } } });
    const intent = await bench.stripe.paymentIntents.retrieve(String(raw.payment_intent?.id));
    expect(raw.payment_intent).toEqual(
      JSON.parse(JSON.stringify(intent, (key, value) => (key === 'lastResponse' ? undefined : value))),
    );
    expect(intent).toMatchObject({
      status: 'requires_payment_method',
      payment_method: null,
      latest_charge: raw.charge,
      last_payment_error: { ...shown, charge: raw.charge, payment_method_type: 'card' },
    });
    expect(intent.last_payment_error).not.toHaveProperty('payment_intent');
    expect(await bench.stripe.charges.retrieve(raw.charge)).toMatchObject({
      amount_captured: 0,
      balance_transaction: null,
      captured: false,
      failure_code: 'card_declined',
      failure_message: 'Your card has insufficient funds.',
      outcome: {
        advice_code: 'try_again_later',
        network_advice_code: '02',
        network_decline_code: '51',
        network_status: 'declined_by_network',
        reason: 'insufficient_funds',
        risk_level: 'normal',
        seller_message: 'The bank returned the decline code `insufficient_funds`.',
        type: 'issuer_declined',
      },
      paid: false,
      payment_method_details: { card: { amount_authorized: null } },
      receipt_url: null,
      status: 'failed',
    });
    expect(await bench.eventTypes()).toEqual([
      'payment_intent.created',
      'charge.failed',
      'payment_intent.payment_failed',
    ]);
  });

  it('sorts the keys of the error', async () => {
    const { call } = await testBench();
    const body =
      'amount=2000&currency=usd&allowed_payment_method_types[]=card&confirm=true&payment_method=pm_card_chargeDeclinedExpiredCard';
    const { error } = (await call('POST', '/v1/payment_intents', { body })).body;
    expect(Object.keys(error)).toEqual([...Object.keys(error)].sort());
    expect(error).toMatchObject({ code: 'expired_card', decline_code: 'expired_card', param: 'exp_month' });
    expect(Object.keys(error.payment_intent.last_payment_error)).toEqual(
      [
        ...Object.keys(error).filter((key) => !['payment_intent', 'request_log_url'].includes(key)),
        'payment_method_type',
      ].sort(),
    );
  });

  it('can be paid with another card', async () => {
    const { stripe, eventTypes } = await testBench();
    const { id } = await stripe.paymentIntents.create(card);
    await refusal(stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_chargeDeclined' }));
    const paid = await stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' });
    expect(paid).toMatchObject({ status: 'succeeded', last_payment_error: null });
    expect((await stripe.charges.list({ payment_intent: id })).data.map(({ status }) => status)).toEqual([
      'succeeded',
      'failed',
    ]);
    expect((await eventTypes()).slice(-2)).toEqual(['charge.succeeded', 'payment_intent.succeeded']);
  });

  it('comes from Radar without asking the network', async () => {
    const bench = await testBench();
    const error = await refusal(pay(bench, 'pm_card_radarBlock'));
    expect(error).toMatchObject({ code: 'card_declined', decline_code: 'fraudulent' });
    const [charge] = (await bench.stripe.charges.list()).data;
    expect(charge?.outcome).toMatchObject({
      network_status: 'not_sent_to_network',
      reason: 'highest_risk_level',
      risk_level: 'highest',
      rule: 'block_if_high_risk',
      seller_message: 'Stripe blocked this payment as too risky.',
      type: 'blocked',
    });
  });
});
