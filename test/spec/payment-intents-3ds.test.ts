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

describe('3D Secure', () => {
  it('waits for the customer, in the page or behind a redirect', async () => {
    const bench = await testBench();
    const inPage = await pay(bench, 'pm_card_authenticationRequired');
    expect(inPage).toMatchObject({
      status: 'requires_action',
      latest_charge: null,
      next_action: { type: 'use_stripe_sdk' },
    });
    expect(await bench.eventTypes()).toEqual(['payment_intent.created', 'payment_intent.requires_action']);
    const away = await pay(bench, 'pm_card_authenticationRequired', { return_url: 'https://shop.test/back' });
    expect(away.next_action).toMatchObject({
      type: 'redirect_to_url',
      redirect_to_url: { return_url: 'https://shop.test/back' },
    });
    expect(away.next_action?.redirect_to_url?.url).toContain(
      `/_emulator/3ds/${away.id}?client_secret=${away.client_secret}`,
    );
  });

  it('pays once the customer has authenticated', async () => {
    const bench = await testBench();
    const { id } = await pay(bench, 'pm_card_authenticationRequired');
    await bench.sandbox.act(id, 'authenticate');
    const intent = await bench.stripe.paymentIntents.retrieve(id);
    expect(intent).toMatchObject({ status: 'succeeded', next_action: null, amount_received: 2000 });
    expect((await chargeOf(bench, intent)).payment_method_details?.card).toMatchObject({
      electronic_commerce_indicator: '05',
      three_d_secure: { authentication_flow: 'challenge', result: 'authenticated', version: '2.2.0' },
    });
    expect((await bench.eventTypes()).slice(2)).toEqual(['charge.succeeded', 'payment_intent.succeeded']);
  });

  it('fails when the customer fails', async () => {
    const bench = await testBench();
    const { id } = await pay(bench, 'pm_card_authenticationRequired');
    await bench.sandbox.act(id, 'fail_authentication');
    expect(await bench.stripe.paymentIntents.retrieve(id)).toMatchObject({
      status: 'requires_payment_method',
      payment_method: null,
      latest_charge: null,
      last_payment_error: {
        code: 'payment_intent_authentication_failure',
        message:
          'The provided PaymentMethod has failed authentication. You can provide payment_method_data or a new PaymentMethod to attempt to fulfill this PaymentIntent again.',
        type: 'invalid_request_error',
      },
    });
    expect((await bench.eventTypes()).at(-1)).toBe('payment_intent.payment_failed');
  });

  it('is declined by the bank even after it was passed, where the card says so', async () => {
    const bench = await testBench();
    const { id } = await pay(bench, 'pm_card_authenticationRequiredChargeDeclinedInsufficientFunds');
    await bench.sandbox.act(id, 'authenticate');
    const intent = await bench.stripe.paymentIntents.retrieve(id);
    expect(intent).toMatchObject({
      status: 'requires_payment_method',
      last_payment_error: { decline_code: 'insufficient_funds' },
    });
    expect((await bench.eventTypes()).slice(2)).toEqual(['charge.failed', 'payment_intent.payment_failed']);
  });

  it('waits for a second confirmation when the server confirms', async () => {
    const bench = await testBench();
    const { id } = await pay(bench, 'pm_card_authenticationRequired', { confirmation_method: 'manual' });
    await bench.sandbox.act(id, 'authenticate');
    expect(await bench.stripe.paymentIntents.retrieve(id)).toMatchObject({
      status: 'requires_confirmation',
      next_action: null,
    });
    expect((await bench.stripe.paymentIntents.confirm(id)).status).toBe('succeeded');
  });

  const notHandled =
    "This payment required an authentication action to complete, but `error_on_requires_action` was set. When you're ready, you can upgrade your integration to handle actions at https://stripe.com/docs/payments/payment-intents/upgrade-to-handle-actions.";

  it('is declined by its bank off session, which leaves a failed charge', async () => {
    const bench = await testBench();
    const error = await refusal(pay(bench, 'pm_card_authenticationRequired', { off_session: true }));
    const message = 'Your card was declined. This transaction requires authentication.';
    const code = 'authentication_required';
    expect(error).toMatchObject({ statusCode: 402, code, decline_code: code, message });
    const charge = String(error.charge);
    expect(error.payment_intent).toMatchObject({
      status: 'requires_payment_method',
      latest_charge: charge,
      last_payment_error: { charge, code, decline_code: code },
    });
    expect(await bench.stripe.charges.retrieve(charge)).toMatchObject({
      status: 'failed',
      failure_code: code,
      failure_message: message,
      outcome: {
        network_status: 'declined_by_network',
        reason: code,
        seller_message: 'The bank returned the decline code `authentication_required`.',
        type: 'issuer_declined',
      },
      payment_method_details: { card: { three_d_secure: null } },
    });
    const created = 'payment_intent.created';
    expect(await bench.eventTypes()).toEqual([created, 'charge.failed', 'payment_intent.payment_failed']);
  });

  it('says off session that no action was wanted, where that was said: its error names no charge', async () => {
    const bench = await testBench();
    const params = { off_session: true, error_on_requires_action: true };
    const error = await refusal(pay(bench, 'pm_card_authenticationRequired', params));
    expect(error).toMatchObject({ decline_code: 'authentication_not_handled', message: notHandled });
    expect(error.charge).toBeUndefined();
    const intent = error.payment_intent;
    expect(intent?.last_payment_error).not.toHaveProperty('charge');
    const charge = await bench.stripe.charges.retrieve(String(intent?.latest_charge));
    expect(charge).toMatchObject({ status: 'failed', failure_code: 'authentication_required' });
  });

  it('is declined with error_on_requires_action, without a charge', async () => {
    const bench = await testBench();
    const error = await refusal(pay(bench, 'pm_card_authenticationRequired', { error_on_requires_action: true }));
    expect(error).toMatchObject({ statusCode: 402, code: 'authentication_required', message: notHandled });
    expect(error.decline_code).toBe('authentication_not_handled');
    expect(error.payment_intent).toMatchObject({ status: 'requires_payment_method', latest_charge: null });
    expect(await bench.eventTypes()).toEqual(['payment_intent.created', 'payment_intent.payment_failed']);
  });

  it.each([
    ['pm_card_authenticationRequiredOnSetup', 'succeeded'],
    ['pm_card_authenticationRequired', 'declined'],
  ])('%s: an off-session payment after setting up %s', async (method, expected) => {
    const bench = await testBench();
    const customer = (await bench.stripe.customers.create()).id;
    const first = await pay(bench, method, { customer, setup_future_usage: 'off_session' });
    expect(first.status).toBe('requires_action');
    await bench.sandbox.act(first.id, 'authenticate');
    const { payment_method } = await bench.stripe.paymentIntents.retrieve(first.id);
    const later = pay(bench, String(payment_method), { customer, off_session: true });
    if (expected === 'succeeded') expect((await later).status).toBe('succeeded');
    else expect(await refusal(later)).toMatchObject({ code: 'authentication_required' });
  });

  it('is asked for by the merchant: enrolled cards are challenged, others only attempted', async () => {
    const bench = await testBench();
    const any = { payment_method_options: { card: { request_three_d_secure: 'any' as const } } };
    expect((await pay(bench, 'pm_card_threeDSecureOptional')).status).toBe('succeeded');
    expect((await pay(bench, 'pm_card_threeDSecureOptional', any)).status).toBe('requires_action');
    const attempted = await chargeOf(bench, await pay(bench, 'pm_card_visa', any));
    expect(attempted.payment_method_details?.card?.three_d_secure?.result).toBe('attempt_acknowledged');
    const none = await chargeOf(bench, await pay(bench, 'pm_card_amex_threeDSecureNotSupported', any));
    expect(none.payment_method_details?.card?.three_d_secure).toBeNull();
  });
});
