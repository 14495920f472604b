import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { refusal, type TestBench, testBench } from './harness.ts';
import { billing_details, mandate_data, methodData, return_url } from './payers.ts';

const wallets = ['klarna', 'paypal', 'cashapp', 'amazon_pay', 'revolut_pay'];
const debits = ['sepa_debit', 'bacs_debit', 'au_becs_debit'];
const never = ['affirm', 'afterpay_clearpay', 'alipay', 'eps', 'p24', 'wechat_pay', 'customer_balance'];

async function setUp(
  { stripe }: TestBench,
  type: string,
  params: Partial<Stripe.SetupIntentCreateParams> = {},
): Promise<Stripe.SetupIntent> {
  const customer = (await stripe.customers.create()).id;
  return stripe.setupIntents.create({
    allowed_payment_method_types: [type as 'card'],
    confirm: true,
    customer,
    payment_method_data: methodData(type) as Stripe.SetupIntentCreateParams.PaymentMethodData,
    return_url,
    ...params,
  });
}

async function attemptOf({ stripe }: TestBench, { id }: Stripe.SetupIntent): Promise<Stripe.SetupAttempt | undefined> {
  return (await stripe.setupAttempts.list({ setup_intent: id, limit: 1 })).data[0];
}

describe('setting up a wallet', () => {
  it.each(wallets)('%s: the payer approves, and pays later without being there', async (type) => {
    const bench = await testBench();
    const { stripe, sandbox } = bench;
    const asked = await setUp(bench, type);
    expect(asked.status).toBe('requires_action');
    expect((await attemptOf(bench, asked))?.status).toBe('requires_action');
    await sandbox.act(asked.id, 'authenticate');
    const intent = await stripe.setupIntents.retrieve(asked.id);
    expect(intent).toMatchObject({ status: 'succeeded', next_action: null });
    expect(await attemptOf(bench, asked)).toMatchObject({
      status: 'succeeded',
      payment_method_details: { type, [type]: {} },
    });
    const mandate = await stripe.mandates.retrieve(String(intent.mandate));
    expect(mandate).toMatchObject({ type: 'multi_use', status: 'active', payment_method_details: { type } });
    const { customer } = await stripe.paymentMethods.retrieve(String(intent.payment_method));
    expect(customer).toBe(intent.customer);
    const paid = await stripe.paymentIntents.create({
      allowed_payment_method_types: [type as 'card'],
      amount: 2000,
      confirm: true,
      currency: type === 'revolut_pay' ? 'eur' : 'usd',
      customer: String(customer),
      off_session: true,
      payment_method: String(intent.payment_method),
    });
    expect(paid.status).toBe('succeeded');
  });

  it('learns of PayPal who its payer is, for the mandate too', async () => {
    const bench = await testBench();
    const intent = await setUp(bench, 'paypal');
    await bench.sandbox.act(intent.id, 'authenticate');
    const { mandate, payment_method } = await bench.stripe.setupIntents.retrieve(intent.id, {
      expand: ['mandate', 'payment_method'],
    });
    const { paypal } = payment_method as Stripe.PaymentMethod;
    expect(paypal).toMatchObject({ payer_email: 'jenny@example.com', payer_id: expect.stringMatching(/^\w{16}$/) });
    expect((mandate as Stripe.Mandate).payment_method_details).toMatchObject({
      paypal: { payer_id: paypal?.payer_id, billing_agreement_id: expect.stringMatching(/^\w{16}$/) },
    });
  });

  it('fails where the payer does not approve, or walks away', async () => {
    const bench = await testBench();
    const refused = await setUp(bench, 'paypal');
    await bench.sandbox.act(refused.id, 'fail_authentication');
    expect(await bench.stripe.setupIntents.retrieve(refused.id)).toMatchObject({
      status: 'requires_payment_method',
      last_setup_error: { code: 'payment_method_provider_decline', payment_method: { type: 'paypal' } },
    });
    const left = await setUp(bench, 'ideal');
    await bench.sandbox.act(left.id, 'abandon');
    expect((await attemptOf(bench, left))?.setup_error?.code).toBe('setup_intent_setup_attempt_expired');
    expect(await bench.eventTypes()).toContain('setup_intent.setup_failed');
  });
});

describe('setting up a bank account', () => {
  it.each(debits)('%s succeeds at once with a mandate', async (type) => {
    const bench = await testBench();
    const intent = await setUp(bench, type, { mandate_data });
    expect(intent.status).toBe('succeeded');
    const mandate = await bench.stripe.mandates.retrieve(String(intent.mandate));
    expect(mandate).toMatchObject({ type: 'multi_use', payment_method_details: { type } });
    expect(await attemptOf(bench, intent)).toMatchObject({ payment_method_details: { type, [type]: {} } });
    expect(await refusal(setUp(bench, type))).toMatchObject({ code: 'setup_intent_mandate_invalid' });
  });

  it('waits for the network of Bacs', async () => {
    const bench = await testBench();
    const { mandate } = await setUp(bench, 'bacs_debit', { mandate_data });
    const pending = await bench.stripe.mandates.retrieve(String(mandate));
    expect(pending).toMatchObject({
      status: 'pending',
      payment_method_details: { bacs_debit: { network_status: 'pending', revocation_reason: null } },
    });
    await bench.sandbox.advance('10s');
    expect(await bench.stripe.mandates.retrieve(String(mandate))).toMatchObject({
      status: 'active',
      payment_method_details: { bacs_debit: { network_status: 'accepted' } },
    });
    await bench.sandbox.act(String(mandate), 'revoke');
    const [event] = (await bench.stripe.events.list({ type: 'mandate.updated', limit: 1 })).data;
    expect(event?.data).toMatchObject({
      object: {
        status: 'inactive',
        payment_method_details: {
          bacs_debit: { network_status: 'revoked', revocation_reason: 'debit_not_authorized' },
        },
      },
      previous_attributes: {
        status: 'active',
        payment_method_details: { bacs_debit: { network_status: 'accepted', revocation_reason: null } },
      },
    });
  });

  it('verifies Canadian ones with micro-deposits', async () => {
    const bench = await testBench();
    const intent = await setUp(bench, 'acss_debit', {
      mandate_data,
      payment_method_options: {
        acss_debit: {
          currency: 'cad',
          mandate_options: {
            interval_description: 'weekly',
            payment_schedule: 'interval',
            transaction_type: 'business',
          },
        },
      },
    });
    expect(intent.next_action?.type).toBe('verify_with_microdeposits');
    const verified = await bench.stripe.setupIntents.verifyMicrodeposits(intent.id, { descriptor_code: 'SM11AA' });
    expect(verified.status).toBe('succeeded');
    expect(await bench.stripe.mandates.retrieve(String(verified.mandate))).toMatchObject({
      payment_method_details: {
        acss_debit: { interval_description: 'weekly', payment_schedule: 'interval', transaction_type: 'business' },
      },
    });
  });
});

describe('setting up a bank redirect', () => {
  it.each(['ideal', 'bancontact'])('%s leaves a SEPA debit', async (type) => {
    const bench = await testBench();
    const { stripe } = bench;
    const asked = await setUp(bench, type);
    await bench.sandbox.act(asked.id, 'authenticate');
    const intent = await stripe.setupIntents.retrieve(asked.id);
    expect(intent).toMatchObject({ status: 'succeeded', mandate: null });
    const attempt = await attemptOf(bench, intent);
    const details = attempt?.payment_method_details[type as 'ideal'];
    expect(details).toMatchObject({ verified_name: billing_details.name, iban_last4: expect.any(String) });
    const sepa = await stripe.paymentMethods.retrieve(String(details?.generated_sepa_debit));
    expect(sepa).toMatchObject({
      customer: intent.customer,
      sepa_debit: { generated_from: { charge: null, setup_attempt: attempt?.id } },
      type: 'sepa_debit',
    });
    expect(await stripe.mandates.retrieve(String(details?.generated_sepa_debit_mandate))).toMatchObject({
      payment_method: sepa.id,
      status: 'active',
    });
    const { data } = await stripe.paymentMethods.list({ customer: String(intent.customer) });
    expect(data.map(({ id }) => id)).toEqual([sepa.id]);
  });
});

describe('types that cannot be saved', () => {
  it.each(never)('%s', async (type) => {
    const bench = await testBench();
    const error = await refusal(setUp(bench, type));
    expect(error).toMatchObject({ statusCode: 400, param: 'allowed_payment_method_types' });
    const card = await refusal(setUp(bench, type, { allowed_payment_method_types: ['card'] }));
    expect(card.message).toContain(`The PaymentMethod provided (${type}) is not allowed for this SetupIntent.`);
  });
});

describe('a mandate', () => {
  it('ends when its customer is deleted', async () => {
    const bench = await testBench();
    const { mandate, customer } = await setUp(bench, 'sepa_debit', { mandate_data });
    await bench.stripe.customers.del(String(customer));
    expect((await bench.stripe.mandates.retrieve(String(mandate))).status).toBe('inactive');
  });

  it('is made by a first payment in India, and waits for the network', async () => {
    const { stripe, sandbox } = await testBench();
    const mandate_options = {
      amount: 5000,
      amount_type: 'maximum' as const,
      interval: 'month' as const,
      reference: 'order-1',
      start_date: 1_800_000_000,
      supported_types: ['india' as const],
    };
    const intent = await stripe.paymentIntents.create({
      allowed_payment_method_types: ['card'],
      amount: 2000,
      confirm: true,
      currency: 'inr',
      customer: (await stripe.customers.create()).id,
      payment_method: 'pm_card_in',
      payment_method_options: { card: { mandate_options } },
      setup_future_usage: 'off_session',
    });
    expect(intent.payment_method_options?.card?.mandate_options).toMatchObject({
      reference: 'order-1',
      end_date: null,
    });
    const charge = await stripe.charges.retrieve(String(intent.latest_charge));
    const id = String(charge.payment_method_details?.card?.mandate);
    expect(await stripe.mandates.retrieve(id)).toMatchObject({
      status: 'pending',
      type: 'multi_use',
      payment_method_details: { card: { india: { inactive_reason: null } } },
    });
    await sandbox.advance('10s');
    expect((await stripe.mandates.retrieve(id)).status).toBe('active');
  });

  it('is named by the charge of a card that relies on it', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const customer = (await stripe.customers.create()).id;
    const card = {
      allowed_payment_method_types: ['card' as const],
      amount: 2000,
      confirm: true,
      currency: 'usd',
      customer,
    };
    const first = await stripe.paymentIntents.create({
      ...card,
      mandate_data,
      payment_method: 'pm_card_visa',
      setup_future_usage: 'off_session',
    });
    const mandateOf = async ({ latest_charge }: Stripe.PaymentIntent): Promise<unknown> =>
      (await stripe.charges.retrieve(String(latest_charge))).payment_method_details?.card?.mandate;
    const mandate = await mandateOf(first);
    expect(await stripe.mandates.retrieve(String(mandate))).toMatchObject({
      status: 'active',
      type: 'multi_use',
      payment_method: first.payment_method,
    });
    const later = await stripe.paymentIntents.create({
      ...card,
      mandate: String(mandate),
      off_session: true,
      payment_method: String(first.payment_method),
    });
    expect(await mandateOf(later)).toBe(mandate);
    expect(await mandateOf(await stripe.paymentIntents.create({ ...card, payment_method: 'pm_card_visa' }))).toBeNull();
  });
});
