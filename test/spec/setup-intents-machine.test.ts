import { describe, expect, it } from 'vitest';
import { actionsFrom, states } from '../../src/server/kernel/machine.ts';
import { machine } from '../../src/server/resources/setup-intent/machine.ts';
import { refusal, type TestBench, testBench } from './harness.ts';

const mandate_data = { customer_acceptance: { type: 'offline' as const } };
const open = { provide_payment_method: 'requires_confirmation', cancel: 'canceled' };
const cardActions = {
  authenticate: 'succeeded',
  fail_authentication: 'requires_payment_method',
  abandon: 'requires_payment_method',
};
const depositActions = {
  verify: 'succeeded',
  exceed_attempts: 'requires_payment_method',
  time_out: 'requires_payment_method',
  bounce: 'requires_payment_method',
};

interface Place {
  readonly status: string;
  readonly params: object;
  readonly canceled?: true;
  readonly leads: Readonly<Record<string, string>>;
}

const card = { allowed_payment_method_types: ['card'] };
const account = { allowed_payment_method_types: ['us_bank_account', 'card'], mandate_data, confirm: true };

/** A way into every state, and where each action leads from there; what is not named is refused. */
const places: Readonly<Record<string, Place>> = {
  'without a payment method': { status: 'requires_payment_method', params: card, leads: { ...open } },
  'with a payment method': {
    status: 'requires_confirmation',
    params: { ...card, payment_method: 'pm_card_visa' },
    leads: { ...open, confirm: 'succeeded' },
  },
  'with a card that will be declined': {
    status: 'requires_confirmation',
    params: { ...card, payment_method: 'pm_card_chargeDeclined' },
    leads: { ...open, confirm: 'requires_payment_method' },
  },
  'with a card that will be challenged': {
    status: 'requires_confirmation',
    params: { ...card, payment_method: 'pm_card_threeDSecureRequired' },
    leads: { ...open, confirm: 'requires_action' },
  },
  'at the challenge': {
    status: 'requires_action',
    params: { ...card, payment_method: 'pm_card_threeDSecureRequired', confirm: true },
    leads: { ...open, ...cardActions, confirm: 'requires_action' },
  },
  'awaiting deposits': {
    status: 'requires_action',
    params: {
      ...account,
      payment_method: 'pm_usBankAccount_success',
      payment_method_options: { us_bank_account: { verification_method: 'microdeposits' } },
    },
    leads: { ...open, ...depositActions },
  },
  'at a slow bank': {
    status: 'processing',
    params: { ...account, payment_method: 'pm_usBankAccount_processing' },
    leads: { settle: 'succeeded', fail: 'requires_payment_method' },
  },
  'set up': {
    status: 'succeeded',
    params: { ...card, payment_method: 'pm_card_visa', confirm: true },
    leads: {},
  },
  canceled: { status: 'canceled', params: card, canceled: true, leads: {} },
};

const actions = [...new Set(machine.rules.map(({ action }) => action))];

/** As the merchant's server, the cardholder or the bank does it. */
async function act({ stripe, sandbox }: TestBench, id: string, action: string): Promise<unknown> {
  if (action === 'provide_payment_method') return stripe.setupIntents.update(id, { payment_method: 'pm_card_visa' });
  if (action === 'cancel') return stripe.setupIntents.cancel(id);
  if (action !== 'confirm') return sandbox.act(id, action);
  // A declined card is no refusal of the action.
  return stripe.setupIntents.confirm(id).catch((error: { statusCode?: number }) => {
    if (error.statusCode !== 402) throw error;
  });
}

async function reach({ stripe }: TestBench, { params, canceled }: Place): Promise<string> {
  const { id } = await stripe.setupIntents.create(params);
  if (canceled) await stripe.setupIntents.cancel(id);
  return id;
}

describe('the machine of SetupIntents', () => {
  it('has a way into each of its states', () => {
    expect([...new Set(Object.values(places).map(({ status }) => status))].sort()).toEqual([...states(machine)].sort());
  });

  it.each(Object.entries(places).flatMap(([name, place]) => actions.map((action) => [name, action, place] as const)))(
    '%s: %s',
    async (_name, action, place) => {
      const bench = await testBench();
      const id = await reach(bench, place);
      const before = await bench.stripe.setupIntents.retrieve(id);
      expect(before.status).toBe(place.status);
      const expected = place.leads[action];
      const acting = act(bench, id, action);
      if (expected === undefined) {
        await expect(acting).rejects.toThrow(/SetupIntent/);
        expect(await bench.stripe.setupIntents.retrieve(id)).toEqual(before);
      } else {
        await acting;
        const after = await bench.stripe.setupIntents.retrieve(id);
        expect(after.status).toBe(expected);
        expect(after.next_action === null).toBe(expected !== 'requires_action');
        expect(after.last_setup_error === null).toBe(expected !== 'requires_payment_method');
        expect(actionsFrom(machine, place.status)).toContain(action);
      }
    },
  );
});

describe('POST /v1/setup_intents/:id/verify_microdeposits', () => {
  const typedIn = {
    ...account,
    payment_method_data: {
      type: 'us_bank_account' as const,
      billing_details: { name: 'Jenny Rosen' },
      us_bank_account: { account_number: '000123456789', routing_number: '110000000' },
    },
  };
  const code = 'payment_method_microdeposit_verification';

  it('asks for deposits where the bank account was typed in', async () => {
    const { stripe } = await testBench();
    const intent = await stripe.setupIntents.create(typedIn as object);
    expect(intent).toMatchObject({
      mandate: null,
      next_action: {
        type: 'verify_with_microdeposits',
        verify_with_microdeposits: {
          arrival_date: 1767312000,
          hosted_verification_url: expect.stringContaining(intent.id),
          microdeposit_type: 'descriptor_code',
        },
      },
      status: 'requires_action',
    });
  });

  it.each([{ amounts: [32, 45] }, { amounts: [45, 32] }, { descriptor_code: 'SM11AA' }])('takes %o', async (guess) => {
    const { stripe, eventTypes } = await testBench();
    const { id: customer } = await stripe.customers.create();
    const { id } = await stripe.setupIntents.create({ ...typedIn, customer } as object);
    const intent = await stripe.setupIntents.verifyMicrodeposits(id, guess);
    expect(intent).toMatchObject({ mandate: expect.stringMatching(/^mandate_/), status: 'succeeded' });
    expect((await eventTypes()).slice(2)).toEqual([
      'setup_intent.requires_action',
      'payment_method.attached',
      'setup_intent.succeeded',
    ]);
    const again = { ...account, customer, payment_method: String(intent.payment_method) };
    expect((await stripe.setupIntents.create(again as object)).status).toBe('succeeded');
  });

  it.each([
    [{ amounts: [10, 11] }, `${code}_attempts_exceeded`],
    [{ descriptor_code: 'SM33CC' }, `${code}_attempts_exceeded`],
    [{ amounts: [40, 41] }, `${code}_timeout`],
    [{ descriptor_code: 'SM44DD' }, `${code}_timeout`],
  ])('%o fails at once', async (guess, expected) => {
    const { stripe, eventTypes } = await testBench();
    const { id } = await stripe.setupIntents.create(typedIn as object);
    const error = await refusal(stripe.setupIntents.verifyMicrodeposits(id, guess));
    expect(error).toMatchObject({ statusCode: 400, code: expected, setup_intent: { id } });
    expect(await stripe.setupIntents.retrieve(id)).toMatchObject({
      last_setup_error: { code: expected, payment_method: { type: 'us_bank_account' } },
      payment_method: null,
      status: 'requires_payment_method',
    });
    expect((await eventTypes()).at(-1)).toBe('setup_intent.setup_failed');
  });

  it.each([
    [{ amounts: [1, 2] }, 3, 'amounts'],
    [{ descriptor_code: 'SM22BB' }, 10, 'descriptor_code'],
  ])('%o is wrong, and may be tried %i times', async (guess, most, kind) => {
    const { stripe } = await testBench();
    const { id } = await stripe.setupIntents.create(typedIn as object);
    for (let left = most - 1; left > 0; left--) {
      const error = await refusal(stripe.setupIntents.verifyMicrodeposits(id, guess));
      expect(error).toMatchObject({ code: `${code}_${kind}_mismatch`, setup_intent: { status: 'requires_action' } });
      expect(error.message).toContain(`You have ${left} verification attempt`);
    }
    const last = await refusal(stripe.setupIntents.verifyMicrodeposits(id, guess));
    expect(last).toMatchObject({ code: `${code}_attempts_exceeded`, setup_intent: { payment_method: null } });
  });

  it('refuses what cannot be deposits, and what waits for none', async () => {
    const { stripe } = await testBench();
    const { id } = await stripe.setupIntents.create(typedIn as object);
    for (const amounts of [[32], [32, -45], [0, 1], [1, 2, 3]])
      expect((await refusal(stripe.setupIntents.verifyMicrodeposits(id, { amounts }))).code).toBe(
        `${code}_amounts_invalid`,
      );
    expect(await refusal(stripe.setupIntents.verifyMicrodeposits(id))).toMatchObject({ code: 'parameter_missing' });
    const loose = await stripe.setupIntents.create();
    expect(await refusal(stripe.setupIntents.verifyMicrodeposits(loose.id, { amounts: [32, 45] }))).toMatchObject({
      code: 'intent_invalid_state',
      message:
        'This SetupIntent cannot be actioned on because it has a status of requires_payment_method. Only a SetupIntent with one of the following statuses may be actioned on: ["requires_action"].',
    });
  });

  it('times out after ten days', async () => {
    const { stripe, sandbox } = await testBench();
    const { id } = await stripe.setupIntents.create(typedIn as object);
    await sandbox.advance('9d');
    expect((await stripe.setupIntents.retrieve(id)).status).toBe('requires_action');
    await sandbox.advance('1d');
    expect((await stripe.setupIntents.retrieve(id)).last_setup_error?.code).toBe(`${code}_timeout`);
  });

  it('hears from the bank that the deposits did not arrive', async () => {
    const { stripe, sandbox, eventTypes } = await testBench();
    const bouncing = { ...account, payment_method: 'pm_usBankAccount_failMicrodeposits' };
    const { id, status } = await stripe.setupIntents.create(bouncing as object);
    expect(status).toBe('requires_action');
    await sandbox.advance(5);
    expect(await stripe.setupIntents.retrieve(id)).toMatchObject({
      last_setup_error: { code: 'payment_method_microdeposit_failed' },
      status: 'requires_payment_method',
    });
    expect((await eventTypes()).at(-1)).toBe('setup_intent.setup_failed');
    const { data } = await stripe.setupAttempts.list({ setup_intent: id });
    expect(data[0]).toMatchObject({
      payment_method_details: { type: 'us_bank_account', us_bank_account: {} },
      setup_error: { code: 'payment_method_microdeposit_failed' },
      status: 'failed',
    });
  });

  it('happens in the browser too', async () => {
    const { stripe, call } = await testBench();
    const { id, client_secret } = await stripe.setupIntents.create(typedIn as object);
    const { body } = await call('POST', `/v1/setup_intents/${id}/verify_microdeposits`, {
      body: `amounts[]=32&amounts[]=45&client_secret=${client_secret}`,
      headers: { authorization: 'Bearer pk_test_bench' },
    });
    expect(body.status).toBe('succeeded');
  });
});
