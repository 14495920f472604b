import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { actionsFrom } from '../../src/server/kernel/machine.ts';
import { machine } from '../../src/server/resources/payment-intent/machine.ts';
import { refusal, type TestBench, testBench } from './harness.ts';

const card = {
  amount: 5000,
  currency: 'usd',
  allowed_payment_method_types: ['card'],
} satisfies Partial<Stripe.PaymentIntentCreateParams>;

const hold = (bench: TestBench, params: Partial<Stripe.PaymentIntentCreateParams> = {}) =>
  bench.stripe.paymentIntents.create({
    ...card,
    capture_method: 'manual',
    confirm: true,
    payment_method: 'pm_card_visa',
    ...params,
  });

const chargeOf = (bench: TestBench, intent: Stripe.PaymentIntent) =>
  bench.stripe.charges.retrieve(String(intent.latest_charge), { expand: ['balance_transaction'] });

describe('POST /v1/payment_intents/:id/capture', () => {
  it('turns the hold into money at once', async () => {
    const bench = await testBench();
    const intent = await hold(bench);
    expect(intent).toMatchObject({ status: 'requires_capture', amount_capturable: 5000, amount_received: 0 });
    const held = await chargeOf(bench, intent);
    expect(held).toMatchObject({ captured: false, amount_captured: 0, balance_transaction: null, paid: true });
    expect(held.payment_method_details?.card?.capture_before).toBe(held.created + 7 * 86_400);
    const captured = await bench.stripe.paymentIntents.capture(intent.id);
    expect(captured).toMatchObject({ status: 'succeeded', amount_capturable: 0, amount_received: 5000 });
    expect(await chargeOf(bench, intent)).toMatchObject({
      captured: true,
      amount_captured: 5000,
      balance_transaction: { amount: 5000, fee: 175, net: 4825 },
    });
    await bench.sandbox.advance('8d');
    expect((await bench.eventTypes()).filter((type) => type !== 'balance.available')).toEqual([
      'payment_intent.created',
      'charge.succeeded',
      'payment_intent.amount_capturable_updated',
      'charge.captured',
      'payment_intent.succeeded',
    ]);
    const [event] = (await bench.stripe.events.list({ type: 'charge.captured' })).data;
    expect(event?.data.previous_attributes).toEqual({ amount_captured: 0, balance_transaction: null, captured: false });
  });

  it('releases what is not captured', async () => {
    const bench = await testBench();
    const intent = await hold(bench);
    const captured = await bench.stripe.paymentIntents.capture(intent.id, { amount_to_capture: 3000 });
    expect(captured).toMatchObject({ amount: 5000, amount_capturable: 0, amount_received: 3000, status: 'succeeded' });
    expect(await chargeOf(bench, intent)).toMatchObject({
      amount: 5000,
      amount_captured: 3000,
      amount_refunded: 0,
      refunded: false,
      balance_transaction: { amount: 3000, fee: 117, net: 2883 },
    });
    expect(await refusal(bench.stripe.paymentIntents.capture(intent.id))).toMatchObject({
      code: 'payment_intent_unexpected_state',
      message:
        'The remaining amount on this PaymentIntent could not be captured because the remainder of the authorized amount has been released.',
    });
  });

  it('captures a card by itself when only the card is to be held', async () => {
    const bench = await testBench();
    const intent = await hold(bench, {
      capture_method: 'automatic',
      payment_method_options: { card: { capture_method: 'manual' } },
    });
    expect(intent.status).toBe('requires_capture');
  });

  it.each([
    [
      9999,
      'amount_too_large',
      undefined,
      'The payment could not be captured because the requested capture amount is greater than the amount you can capture for this charge. Contact us via https://support.stripe.com/contact/ for help.',
    ],
    [-100, undefined, 'amount_to_capture', 'Invalid non-negative integer'],
    [0, 'parameter_invalid_integer', 'amount', 'This value must be greater than or equal to 1.'],
  ])('refuses to capture %i', async (amount_to_capture, code, param, message) => {
    const bench = await testBench();
    const { id } = await hold(bench);
    const error = await refusal(bench.stripe.paymentIntents.capture(id, { amount_to_capture }));
    expect(error).toMatchObject({ statusCode: 400, code, param, message });
    expect(error.payment_intent).toMatchObject({ id, status: 'requires_capture' });
  });

  it('refuses a second capture, and one without a hold', async () => {
    const bench = await testBench();
    const { id } = await hold(bench);
    await bench.stripe.paymentIntents.capture(id);
    expect((await refusal(bench.stripe.paymentIntents.capture(id))).message).toBe(
      'This PaymentIntent could not be captured because it has already been captured.',
    );
    const unpaid = await bench.stripe.paymentIntents.create(card);
    expect(await refusal(bench.stripe.paymentIntents.capture(unpaid.id))).toMatchObject({
      code: 'payment_intent_unexpected_state',
      message:
        'This PaymentIntent could not be captured because it has a status of requires_payment_method. Only a PaymentIntent with one of the following statuses may be captured: requires_capture.',
    });
  });

  it('refuses to keep the rest for later', async () => {
    const bench = await testBench();
    const { id } = await hold(bench);
    const error = await refusal(
      bench.stripe.paymentIntents.capture(id, { amount_to_capture: 1000, final_capture: false }),
    );
    expect(error.param).toBe('final_capture');
  });
});

describe('POST /v1/payment_intents/:id/cancel', () => {
  it('gives up an intent, with the reason', async () => {
    const { stripe, eventTypes } = await testBench();
    const { id, created } = await stripe.paymentIntents.create(card);
    const canceled = await stripe.paymentIntents.cancel(id, { cancellation_reason: 'abandoned' });
    expect(canceled).toMatchObject({ status: 'canceled', canceled_at: created, cancellation_reason: 'abandoned' });
    expect(await eventTypes()).toEqual(['payment_intent.created', 'payment_intent.canceled']);
  });

  it('lifts a hold, and leaves its charge as it was', async () => {
    const bench = await testBench();
    const intent = await hold(bench);
    const before = await chargeOf(bench, intent);
    expect(await bench.stripe.paymentIntents.cancel(intent.id)).toMatchObject({
      status: 'canceled',
      amount_capturable: 0,
      cancellation_reason: null,
    });
    expect(await chargeOf(bench, intent)).toEqual(before);
    await bench.sandbox.advance('8d');
    expect((await bench.eventTypes()).slice(3)).toEqual(['payment_intent.canceled']);
  });

  it.each(['succeeded', 'canceled'])('refuses an intent that is %s', async (status) => {
    const { stripe } = await testBench();
    const intent = await stripe.paymentIntents.create({
      ...card,
      ...(status === 'succeeded' && { confirm: true, payment_method: 'pm_card_visa' }),
    });
    if (status === 'canceled') await stripe.paymentIntents.cancel(intent.id);
    const error = await refusal(stripe.paymentIntents.cancel(intent.id));
    expect(error).toMatchObject({
      code: 'payment_intent_unexpected_state',
      message: `You cannot cancel this PaymentIntent because it has a status of ${status}. Only a PaymentIntent with one of the following statuses may be canceled: requires_payment_method, requires_capture, requires_reauthorization, requires_confirmation, requires_action, expired, processing.`,
    });
  });
});

describe('a hold that nobody captures', () => {
  it('expires after seven days', async () => {
    const bench = await testBench();
    const intent = await hold(bench);
    await bench.sandbox.advance(7 * 86_400 - 1);
    expect((await bench.stripe.paymentIntents.retrieve(intent.id)).status).toBe('requires_capture');
    await bench.sandbox.advance(1);
    expect(await bench.stripe.paymentIntents.retrieve(intent.id)).toMatchObject({
      status: 'canceled',
      cancellation_reason: 'automatic',
      amount_capturable: 0,
      canceled_at: intent.created + 7 * 86_400,
    });
    expect(await chargeOf(bench, intent)).toMatchObject({ captured: false, refunded: true, amount_refunded: 5000 });
    expect((await bench.eventTypes()).slice(3)).toEqual(['charge.expired', 'payment_intent.canceled']);
  });
});

describe('POST /v1/payment_intents/:id/increment_authorization', () => {
  it('lets a hold grow that was made for it', async () => {
    const bench = await testBench();
    const request_incremental_authorization = 'if_available' as const;
    const intent = await hold(bench, { payment_method_options: { card: { request_incremental_authorization } } });
    const grown = await bench.stripe.paymentIntents.incrementAuthorization(intent.id, { amount: 6000 });
    expect(grown).toMatchObject({ amount: 6000, amount_capturable: 6000, status: 'requires_capture' });
    expect(await chargeOf(bench, intent)).toMatchObject({
      amount: 6000,
      payment_method_details: { card: { amount_authorized: 6000, incremental_authorization: { status: 'available' } } },
    });
    expect((await bench.stripe.paymentIntents.capture(intent.id)).amount_received).toBe(6000);
    const less = await refusal(bench.stripe.paymentIntents.incrementAuthorization(intent.id, { amount: 100 }));
    expect(less.code).toBe('payment_intent_unexpected_state');
  });

  it('refuses other holds, and smaller amounts', async () => {
    const bench = await testBench();
    const { id } = await hold(bench);
    const { stripe } = bench;
    expect((await refusal(stripe.paymentIntents.incrementAuthorization(id, { amount: 6000 }))).message).toMatch(
      /^This PaymentIntent does not support incremental authorization/,
    );
    expect((await refusal(stripe.paymentIntents.incrementAuthorization(id, { amount: 5000 }))).param).toBe('amount');
  });
});

describe('the test cards that are disputed', () => {
  const disputeCard = { payment_method: 'pm_card_createDispute' };

  it('are disputed before the payment succeeds', async () => {
    const bench = await testBench();
    await hold(bench, { ...disputeCard, capture_method: 'automatic_async' });
    await bench.sandbox.advance(2);
    expect(await bench.eventTypes()).toEqual([
      'payment_intent.created',
      'charge.succeeded',
      'charge.dispute.created',
      'charge.dispute.funds_withdrawn',
      'payment_intent.succeeded',
      'charge.updated',
    ]);
  });

  it('are not disputed before the capture', async () => {
    const bench = await testBench();
    const { id } = await hold(bench, disputeCard);
    expect(await bench.eventTypes()).not.toContain('charge.dispute.created');
    await bench.stripe.paymentIntents.capture(id);
    expect((await bench.eventTypes()).slice(3)).toEqual([
      'charge.captured',
      'charge.dispute.created',
      'charge.dispute.funds_withdrawn',
      'payment_intent.succeeded',
    ]);
  });
});

describe('the machine of PaymentIntents', () => {
  const statuses = [
    'requires_payment_method',
    'requires_confirmation',
    'requires_action',
    'requires_capture',
    'succeeded',
    'canceled',
  ];
  const actions = ['confirm', 'authenticate', 'fail_authentication', 'capture', 'cancel', 'expire', 'increment'];
  const confirmed = { confirm: true as const };
  const made: Readonly<Record<string, Partial<Stripe.PaymentIntentCreateParams>>> = {
    requires_payment_method: {},
    requires_confirmation: { payment_method: 'pm_card_visa' },
    requires_action: { ...confirmed, payment_method: 'pm_card_authenticationRequired' },
    requires_capture: { ...confirmed, capture_method: 'manual', payment_method: 'pm_card_visa' },
    succeeded: { ...confirmed, payment_method: 'pm_card_visa' },
    canceled: {},
  };
  /** What each action leads to; an action that is not here is refused. */
  const leads: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    requires_payment_method: { confirm: 'succeeded', cancel: 'canceled' },
    requires_confirmation: { confirm: 'succeeded', cancel: 'canceled' },
    requires_action: {
      confirm: 'succeeded',
      authenticate: 'succeeded',
      fail_authentication: 'requires_payment_method',
      cancel: 'canceled',
    },
    requires_capture: { capture: 'succeeded', cancel: 'canceled', expire: 'canceled', increment: 'requires_capture' },
    succeeded: {},
    canceled: {},
  };

  async function act({ stripe, sandbox }: TestBench, id: string, action: string): Promise<unknown> {
    if (action === 'confirm') return stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' });
    if (action === 'capture') return stripe.paymentIntents.capture(id);
    if (action === 'cancel') return stripe.paymentIntents.cancel(id);
    if (action === 'increment') return stripe.paymentIntents.incrementAuthorization(id, { amount: 9000 });
    return sandbox.act(id, action);
  }

  it.each(statuses.flatMap((status) => actions.map((action) => [status, action] as const)))(
    '%s: %s',
    async (status, action) => {
      const bench = await testBench();
      const { id } = await bench.stripe.paymentIntents.create({
        ...card,
        payment_method_options: { card: { request_incremental_authorization: 'if_available' } },
        ...made[status],
      });
      if (status === 'canceled') await bench.stripe.paymentIntents.cancel(id);
      const before = await bench.stripe.paymentIntents.retrieve(id);
      expect(before.status).toBe(status);
      const events = await bench.eventTypes();
      const expected = leads[status]?.[action];
      if (expected !== undefined) {
        await act(bench, id, action);
        expect((await bench.stripe.paymentIntents.retrieve(id)).status).toBe(expected);
      } else {
        await expect(act(bench, id, action)).rejects.toMatchObject({
          message: expect.stringContaining('PaymentIntent'),
        });
        expect(await bench.stripe.paymentIntents.retrieve(id)).toEqual(before);
        expect(await bench.eventTypes()).toEqual(events);
      }
      const known = actionsFrom(machine, status).filter((each) => actions.includes(each));
      expect([...known].sort()).toEqual(Object.keys(leads[status] ?? {}).sort());
    },
  );
});
