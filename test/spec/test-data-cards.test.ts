/** Every test card that Stripe documents, through its own SDK: nothing that is to fail succeeds. */
import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { refusal, type TestBench, testBench } from './harness.ts';
import { cardPayment, ofKind, pick, type Row, rows } from './test-data.ts';

/** By its name, its token or its number, whichever there is first. */
function methodOf({ payment_method, token, number, brand }: Row): Partial<Stripe.PaymentIntentCreateParams> {
  if (payment_method !== undefined) return { payment_method };
  const entry =
    token === undefined ? { number, exp_month: 12, exp_year: 2030, cvc: brand === 'amex' ? '1234' : '123' } : { token };
  return { payment_method_data: { type: 'card', card: entry } as object } as Partial<Stripe.PaymentIntentCreateParams>;
}

const pay = ({ stripe }: TestBench, row: Row, params: Partial<Stripe.PaymentIntentCreateParams> = {}) =>
  stripe.paymentIntents.create({ ...cardPayment, ...methodOf(row), confirm: true, ...params });

/** The fields of the row that an error shows under another name. */
function errorOf(row: Row): object {
  const { error_code: code, message } = row;
  return { code, ...(message !== undefined && { message }), ...pick(row, 'decline_code', 'param') };
}

async function chargeOf({ stripe }: TestBench, { latest_charge }: Stripe.PaymentIntent): Promise<Stripe.Charge> {
  return stripe.charges.retrieve(String(latest_charge), { expand: ['balance_transaction'] });
}

type Follow = (bench: TestBench, row: Row, intent: Stripe.PaymentIntent) => Promise<void>;

const disputes: Follow = async ({ stripe }, row, { id }) => {
  const { data } = await stripe.disputes.list({ payment_intent: id });
  const { reason, status, enhanced_eligibility_types: eligible, ...rest } = (row.dispute ?? {}) as Row;
  const { smart_disputes: _, ...card } = rest;
  expect(data).toHaveLength(row.creates === 'multiple_disputes' ? 2 : 1);
  expect(data[0]).toMatchObject({ ...(reason !== undefined && { reason }), ...(status !== undefined && { status }) });
  expect(data[0]?.payment_method_details?.card).toMatchObject(card);
  if (eligible !== undefined) expect(data[0]?.enhanced_eligibility_types).toEqual(eligible);
};

const refunded =
  (status: string): Follow =>
  async ({ stripe, sandbox }, _row, { id }) => {
    const refund = await stripe.refunds.create({ payment_intent: id });
    await sandbox.advance('10s');
    expect((await stripe.refunds.retrieve(refund.id)).status).toBe(status);
  };

const creates: Readonly<Record<string, Follow>> = {
  dispute: disputes,
  inquiry: disputes,
  multiple_disputes: disputes,
  early_fraud_warning: async ({ stripe }, row, intent) => {
    const { data } = await stripe.radar.earlyFraudWarnings.list({ payment_intent: intent.id });
    expect(data).toMatchObject([{ fraud_type: row.fraud_type, actionable: true }]);
  },
  available_balance: async (bench, _row, intent) => {
    await bench.sandbox.advance('10s');
    expect((await chargeOf(bench, intent)).balance_transaction).toMatchObject({ status: 'available' });
  },
  pending_refund: refunded('succeeded'),
  failing_refund: refunded('failed'),
};

describe('test cards that pay', () => {
  const paying = (row: Row): boolean => /^(succeeds|captcha|terminal)/.test(row.outcome);

  it.each(ofKind('card', paying))('%s', async (_name, row) => {
    const bench = await testBench();
    const intent = await pay(bench, row);
    expect(intent.status).toBe('succeeded');
    const charge = await chargeOf(bench, intent);
    const shown = charge.payment_method_details?.card;
    expect(shown).toMatchObject(pick(row, 'brand', 'country', 'funding', 'last4'));
    if (row.risk_level !== undefined) expect(charge.outcome?.risk_level).toBe(row.risk_level);
    for (const [check, result] of Object.entries((row.checks ?? {}) as object))
      expect(shown?.checks?.[check as 'cvc_check']).toBe(result);
    if (row.creates !== undefined) await creates[String(row.creates)]?.(bench, row, intent);
    else expect((await bench.stripe.disputes.list()).data).toEqual([]);
  });

  it('follow what every row says of them', () => {
    const known = new Set(Object.keys(creates));
    expect(rows.filter(({ kind, creates }) => kind === 'card' && creates && !known.has(String(creates)))).toEqual([]);
  });
});

describe('test cards that are declined', () => {
  const declined = (row: Row): boolean => /^(declined|blocked)/.test(row.outcome) && methodOf(row) !== undefined;

  it.each(ofKind('card', (row) => declined(row) && row.number_hint === undefined))('%s', async (_name, row) => {
    const bench = await testBench();
    const error = await refusal(pay(bench, row));
    expect(error).toMatchObject({ statusCode: 402, type: 'StripeCardError', ...errorOf(row) });
    expect(error.raw).toMatchObject(pick(row, 'advice_code', 'network_advice_code', 'network_decline_code'));
    const intent = await bench.stripe.paymentIntents.retrieve(String(error.payment_intent?.id));
    expect(intent).toMatchObject({ status: 'requires_payment_method', amount_received: 0 });
    const charge = await chargeOf(bench, intent);
    expect(charge).toMatchObject({ status: 'failed', paid: false });
    if (row.charge_outcome_type !== undefined)
      expect(charge.outcome).toMatchObject({ type: row.charge_outcome_type, reason: row.charge_outcome_reason });
    if (row.risk_level !== undefined) expect(charge.outcome?.risk_level).toBe(row.risk_level);
  });

  it.each(ofKind('card', ({ attach }) => attach !== undefined))('%s, put on file', async (_name, row) => {
    const { stripe } = await testBench();
    const customer = await stripe.customers.create();
    const data = methodOf(row).payment_method_data as Stripe.PaymentMethodCreateParams | undefined;
    const id = row.payment_method ?? (await stripe.paymentMethods.create(data ?? { type: 'card' })).id;
    const attaching = stripe.paymentMethods.attach(id, { customer: customer.id });
    if (row.attach === 'ok') expect((await attaching).customer).toBe(customer.id);
    else expect(await refusal(attaching)).toMatchObject({ statusCode: 402, code: row.error_code });
  });

  it('in India, once the mandate was revoked', async () => {
    const [[, row] = []] = ofKind('card', ({ number_hint }) => number_hint !== undefined);
    const { stripe, sandbox } = await testBench();
    const customer = (await stripe.customers.create()).id;
    const mandate_options = {
      amount: 5000,
      amount_type: 'maximum' as const,
      currency: 'usd',
      interval: 'month' as const,
      interval_count: 1,
      reference: 'r-1',
      start_date: 1_800_000_000,
      supported_types: ['india' as const],
    };
    const setUp = await stripe.setupIntents.create({
      allowed_payment_method_types: ['card'],
      confirm: true,
      customer,
      payment_method: 'pm_card_in',
      payment_method_options: { card: { mandate_options } },
    });
    await sandbox.act(String(setUp.mandate), 'revoke');
    const params = { payment_method: String(setUp.payment_method), mandate: String(setUp.mandate), off_session: true };
    const error = await refusal(stripe.paymentIntents.create({ ...cardPayment, ...params, confirm: true, customer }));
    expect(error).toMatchObject({ statusCode: 402, ...errorOf(row as Row) });
  });
});

describe('numbers of cards that no network sees', () => {
  it.each(ofKind('card', ({ outcome }) => outcome === 'invalid_number'))('%s', async (_name, row) => {
    const { stripe } = await testBench();
    const entry = { number: String(row.number), exp_month: 12, exp_year: 2030, cvc: '123' };
    const error = await refusal(stripe.paymentMethods.create({ type: 'card', card: entry }));
    expect(error).toMatchObject({ statusCode: 402, ...errorOf(row) });
  });

  it.each(ofKind('invalid_card_data'))('%s', async (_name, { number, field, value, error_code }) => {
    const { stripe } = await testBench();
    const entry = { number: String(number), exp_month: 12, exp_year: 2030, cvc: '123', [String(field)]: value };
    const error = await refusal(
      stripe.tokens.create({
        card: Object.fromEntries(Object.entries(entry).map(([k, v]) => [k, String(v)])) as object,
      } as never),
    );
    expect(error).toMatchObject({ statusCode: 402, code: error_code, param: field });
  });

  it.each(ofKind('token'))('%s', async (_name, { token, message }) => {
    const { stripe } = await testBench();
    const error = await refusal(stripe.paymentMethods.create({ type: 'card', card: { token: String(token) } }));
    expect(error.message).toBe(message);
  });
});

describe('test cards that want their holder', () => {
  const wanting = ({ outcome }: Row): boolean => outcome.startsWith('requires_action');

  it.each(ofKind('card', wanting))('%s', async (_name, row) => {
    const bench = await testBench();
    const { stripe, sandbox } = bench;
    if (row.outcome.includes('lookup fails')) {
      const error = await refusal(pay(bench, row));
      expect(error).toMatchObject({ statusCode: 402, code: 'card_declined' });
      return;
    }
    const intent = await pay(bench, row);
    expect(intent).toMatchObject({ status: 'requires_action', latest_charge: null });
    await sandbox.act(intent.id, 'authenticate');
    const after = await stripe.paymentIntents.retrieve(intent.id);
    if (row.error_code === undefined) expect(after.status).toBe('succeeded');
    else expect(after).toMatchObject({ status: 'requires_payment_method', last_payment_error: errorOf(row) });
  });

  it.each(ofKind('card', ({ off_session_error }) => off_session_error !== undefined))(
    '%s, away',
    async (_name, row) => {
      const bench = await testBench();
      const error = await refusal(pay(bench, row, { off_session: true }));
      expect(error).toMatchObject({ statusCode: 402, code: row.off_session_error });
    },
  );

  it('never mind once they were set up for it', async () => {
    const { stripe, sandbox } = await testBench();
    for (const [name, row] of ofKind('card', ({ outcome }) => /set up|off-session succeeds/.test(outcome))) {
      const customer = (await stripe.customers.create()).id;
      const { id, payment_method } = await stripe.setupIntents.create({
        allowed_payment_method_types: ['card'],
        confirm: true,
        customer,
        payment_method: name,
      });
      await sandbox.act(id, 'authenticate');
      const params = {
        ...cardPayment,
        customer,
        payment_method: String(payment_method),
        confirm: true,
        off_session: true,
      };
      expect((await stripe.paymentIntents.create(params)).status, row.outcome).toBe('succeeded');
    }
  });
});
