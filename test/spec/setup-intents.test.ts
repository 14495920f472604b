import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { refusal, type TestBench, testBench } from './harness.ts';

const card = { allowed_payment_method_types: ['card'] } satisfies Stripe.SetupIntentCreateParams;

const customerOf = async ({ stripe }: TestBench): Promise<string> => (await stripe.customers.create()).id;

describe('POST /v1/setup_intents', () => {
  it('begins without a payment method, with everything the account accepts', async () => {
    const { stripe, eventTypes } = await testBench();
    const intent = await stripe.setupIntents.create({ description: 'Gym', metadata: { plan: 'gold' } });
    expect(intent).toMatchObject({
      automatic_payment_methods: { allow_redirects: 'always', enabled: true },
      allowed_payment_method_types: null,
      cancellation_reason: null,
      customer: null,
      description: 'Gym',
      flow_directions: null,
      last_setup_error: null,
      latest_attempt: null,
      mandate: null,
      metadata: { plan: 'gold' },
      next_action: null,
      payment_method: null,
      payment_method_options: {
        card: { mandate_options: null, network: null, request_three_d_secure: 'automatic' },
      },
      payment_method_types: ['card', 'klarna', 'link', 'cashapp', 'amazon_pay'],
      single_use_mandate: null,
      status: 'requires_payment_method',
      usage: 'off_session',
    });
    expect(intent.id).toMatch(/^seti_1\w{23}$/);
    expect(intent.client_secret).toMatch(new RegExp(`^${intent.id}_secret_\\w{25}$`));
    expect(intent.payment_method_configuration_details?.id).toMatch(/^pmc_/);
    expect(await eventTypes()).toEqual(['setup_intent.created']);
  });

  it('waits for confirmation when it has a payment method', async () => {
    const { stripe } = await testBench();
    const intent = await stripe.setupIntents.create({ ...card, payment_method: 'pm_card_visa', usage: 'on_session' });
    expect(intent).toMatchObject({
      allowed_payment_method_types: ['card'],
      automatic_payment_methods: null,
      payment_method_configuration_details: null,
      payment_method_types: ['card'],
      status: 'requires_confirmation',
      usage: 'on_session',
    });
    expect(intent.payment_method).toMatch(/^pm_1/);
  });

  it('takes payment_method_types from older versions only', async () => {
    const bench = await testBench();
    const older = bench.client({ apiVersion: '2025-03-31.basil' });
    const types = { payment_method_types: ['card', 'us_bank_account'] } as Stripe.SetupIntentCreateParams;
    expect(await older.setupIntents.create(types)).toMatchObject({
      allowed_payment_method_types: ['card', 'us_bank_account'],
      payment_method_types: ['card', 'us_bank_account'],
    });
    expect(await refusal(bench.stripe.setupIntents.create(types))).toMatchObject({
      statusCode: 400,
      code: 'payment_method_types_no_longer_supported',
    });
  });

  it('knows what excludes what', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const customer = await customerOf(bench);
    const both = refusal(stripe.setupIntents.create({ ...card, automatic_payment_methods: { enabled: true } }));
    expect((await both).message).toBe(
      'You may only specify one of these parameters: allowed_payment_method_types, automatic_payment_methods.',
    );
    const own = refusal(stripe.setupIntents.create({ attach_to_self: true, customer }));
    expect((await own).message).toContain('attach_to_self, customer');
    const early = refusal(stripe.setupIntents.create({ return_url: 'https://shop.test' }));
    expect(await early).toMatchObject({ param: 'return_url' });
    const token = refusal(stripe.setupIntents.create({ confirm: true, confirmation_token: 'ctoken_1' }));
    expect(await token).toMatchObject({ param: 'confirmation_token' });
    expect(await refusal(stripe.setupIntents.create({ customer: 'cus_x' }))).toMatchObject({
      code: 'resource_missing',
      param: 'customer',
    });
  });

  it('saves for the account itself', async () => {
    const { stripe } = await testBench();
    const intent = await stripe.setupIntents.create({
      ...card,
      attach_to_self: true,
      flow_directions: ['inbound', 'outbound'],
    });
    expect(intent).toMatchObject({ attach_to_self: true, flow_directions: ['inbound', 'outbound'] });
    await stripe.setupIntents.confirm(intent.id, { payment_method: 'pm_card_visa' });
    const attempts = await stripe.setupAttempts.list({ setup_intent: intent.id });
    expect(attempts.data[0]).toMatchObject({ attach_to_self: true, flow_directions: ['inbound', 'outbound'] });
    expect((await stripe.setupIntents.list({ attach_to_self: true })).data).toHaveLength(1);
    expect((await stripe.setupIntents.list({ payment_method: 'pm_other' })).data).toHaveLength(0);
  });

  it('leaves out what is excluded or leads away', async () => {
    const { stripe } = await testBench();
    const stays = { automatic_payment_methods: { enabled: true, allow_redirects: 'never' as const } };
    expect((await stripe.setupIntents.create(stays)).payment_method_types).toEqual(['card', 'link']);
    const excluded = await stripe.setupIntents.create({ excluded_payment_method_types: ['klarna', 'cashapp'] });
    expect(excluded.payment_method_types).toEqual(['card', 'link', 'amazon_pay']);
  });
});

describe('POST /v1/setup_intents/:id', () => {
  it('changes what is to be set up, without an event', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const customer = await customerOf(bench);
    const { id } = await stripe.setupIntents.create({ metadata: { a: '1' } });
    const changed = await stripe.setupIntents.update(id, {
      ...card,
      customer,
      description: 'Club',
      flow_directions: ['inbound'],
      metadata: { b: '2' },
      payment_method: 'pm_card_visa',
      payment_method_options: { card: { request_three_d_secure: 'any' } },
    });
    expect(changed).toMatchObject({
      automatic_payment_methods: null,
      customer,
      description: 'Club',
      flow_directions: ['inbound'],
      metadata: { a: '1', b: '2' },
      payment_method_options: { card: { network: null, request_three_d_secure: 'any' } },
      payment_method_types: ['card'],
      status: 'requires_confirmation',
    });
    const open = await stripe.setupIntents.update(id, { allowed_payment_method_types: '' });
    expect(open).toMatchObject({ automatic_payment_methods: { enabled: true }, allowed_payment_method_types: null });
    expect((await bench.eventTypes()).filter((type) => type.startsWith('setup_intent'))).toEqual([
      'setup_intent.created',
    ]);
  });

  it('keeps the payment method once it is set up', async () => {
    const { stripe } = await testBench();
    const { id } = await stripe.setupIntents.create({ ...card, confirm: true, payment_method: 'pm_card_visa' });
    expect(await refusal(stripe.setupIntents.update(id, { payment_method: 'pm_card_mastercard' }))).toMatchObject({
      code: 'setup_intent_unexpected_state',
      message: 'You cannot update this SetupIntent because it has already succeeded.',
      setup_intent: { id },
    });
    expect((await stripe.setupIntents.update(id, { metadata: { note: 'x' } })).metadata).toEqual({ note: 'x' });
  });
});

describe('POST /v1/setup_intents/:id/cancel', () => {
  it.each(['abandoned', 'duplicate', 'requested_by_customer'] as const)('takes the reason %s', async (reason) => {
    const { stripe, eventTypes } = await testBench();
    const { id } = await stripe.setupIntents.create();
    expect(await stripe.setupIntents.cancel(id, { cancellation_reason: reason })).toMatchObject({
      cancellation_reason: reason,
      status: 'canceled',
    });
    expect(await eventTypes()).toEqual(['setup_intent.created', 'setup_intent.canceled']);
  });

  it('keeps the payment method and the attempt', async () => {
    const { stripe } = await testBench();
    const waiting = await stripe.setupIntents.create({
      ...card,
      confirm: true,
      payment_method: 'pm_card_threeDSecure2Required',
    });
    const canceled = await stripe.setupIntents.cancel(waiting.id);
    expect(canceled).toMatchObject({
      latest_attempt: waiting.latest_attempt,
      next_action: null,
      payment_method: waiting.payment_method,
      status: 'canceled',
    });
    const { data } = await stripe.setupAttempts.list({ setup_intent: waiting.id });
    expect(data.map(({ status }) => status)).toEqual(['abandoned']);
  });

  it('says why not', async () => {
    const { stripe } = await testBench();
    const done = await stripe.setupIntents.create({ ...card, confirm: true, payment_method: 'pm_card_visa' });
    expect(await refusal(stripe.setupIntents.cancel(done.id))).toMatchObject({
      code: 'setup_intent_unexpected_state',
      message:
        'You cannot cancel this SetupIntent because it has a status of succeeded. Only a SetupIntent with one of the following statuses may be canceled: `requires_payment_method`, `requires_confirmation`, or `requires_action`.',
      setup_intent: { id: done.id },
    });
    expect((await refusal(stripe.setupIntents.confirm(done.id))).message).toBe(
      'You cannot confirm this SetupIntent because it has already succeeded.',
    );
    const gone = await stripe.setupIntents.create({ ...card, payment_method: 'pm_card_visa' });
    await stripe.setupIntents.cancel(gone.id);
    expect((await refusal(stripe.setupIntents.cancel(gone.id))).message).toBe(
      'You cannot cancel this SetupIntent because it is already canceled.',
    );
    expect((await refusal(stripe.setupIntents.confirm(gone.id))).message).toBe(
      'You cannot confirm this SetupIntent because it has been canceled.',
    );
  });
});

describe('GET /v1/setup_intents/:id', () => {
  it('does not know strangers', async () => {
    const { stripe } = await testBench();
    expect(await refusal(stripe.setupIntents.retrieve('seti_x'))).toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
      param: 'intent',
      message: "No such setupintent: 'seti_x'",
    });
    const { client_secret } = await stripe.setupIntents.create();
    expect((await refusal(stripe.setupIntents.retrieve(String(client_secret)))).message).toContain(
      'a client secret as the SetupIntent ID',
    );
  });
});

const recordings = process.env.STRIPE_RECORDED_DIR;
const recorded = (prefix: string): Record<string, unknown>[] =>
  recordings === undefined
    ? []
    : readdirSync(recordings)
        .filter((name) => name.startsWith(prefix))
        .map((name) => JSON.parse(readFileSync(join(recordings, name), 'utf8')).body);

describe.skipIf(recordings === undefined)('recorded objects (STRIPE_RECORDED_DIR)', () => {
  it('have no field that ours lack', async () => {
    const { stripe } = await testBench();
    const intent = await stripe.setupIntents.create({
      allowed_payment_method_types: ['sepa_debit'],
      confirm: true,
      mandate_data: { customer_acceptance: { online: { ip_address: '0.0.0.0', user_agent: 'x' }, type: 'online' } },
      payment_method: 'pm_success_de',
      single_use: { amount: 5200, currency: 'eur' },
      expand: ['latest_attempt', 'single_use_mandate'],
    });
    const ours = {
      'setup_intent--': intent,
      'setup_attempt--': intent.latest_attempt,
      'mandate--': intent.single_use_mandate,
    };
    for (const [prefix, object] of Object.entries(ours)) {
      const theirs = recorded(prefix);
      expect(theirs.length).toBeGreaterThan(0);
      for (const body of theirs)
        expect(Object.keys(object as object)).toEqual(expect.arrayContaining(Object.keys(body)));
    }
  });

  it('agree on why a SetupIntent cannot be canceled', async () => {
    const { stripe } = await testBench();
    const { id } = await stripe.setupIntents.create({ ...card, confirm: true, payment_method: 'pm_card_visa' });
    const { message } = await refusal(stripe.setupIntents.cancel(id));
    const messages = recorded('error.setup_intent_unexpected_state').map(({ error }) => (error as Error).message);
    expect(messages).toContain(message);
  });
});
