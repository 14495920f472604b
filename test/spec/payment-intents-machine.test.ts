import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { actionsFrom, states } from '../../src/server/kernel/machine.ts';
import { machine } from '../../src/server/resources/payment-intent/machine.ts';
import { type TestBench, testBench } from './harness.ts';
import { methodData, payWith } from './payers.ts';

const open = { provide_payment_method: 'requires_confirmation', cancel: 'canceled' };
const atPage = { authenticate: 'succeeded', fail_authentication: 'requires_payment_method' };
const deposits = {
  verify: 'processing',
  exceed_attempts: 'requires_payment_method',
  time_out: 'requires_payment_method',
  bounce: 'requires_payment_method',
};

interface Place {
  readonly status: string;
  readonly type?: string;
  readonly params?: Partial<Stripe.PaymentIntentCreateParams>;
  readonly canceled?: true;
  readonly leads: Readonly<Record<string, string>>;
}

const unpaid = { confirm: false, mandate_data: undefined, return_url: undefined };
const paidBy = (payment_method: string) => ({ payment_method });

/** A way into every state, and where each action leads from there; what is not named is refused. */
const places: Readonly<Record<string, Place>> = {
  'without a payment method': {
    status: 'requires_payment_method',
    params: { ...unpaid, payment_method_data: undefined },
    leads: open,
  },
  'with a card': {
    status: 'requires_confirmation',
    params: { ...unpaid, ...paidBy('pm_card_visa') },
    leads: { ...open, confirm: 'succeeded' },
  },
  'with a card that will be held': {
    status: 'requires_confirmation',
    params: { ...unpaid, ...paidBy('pm_card_visa'), capture_method: 'manual' },
    leads: { ...open, confirm: 'requires_capture' },
  },
  'with a card that will be declined': {
    status: 'requires_confirmation',
    params: { ...unpaid, ...paidBy('pm_card_chargeDeclined') },
    leads: { ...open, confirm: 'requires_payment_method' },
  },
  'with a bank account': {
    status: 'requires_confirmation',
    type: 'us_bank_account',
    params: { ...unpaid, ...paidBy('pm_usBankAccount_success') },
    leads: { ...open, confirm: 'processing' },
  },
  'at the challenge': {
    status: 'requires_action',
    params: paidBy('pm_card_threeDSecureRequired'),
    leads: { ...open, ...atPage, confirm: 'requires_action' },
  },
  'at the challenge, confirmed by the server': {
    status: 'requires_action',
    params: { ...paidBy('pm_card_threeDSecureRequired'), confirmation_method: 'manual' },
    leads: { ...open, ...atPage, authenticate: 'requires_confirmation', confirm: 'requires_action' },
  },
  'at the challenge of a card that will be declined': {
    status: 'requires_action',
    params: paidBy('pm_card_threeDSecureRequiredChargeDeclined'),
    leads: { ...open, ...atPage, authenticate: 'requires_payment_method', confirm: 'requires_action' },
  },
  'at the bank': {
    status: 'requires_action',
    type: 'ideal',
    leads: { ...open, ...atPage, confirm: 'requires_action' },
  },
  'at the wallet, on hold': {
    status: 'requires_action',
    type: 'paypal',
    params: { capture_method: 'manual' },
    leads: { ...open, ...atPage, authenticate: 'requires_capture', confirm: 'requires_action' },
  },
  'awaiting deposits': {
    status: 'requires_action',
    type: 'us_bank_account',
    leads: { ...open, ...deposits, confirm: 'requires_action' },
  },
  'awaiting deposits on an account that will be refused': {
    status: 'requires_action',
    type: 'us_bank_account',
    params: {
      ...paidBy('pm_usBankAccount_weeklyLimitExceeded'),
      payment_method_options: { us_bank_account: { verification_method: 'microdeposits' } },
    },
    leads: { ...open, ...deposits, verify: 'requires_payment_method', confirm: 'requires_action' },
  },
  'awaiting funds': {
    status: 'requires_action',
    type: 'customer_balance',
    leads: { ...open, fund: 'succeeded', confirm: 'requires_action' },
  },
  'at a slow bank': {
    status: 'processing',
    type: 'us_bank_account',
    params: paidBy('pm_usBankAccount_processing'),
    leads: { settle: 'succeeded', fail: 'requires_payment_method' },
  },
  'on hold': {
    status: 'requires_capture',
    params: { ...paidBy('pm_card_visa'), capture_method: 'manual' },
    leads: { capture: 'succeeded', expire: 'canceled', cancel: 'canceled' },
  },
  paid: { status: 'succeeded', params: paidBy('pm_card_visa'), leads: {} },
  canceled: { status: 'canceled', params: { ...unpaid, ...paidBy('pm_card_visa') }, canceled: true, leads: {} },
};

/** Only what asked for it when it was confirmed may grow: that has tests of its own. */
const actions = [...new Set(machine.rules.map(({ action }) => action))].filter((action) => action !== 'increment');

/** As the merchant's server, the payer or the bank does it. */
async function act({ stripe, sandbox }: TestBench, id: string, action: string, type: string): Promise<unknown> {
  if (action === 'provide_payment_method') {
    const data = type === 'card' ? { payment_method: 'pm_card_visa' } : { payment_method_data: methodData(type) };
    return stripe.paymentIntents.update(id, data);
  }
  if (action === 'cancel') return stripe.paymentIntents.cancel(id);
  if (action === 'capture') return stripe.paymentIntents.capture(id);
  if (action !== 'confirm') return sandbox.act(id, action);
  // A declined payment is no refusal of the action.
  const params = {
    return_url: 'https://shop.test',
    mandate_data: { customer_acceptance: { type: 'offline' as const } },
  };
  return stripe.paymentIntents.confirm(id, params).catch((error: { statusCode?: number }) => {
    if (error.statusCode !== 402) throw error;
  });
}

async function reach(bench: TestBench, { type = 'card', params = {}, canceled }: Place): Promise<string> {
  const named = params.payment_method === undefined ? {} : { payment_method_data: undefined };
  const { id } = await payWith(bench, type, { ...named, ...params });
  if (canceled) await bench.stripe.paymentIntents.cancel(id);
  return id;
}

describe('the machine of PaymentIntents', () => {
  it('has a way into each of its states', () => {
    expect([...new Set(Object.values(places).map(({ status }) => status))].sort()).toEqual([...states(machine)].sort());
  });

  it.each(Object.entries(places))('%s', async (_name, place) => {
    for (const action of actions) {
      const bench = await testBench();
      const id = await reach(bench, place);
      const before = await bench.stripe.paymentIntents.retrieve(id);
      expect(before.status).toBe(place.status);
      const expected = place.leads[action];
      const acting = act(bench, id, action, place.type ?? 'card');
      if (expected === undefined) {
        await expect(acting, action).rejects.toThrow(/PaymentIntent|payment intent/);
        expect(await bench.stripe.paymentIntents.retrieve(id), action).toEqual(before);
      } else {
        await acting;
        const after = await bench.stripe.paymentIntents.retrieve(id);
        expect(after.status, action).toBe(expected);
        expect(after.next_action === null, action).toBe(expected !== 'requires_action');
        if (expected === 'succeeded') expect(after.amount_received).toBe(after.amount);
        if (expected !== 'succeeded' && place.status !== 'succeeded') expect(after.amount_received).toBe(0);
        expect(actionsFrom(machine, place.status)).toContain(action);
      }
    }
  });
});
