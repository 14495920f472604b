import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { refusal, type TestBench, testBench } from './harness.ts';
import { billing_details, mandate_data, methodData, return_url } from './payers.ts';

const card = { amount: 2000, currency: 'usd', allowed_payment_method_types: ['card' as const] };

function tokenWith({ stripe }: TestBench, params: object): Promise<Stripe.ConfirmationToken> {
  return stripe.testHelpers.confirmationTokens.create(params);
}

describe('POST /v1/test_helpers/confirmation_tokens', () => {
  it('previews what will be paid with', async () => {
    const bench = await testBench();
    const token = await tokenWith(bench, {
      payment_method: 'pm_card_visa',
      return_url,
      setup_future_usage: 'off_session',
      shipping: { name: 'Jenny', address: { line1: 'Main Street 1', city: 'Berlin' } },
    });
    expect(token).toMatchObject({
      payment_intent: null,
      setup_intent: null,
      return_url,
      setup_future_usage: 'off_session',
      shipping: { name: 'Jenny', address: { city: 'Berlin' } },
      payment_method_preview: { type: 'card', card: { brand: 'visa', last4: '4242' } },
    });
    expect(token.expires_at).toBe(token.created + 12 * 3600);
    expect(await bench.stripe.confirmationTokens.retrieve(token.id)).toEqual(token);
    expect(await bench.eventTypes()).toEqual([]);
  });

  it('wants exactly one payment method', async () => {
    const bench = await testBench();
    expect(await refusal(tokenWith(bench, {}))).toMatchObject({ code: 'parameter_missing' });
    const both = { payment_method: 'pm_card_visa', payment_method_data: methodData('ideal') };
    expect(await refusal(tokenWith(bench, both))).toMatchObject({ code: 'parameters_exclusive' });
  });
});

describe('confirming with a ConfirmationToken', () => {
  it('pays as if its contents had been sent, and uses it up', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const customer = (await stripe.customers.create()).id;
    const { id } = await tokenWith(bench, {
      payment_method: 'pm_card_visa',
      setup_future_usage: 'off_session',
      shipping: { name: 'Jenny', address: { line1: 'Main Street 1' } },
    });
    const intent = await stripe.paymentIntents.create({ ...card, confirm: true, confirmation_token: id, customer });
    expect(intent).toMatchObject({
      status: 'succeeded',
      setup_future_usage: 'off_session',
      shipping: { name: 'Jenny' },
    });
    expect((await stripe.paymentMethods.retrieve(String(intent.payment_method))).customer).toBe(customer);
    expect((await stripe.confirmationTokens.retrieve(id)).payment_intent).toBe(intent.id);
    const again = await refusal(stripe.paymentIntents.create({ ...card, confirm: true, confirmation_token: id }));
    expect(again).toMatchObject({ statusCode: 400, param: 'confirmation_token' });
    expect(again.message).toContain('already used');
  });

  it('sends the payer where the token says', async () => {
    const bench = await testBench();
    const { id } = await tokenWith(bench, { payment_method_data: methodData('ideal'), return_url });
    const intent = await bench.stripe.paymentIntents.create({
      amount: 2000,
      currency: 'eur',
      allowed_payment_method_types: ['ideal'],
    });
    const asked = await bench.stripe.paymentIntents.confirm(intent.id, { confirmation_token: id });
    expect(asked).toMatchObject({ status: 'requires_action', next_action: { redirect_to_url: { return_url } } });
    const method = await bench.stripe.paymentMethods.retrieve(String(asked.payment_method));
    expect(method).toMatchObject({ type: 'ideal', ideal: { bank: 'ing' }, billing_details });
  });

  it('takes everything from the token when the intent is created with it', async () => {
    const bench = await testBench();
    const everything = { automatic_payment_methods: { enabled: true }, confirm: true };
    const paid = await tokenWith(bench, { payment_method: 'pm_card_visa', return_url });
    const payment = { amount: 2000, currency: 'usd', confirmation_token: paid.id, ...everything };
    expect((await bench.stripe.paymentIntents.create(payment)).status).toBe('succeeded');
    const saved = await tokenWith(bench, { payment_method: 'pm_card_visa', return_url });
    const setup = { confirmation_token: saved.id, ...everything };
    expect((await bench.stripe.setupIntents.create(setup)).status).toBe('succeeded');
  });

  it('sets up', async () => {
    const bench = await testBench();
    const { id } = await tokenWith(bench, { payment_method_data: methodData('sepa_debit') });
    const intent = await bench.stripe.setupIntents.create({
      allowed_payment_method_types: ['sepa_debit'],
      confirm: true,
      confirmation_token: id,
      mandate_data,
    });
    expect(intent.status).toBe('succeeded');
    expect((await bench.stripe.confirmationTokens.retrieve(id)).setup_intent).toBe(intent.id);
  });

  it('fails with one that expired, that nobody knows, or that comes with something else', async () => {
    const bench = await testBench();
    const { id } = await tokenWith(bench, { payment_method: 'pm_card_visa' });
    const pay = (params: object) =>
      refusal(bench.stripe.paymentIntents.create({ ...card, confirm: true, confirmation_token: id, ...params }));
    expect(await pay({ payment_method: 'pm_card_visa' })).toMatchObject({ code: 'parameters_exclusive' });
    expect(await pay({ confirmation_token: 'ctoken_x' })).toMatchObject({
      code: 'resource_missing',
      param: 'confirmation_token',
    });
    await bench.sandbox.advance('12h');
    expect((await pay({})).message).toContain('has expired');
    expect((await bench.stripe.confirmationTokens.retrieve(id)).payment_intent).toBeNull();
  });
});
