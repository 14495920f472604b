import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { actionsFrom, states } from '../../src/server/kernel/machine.ts';
import { machine } from '../../src/server/resources/mandate/machine.ts';
import { sepaAccounts, sepaOutcomes } from '../../src/server/resources/payment-method/sepa-accounts.ts';
import { refusal, type TestBench, testBench } from './harness.ts';

const online = {
  customer_acceptance: {
    accepted_at: 1767000000,
    online: { ip_address: '203.0.113.7', user_agent: 'Firefox' },
    type: 'online',
  },
} satisfies Stripe.SetupIntentCreateParams.MandateData;
const debits = {
  allowed_payment_method_types: ['us_bank_account', 'sepa_debit', 'card'],
  confirm: true,
  mandate_data: online,
} satisfies Stripe.SetupIntentCreateParams;

const india = {
  payment_method_options: {
    card: {
      mandate_options: {
        amount: 350000,
        amount_type: 'maximum',
        currency: 'inr',
        interval: 'month',
        interval_count: 1,
        reference: 'sub-1',
        start_date: 1767225600,
        supported_types: ['india'],
      },
    },
  },
} satisfies Partial<Stripe.SetupIntentCreateParams>;

const payWith = ({ stripe }: TestBench, intent: Stripe.SetupIntent, mandate: Stripe.Mandate) =>
  stripe.paymentIntents.create({
    allowed_payment_method_types: ['card'],
    amount: 900,
    confirm: true,
    currency: 'usd',
    ...(intent.customer && { customer: String(intent.customer) }),
    mandate: mandate.id,
    off_session: true,
    payment_method: String(intent.payment_method),
  });

async function mandateOf(
  { stripe }: TestBench,
  payment_method: string,
  params: Partial<Stripe.SetupIntentCreateParams> = {},
): Promise<{ intent: Stripe.SetupIntent; mandate: Stripe.Mandate }> {
  const intent = await stripe.setupIntents.create({ ...debits, payment_method, ...params });
  const id = intent.mandate ?? intent.single_use_mandate;
  return { intent, mandate: await stripe.mandates.retrieve(String(id)) };
}

describe('the mandate of a SetupIntent', () => {
  it('lets a bank account be debited any number of times', async () => {
    const bench = await testBench();
    const { intent, mandate } = await mandateOf(bench, 'pm_usBankAccount_success');
    expect(intent).toMatchObject({ mandate: mandate.id, single_use_mandate: null, status: 'succeeded' });
    expect(mandate).toEqual({
      id: expect.stringMatching(/^mandate_1\w{23}$/),
      object: 'mandate',
      customer_acceptance: online.customer_acceptance,
      livemode: false,
      multi_use: {},
      payment_method: intent.payment_method,
      payment_method_details: { type: 'us_bank_account', us_bank_account: {} },
      status: 'active',
      type: 'multi_use',
    });
    expect(await bench.eventTypes()).toEqual(['setup_intent.created', 'setup_intent.succeeded']);
    const shown = await bench.stripe.setupIntents.retrieve(intent.id, { expand: ['mandate.payment_method'] });
    expect(shown.mandate).toMatchObject({ payment_method: { type: 'us_bank_account' } });
  });

  it('may be good for one payment', async () => {
    const bench = await testBench();
    const single_use = { amount: 5200, currency: 'EUR' };
    const { intent, mandate } = await mandateOf(bench, 'pm_success_de', { single_use });
    expect(intent).toMatchObject({ mandate: null, single_use_mandate: mandate.id });
    expect(mandate).toMatchObject({ single_use: { amount: 5200, currency: 'eur' }, type: 'single_use' });
    expect(mandate).not.toHaveProperty('multi_use');
    const free = bench.stripe.setupIntents.create({ single_use: { amount: 0, currency: 'eur' } });
    expect(await refusal(free)).toMatchObject({ param: 'single_use[amount]' });
  });

  it('has a reference on SEPA', async () => {
    const bench = await testBench();
    const { mandate } = await mandateOf(bench, 'pm_success_de');
    expect(mandate.payment_method_details).toMatchObject({
      sepa_debit: {
        reference: expect.stringMatching(/^[A-Z0-9]{16}$/),
        url: expect.stringMatching(/^https:\/\/payments\.stripe\.com\/sepa_debit\/mandate\/mandate_test_/),
      },
      type: 'sepa_debit',
    });
    const prefixed = (reference_prefix: string) =>
      mandateOf(bench, 'pm_success_de', {
        payment_method_options: { sepa_debit: { mandate_options: { reference_prefix } } },
      });
    const own = await prefixed('SHOP-');
    expect(own.mandate.payment_method_details.sepa_debit?.reference).toMatch(/^SHOP-[A-Z0-9]{19}$/);
    for (const prefix of ['shop', 'STRIPE1', 'ABCDEFGHIJKLM'])
      expect((await refusal(prefixed(prefix))).code).toBe('invalid_mandate_reference_prefix_format');
  });

  it('says whether it was agreed to on paper', async () => {
    const bench = await testBench();
    const { mandate } = await mandateOf(bench, 'pm_usBankAccount_success', {
      mandate_data: { customer_acceptance: { type: 'offline' } },
      payment_method_options: { us_bank_account: { mandate_options: { collection_method: 'paper' } } },
    });
    expect(mandate.customer_acceptance).toEqual({ accepted_at: 1767225600, offline: {}, type: 'offline' });
    expect(mandate.payment_method_details.us_bank_account).toEqual({ collection_method: 'paper' });
  });

  it('is there for cards when the customer accepts one', async () => {
    const bench = await testBench();
    const { mandate } = await mandateOf(bench, 'pm_card_visa');
    expect(mandate).toMatchObject({ payment_method_details: { card: {}, type: 'card' }, status: 'active' });
    const plain = await bench.stripe.setupIntents.create({
      allowed_payment_method_types: ['card'],
      confirm: true,
      payment_method: 'pm_card_visa',
    });
    expect(plain.mandate).toBeNull();
  });

  it('waits for the network in India', async () => {
    const bench = await testBench();
    const { intent, mandate } = await mandateOf(bench, 'pm_card_in', {
      mandate_data: undefined,
      ...india,
    });
    expect(intent.payment_method_options?.card?.mandate_options).toMatchObject({ amount: 350000, end_date: null });
    expect(mandate).toMatchObject({
      payment_method_details: { card: { india: { inactive_reason: null } } },
      status: 'pending',
    });
    await bench.sandbox.advance(5);
    expect((await bench.stripe.mandates.retrieve(mandate.id)).status).toBe('active');
    const { data } = await bench.stripe.events.list({ type: 'mandate.updated' });
    expect(data[0]?.data.previous_attributes).toEqual({ status: 'pending' });
    await bench.sandbox.act(mandate.id, 'revoke');
    expect((await bench.stripe.mandates.retrieve(mandate.id)).payment_method_details.card?.india).toEqual({
      inactive_reason: 'canceled',
    });
  });

  it.each([
    [{ mandate_data: undefined }, 'setup_intent_mandate_invalid'],
    [{ mandate_data: { customer_acceptance: { type: 'online' } } }, 'parameter_missing'],
    [{ mandate_data: { customer_acceptance: { type: 'offline', online: { ip_address: '::1', user_agent: 'x' } } } }],
  ])('is refused without the acceptance: %o', async (params, code?: string) => {
    const { stripe } = await testBench();
    const error = await refusal(
      stripe.setupIntents.create({ ...debits, payment_method: 'pm_usBankAccount_success', ...params } as object),
    );
    expect(error.statusCode).toBe(400);
    expect(error.code).toBe(code);
  });

  it('is accepted in the browser without being told', async () => {
    const { stripe, call } = await testBench();
    const { id, client_secret } = await stripe.setupIntents.create({
      allowed_payment_method_types: ['sepa_debit'],
      payment_method: 'pm_success_at',
    });
    await call('POST', `/v1/setup_intents/${id}/confirm`, {
      body: `client_secret=${client_secret}`,
      headers: { authorization: 'Bearer pk_test_bench' },
    });
    const confirmed = await stripe.setupIntents.retrieve(id);
    const mandate = await stripe.mandates.retrieve(String(confirmed.mandate));
    expect(mandate.customer_acceptance).toMatchObject({ online: { ip_address: '127.0.0.1' }, type: 'online' });
  });
});

describe('the end of a mandate', () => {
  const places = {
    active: { end: 'inactive', revoke: 'inactive' },
    'active, for one payment': { end: 'inactive', revoke: 'inactive', use_up: 'inactive' },
    pending: { accept: 'active', end: 'inactive', refuse: 'inactive', revoke: 'inactive' },
    inactive: {},
  } as const;
  const actions = [...new Set(machine.rules.map(({ action }) => action))];

  async function reach(bench: TestBench, place: string): Promise<string> {
    const single_use = place.endsWith('one payment') ? { amount: 100, currency: 'eur' } : undefined;
    const { id: customer } = await bench.stripe.customers.create();
    const { mandate } =
      place === 'pending'
        ? await mandateOf(bench, 'pm_card_in', { customer, ...india })
        : await mandateOf(bench, 'pm_success_de', { customer, ...(single_use && { single_use }) });
    if (place === 'inactive') await bench.sandbox.act(mandate.id, 'revoke');
    return mandate.id;
  }

  /** A mandate ends with its payment method, and otherwise as the bank says. */
  async function act({ stripe, sandbox }: TestBench, id: string, action: string): Promise<unknown> {
    if (action !== 'end') return sandbox.act(id, action);
    return stripe.paymentMethods.detach(String((await stripe.mandates.retrieve(id)).payment_method));
  }

  it('has a way into each state', () => {
    const reached = Object.keys(places).map((place) => place.split(',')[0]);
    expect([...new Set(reached)].sort()).toEqual([...states(machine)].sort());
  });

  it.each(Object.keys(places).flatMap((place) => actions.map((action) => [place, action] as const)))(
    '%s: %s',
    async (place, action) => {
      const bench = await testBench();
      const id = await reach(bench, place);
      const before = await bench.stripe.mandates.retrieve(id);
      const events = (await bench.eventTypes()).length;
      const expected = (places[place as keyof typeof places] as Readonly<Record<string, string>>)[action];
      if (expected === undefined) {
        if (action === 'end') await act(bench, id, action);
        else await expect(act(bench, id, action)).rejects.toThrow(/mandate/);
        expect(await bench.stripe.mandates.retrieve(id)).toEqual(before);
        return;
      }
      await act(bench, id, action);
      expect((await bench.stripe.mandates.retrieve(id)).status).toBe(expected);
      expect((await bench.eventTypes()).slice(events).filter((type) => type !== 'payment_method.detached')).toEqual([
        'mandate.updated',
      ]);
      expect(actionsFrom(machine, before.status)).toContain(action);
    },
  );

  it('comes when the payment method is detached', async () => {
    const bench = await testBench();
    const { id: customer } = await bench.stripe.customers.create();
    const { intent, mandate } = await mandateOf(bench, 'pm_success_de', { customer });
    await bench.stripe.paymentMethods.detach(String(intent.payment_method));
    expect((await bench.stripe.mandates.retrieve(mandate.id)).status).toBe('inactive');
    expect((await bench.eventTypes()).slice(-2)).toEqual(['payment_method.detached', 'mandate.updated']);
  });

  it('comes by itself after the one payment', async () => {
    const bench = await testBench();
    const single_use = { amount: 900, currency: 'usd' };
    const { intent, mandate } = await mandateOf(bench, 'pm_card_visa', { single_use });
    const payment = await payWith(bench, intent, mandate);
    expect(payment.status).toBe('succeeded');
    expect((await bench.stripe.mandates.retrieve(mandate.id)).status).toBe('active');
    await bench.sandbox.advance(2);
    expect((await bench.stripe.mandates.retrieve(mandate.id)).status).toBe('inactive');
    const { data } = await bench.stripe.events.list({ type: 'mandate.updated' });
    expect(data.map(({ data }) => data.previous_attributes)).toEqual([{ status: 'active' }]);
  });

  it('fails later payments', async () => {
    const bench = await testBench();
    const { id: customer } = await bench.stripe.customers.create();
    const { intent, mandate } = await mandateOf(bench, 'pm_card_visa', { customer });
    expect((await payWith(bench, intent, mandate)).status).toBe('succeeded');
    await bench.sandbox.act(mandate.id, 'revoke');
    expect(await refusal(payWith(bench, intent, mandate))).toMatchObject({
      statusCode: 400,
      code: 'payment_intent_mandate_invalid',
      param: 'mandate',
    });
    const other = await mandateOf(bench, 'pm_card_visa', { customer });
    expect((await refusal(payWith(bench, other.intent, mandate))).message).toContain('does not belong to');
    const unknown = { ...mandate, id: 'mandate_x' };
    expect(await refusal(payWith(bench, intent, unknown))).toMatchObject({ code: 'resource_missing' });
  });

  it('fails later payments in India at the bank', async () => {
    const bench = await testBench();
    const { id: customer } = await bench.stripe.customers.create();
    const { intent, mandate } = await mandateOf(bench, 'pm_card_in', { customer, ...india });
    await bench.sandbox.act(mandate.id, 'revoke');
    const error = await refusal(payWith(bench, intent, mandate));
    expect(error).toMatchObject({
      statusCode: 402,
      code: 'india_recurring_payment_mandate_canceled',
      message: 'The provided mandate has been canceled by the card holder.',
      payment_intent: { latest_charge: null, payment_method: null, status: 'requires_payment_method' },
    });
    expect(error.charge).toBeUndefined();
  });

  it('does not know strangers', async () => {
    const { stripe } = await testBench();
    expect(await refusal(stripe.mandates.retrieve('mandate_x'))).toMatchObject({
      statusCode: 404,
      message: "No such mandate: 'mandate_x'",
      param: 'mandate',
    });
  });
});

describe('bank accounts of the test mode', () => {
  const us = [
    'success',
    'accountClosed',
    'riskLevelHighest',
    'noAccount',
    'insufficientFunds',
    'debitNotAuthorized',
    'invalidCurrency',
    'dispute',
    'weeklyLimitExceeded',
  ];
  const sepa = Object.keys(sepaAccounts).flatMap((country) => sepaOutcomes.map((name) => `${name}_${country}`));

  it.each(us.map((name) => `pm_usBankAccount_${name}`))('%s is set up: only payments fail', async (id) => {
    const bench = await testBench();
    expect((await mandateOf(bench, id)).intent.status).toBe('succeeded');
  });

  it('are set up on SEPA, whatever payments come to', async () => {
    const bench = await testBench();
    for (const name of sepa) {
      const { intent } = await mandateOf(bench, `pm_${name}`);
      expect(intent.status).toBe('succeeded');
      const { sepa_debit } = await bench.stripe.paymentMethods.retrieve(String(intent.payment_method));
      expect(sepa_debit?.country).toBe(name.slice(-2).toUpperCase());
    }
  });
});
