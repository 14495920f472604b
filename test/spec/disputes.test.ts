import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { actionsFrom, states, target } from '../../src/server/kernel/machine.ts';
import type { Work } from '../../src/server/kernel/work.ts';
import { paymentMethodDetails } from '../../src/server/resources/dispute/details.ts';
import { machine } from '../../src/server/resources/dispute/machine.ts';
import { disputed, disputedBy, disputeIn, eventsOf, pay, refused } from './disputed-payment.ts';
import { testBench } from './harness.ts';

const statuses = [
  'needs_response',
  'under_review',
  'won',
  'lost',
  'warning_needs_response',
  'warning_under_review',
  'warning_closed',
  'appeal_needs_response',
  'appeal_under_review',
  'prevented',
];

describe('test cards', () => {
  it.each([
    ['pm_card_createDispute', 'needs_response', 'fraudulent', 'chargeback', '10.4'],
    ['pm_card_createDisputeProductNotReceived', 'needs_response', 'product_not_received', 'chargeback', '13.1'],
    ['pm_card_createDisputeInquiry', 'warning_needs_response', 'fraudulent', 'inquiry', '10'],
    ['pm_card_createCe3EligibleDispute', 'needs_response', 'fraudulent', 'chargeback', '10.4'],
    ['pm_card_createComplianceDispute', 'needs_response', 'noncompliant', 'compliance', 'C028'],
    ['pm_card_createMastercardComplianceDispute', 'needs_response', 'noncompliant', 'compliance', null],
    ['pm_card_createAutoRepresentmentEligibleDispute', 'needs_response', 'fraudulent', 'chargeback', '10.4'],
  ])('%s opens a dispute that is %s', async (card, status, reason, case_type, network_reason_code) => {
    const bench = await testBench();
    const dispute = await disputed(bench, card);
    const brand = card.includes('Mastercard') ? 'mastercard' : 'visa';
    expect(dispute).toMatchObject({
      amount: 5000,
      currency: 'usd',
      status,
      reason,
      payment_method_details: { type: 'card', card: { brand, network: brand, case_type, network_reason_code } },
    });
  });

  it('answers the payment when the dispute is there already', async () => {
    const bench = await testBench();
    const charge = await pay(bench, 'pm_card_createDispute');
    const [dispute] = (await bench.stripe.disputes.list({ charge: charge.id })).data;
    expect(charge).toMatchObject({
      status: 'succeeded',
      paid: true,
      refunded: false,
      disputed: true,
      dispute: dispute?.id,
    });
    expect(dispute).toMatchObject({ charge: charge.id, payment_intent: charge.payment_intent });
    expect(dispute?.id).toMatch(/^du_1\w{23}$/);
  });

  it('opens two disputes on one charge, which names the second', async () => {
    const bench = await testBench();
    const charge = await pay(bench, 'pm_card_createMultipleDisputes');
    const { data } = await bench.stripe.disputes.list({ charge: charge.id });
    expect(data.map((dispute) => dispute.status)).toEqual(['needs_response', 'needs_response']);
    expect(charge).toMatchObject({ dispute: data[0]?.id });
  });
});

describe('3D Secure', () => {
  const params = { payment_method_options: { card: { request_three_d_secure: 'any' } } } as const;

  it('shields from a dispute for fraud', async () => {
    const bench = await testBench();
    const charge = await pay(bench, 'pm_card_createDispute', params);
    expect(charge.disputed).toBe(false);
    expect((await bench.stripe.disputes.list()).data).toEqual([]);
  });

  it('does not shield from other disputes', async () => {
    const bench = await testBench();
    expect((await pay(bench, 'pm_card_createDisputeProductNotReceived', params)).disputed).toBe(true);
  });
});

describe('the details of the payment method', () => {
  const terms = { reason: 'fraudulent', case_type: 'chargeback', network_reason_code: 'X1' };
  const work = { number: () => 1 } as unknown as Work;
  const details = (type: string) =>
    paymentMethodDetails(work, { payment_method_details: { type } } as Stripe.Charge, terms);

  it.each([
    ['klarna', { klarna: { reason_code: 'X1' } }],
    ['paypal', { paypal: { case_id: 'PP-D-1', reason_code: 'X1' } }],
    ['amazon_pay', { amazon_pay: { dispute_type: 'chargeback' } }],
  ])('are those of %s', (type, expected) => {
    expect(details(type)).toEqual({ type, ...expected });
  });

  it('are absent for bank debits', () => {
    expect(details('sepa_debit')).toBeUndefined();
  });
});

describe('a dispute opened by hand', () => {
  it('takes reason, amount and network code', async () => {
    const bench = await testBench();
    const dispute = await disputedBy(bench, { reason: 'duplicate', amount: 1200, network_reason_code: '12.6.2' });
    expect(dispute).toMatchObject({
      amount: 1200,
      reason: 'duplicate',
      payment_method_details: { card: { network_reason_code: '12.6.2' } },
    });
    expect(dispute.balance_transactions[0]?.amount).toBe(-1200);
  });

  it.each([
    ['pm_card_visa', '13.3', 'product_unacceptable'],
    ['pm_card_mastercard', '4853', 'product_unacceptable'],
    ['pm_card_amex', 'C28', 'subscription_canceled'],
    ['pm_card_discover', '4755', 'product_not_received'],
  ])('reads the reason from the code of %s', async (card, code, reason) => {
    const bench = await testBench();
    expect(await disputedBy(bench, { network_reason_code: code }, card)).toMatchObject({ reason });
  });

  it('uses the usual code of the network', async () => {
    const bench = await testBench();
    const dispute = await disputedBy(bench, { reason: 'credit_not_processed' }, 'pm_card_amex');
    expect(dispute.payment_method_details?.card).toMatchObject({ brand: 'amex', network_reason_code: 'C02' });
  });

  it.each([
    [{ reason: 'bad_mood' }, 'reason'],
    [{ amount: 0 }, 'amount'],
    [{ amount: 'much' }, 'amount'],
    [{ case_type: 'trial' }, 'case_type'],
    [{ case_type: '__proto__' }, 'case_type'],
    [{ network_reason_code: '4853' }, 'network_reason_code'],
    [{ reason: 'duplicate', network_reason_code: '4853' }, 'network_reason_code'],
  ])('refuses %j', async (facts, param) => {
    const bench = await testBench();
    const charge = await pay(bench);
    await expect(bench.sandbox.act(charge.id, 'dispute', facts)).rejects.toMatchObject({
      status: 400,
      details: { param },
    });
    expect((await bench.stripe.charges.retrieve(charge.id)).disputed).toBe(false);
  });

  it('is lost at once when the bank takes no answer', async () => {
    const bench = await testBench();
    const dispute = await disputedBy(bench, { final: true });
    expect(dispute).toMatchObject({ status: 'lost', evidence_details: { due_by: 0 }, is_charge_refundable: false });
    expect((await eventsOf(bench, dispute.id)).map((event) => event.type)).toEqual([
      'charge.dispute.created',
      'charge.dispute.funds_withdrawn',
      'charge.dispute.closed',
    ]);
  });

  it.each(['block', 'resolution'])('is prevented by a %s', async (case_type) => {
    const bench = await testBench();
    const dispute = await disputedBy(bench, { case_type });
    expect(dispute).toMatchObject({ status: 'prevented', payment_method_details: { card: { case_type } } });
    expect((await eventsOf(bench, dispute.id)).map((event) => event.type)).not.toContain('charge.dispute.closed');
  });
});

describe('the machine', () => {
  it('knows the ten statuses of disputes', () => {
    expect([...states(machine)].sort()).toEqual([...statuses].sort());
  });

  const actions = [...new Set(statuses.flatMap((status) => actionsFrom(machine, status)))];
  /** What Stripe's documentation says of the bank, the clock and the merchant; every other pair is refused. */
  const allowed: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    needs_response: { submit: 'under_review', close: 'lost', expire: 'lost' },
    under_review: { win: 'won', lose: 'lost', reject: 'appeal_needs_response' },
    appeal_needs_response: { submit: 'appeal_under_review', close: 'lost', expire: 'lost' },
    appeal_under_review: { win: 'won', lose: 'lost' },
    warning_needs_response: {
      submit: 'warning_under_review',
      close: 'warning_closed',
      win: 'warning_closed',
      lose: 'warning_closed',
      escalate: 'needs_response',
      prevent: 'prevented',
      refund: 'warning_closed',
      expire: 'warning_closed',
      lapse: 'warning_closed',
    },
    warning_under_review: {
      close: 'warning_closed',
      win: 'warning_closed',
      lose: 'warning_closed',
      escalate: 'needs_response',
      prevent: 'prevented',
      refund: 'warning_closed',
      expire: 'warning_closed',
      lapse: 'warning_closed',
    },
    lost: { win: 'won' },
  };

  it('has no other actions', () => {
    expect(actions.sort()).toEqual([...new Set(Object.values(allowed).flatMap((row) => Object.keys(row)))].sort());
  });

  const visa = { card: { brand: 'visa', network: 'visa', case_type: 'chargeback', network_reason_code: '10.4' } };
  const pairs = statuses.flatMap((status) => actions.map((action) => [status, action, allowed[status]?.[action]]));
  it.each(pairs)('takes %s by %s to %s', (status, action, to) => {
    const dispute = { status, payment_method_details: { type: 'card', ...visa } };
    expect(target(machine, dispute, String(action))).toBe(to);
  });

  describe.each(statuses)('a dispute that is %s', (status) => {
    // What a refund does to a dispute comes with the refund.
    it.each(actions.filter((action) => action !== 'refund'))("takes '%s' as its status allows", async (action) => {
      const bench = await testBench();
      const dispute = await disputeIn(bench, status);
      expect(dispute.status).toBe(status);
      const to = allowed[status]?.[action];
      const before = (await eventsOf(bench)).length;
      if (to === undefined) {
        await expect(bench.sandbox.act(dispute.id, action)).rejects.toMatchObject({ status: 400 });
        expect(await bench.stripe.disputes.retrieve(dispute.id)).toEqual(dispute);
        expect(await eventsOf(bench)).toHaveLength(before);
      } else {
        expect(await bench.sandbox.act(dispute.id, action)).toMatchObject({ status: to });
        expect((await bench.stripe.disputes.retrieve(dispute.id)).status).toBe(to);
      }
    });
  });

  it('counts an answer that was given outside the API', async () => {
    const bench = await testBench();
    const { id } = await disputed(bench);
    await bench.sandbox.act(id, 'submit');
    expect((await bench.stripe.disputes.retrieve(id)).evidence_details).toMatchObject({
      has_evidence: true,
      submission_count: 1,
      submission_method: 'manual',
    });
  });

  it('hears no appeal on other networks than Visa and Mastercard', async () => {
    const bench = await testBench();
    const { id } = await disputedBy(bench, {}, 'pm_card_amex');
    await bench.stripe.disputes.update(id, { submit: true });
    expect(await bench.sandbox.act(id, 'reject')).toMatchObject({ status: 'lost' });
  });

  it('lets a lost dispute be won late', async () => {
    const bench = await testBench();
    const { id } = await disputeIn(bench, 'lost');
    await bench.sandbox.act(id, 'win');
    const dispute = await bench.stripe.disputes.retrieve(id);
    expect(dispute).toMatchObject({ status: 'won', is_charge_refundable: true });
    expect(dispute.balance_transactions).toHaveLength(2);
  });
});

describe('POST /v1/disputes/:id/close', () => {
  it('accepts the loss', async () => {
    const bench = await testBench();
    const { id } = await disputed(bench);
    const closed = await bench.stripe.disputes.close(id);
    expect(closed).toMatchObject({
      status: 'lost',
      is_charge_refundable: false,
      evidence_details: { submission_count: 0, has_evidence: false, submission_method: 'not_submitted' },
    });
    expect(closed.balance_transactions).toHaveLength(1);
  });

  it('ends an inquiry without harm', async () => {
    const bench = await testBench();
    const { id } = await disputed(bench, 'pm_card_createDisputeInquiry');
    expect(await bench.stripe.disputes.close(id)).toMatchObject({
      status: 'warning_closed',
      is_charge_refundable: true,
      balance_transactions: [],
    });
  });

  it.each(['won', 'lost', 'warning_closed', 'prevented'])('refuses a dispute that is %s', async (status) => {
    const bench = await testBench();
    const { id } = await disputeIn(bench, status);
    const closed = { statusCode: 400, type: 'invalid_request_error', message: 'This dispute is already closed' };
    expect(await refused(bench.stripe.disputes.close(id))).toEqual(closed);
    expect(await refused(bench.stripe.disputes.update(id, { metadata: { a: 'b' } }))).toEqual(closed);
    expect(await refused(bench.stripe.disputes.update(id, { evidence: { uncategorized_text: 'x' } }))).toEqual(closed);
  });

  it.each(['under_review', 'appeal_under_review'])('refuses a dispute that is %s', async (status) => {
    const bench = await testBench();
    const { id } = await disputeIn(bench, status);
    expect(await refused(bench.stripe.disputes.close(id))).toMatchObject({
      statusCode: 400,
      message: expect.stringContaining('already been submitted'),
    });
  });
});

describe('GET /v1/disputes', () => {
  it('filters by charge, payment intent and creation', async () => {
    const bench = await testBench();
    const { stripe, sandbox } = bench;
    const first = await disputed(bench);
    await sandbox.advance(100);
    const second = await disputed(bench);
    const ids = async (params: object): Promise<string[]> =>
      (await stripe.disputes.list(params)).data.map((dispute) => dispute.id);
    expect(await ids({})).toEqual([second.id, first.id]);
    expect(await ids({ charge: first.charge })).toEqual([first.id]);
    expect(await ids({ payment_intent: second.payment_intent })).toEqual([second.id]);
    expect(await ids({ created: { lt: second.created } })).toEqual([first.id]);
    expect(await ids({ created: second.created })).toEqual([second.id]);
    expect(await ids({ charge: 'ch_nobody' })).toEqual([]);
    expect(await ids({ limit: 1, starting_after: second.id })).toEqual([first.id]);
  });

  it('expands charge, intent and evidence files', async () => {
    const bench = await testBench();
    const { id, charge } = await disputed(bench);
    const dispute = await bench.stripe.disputes.retrieve(id, { expand: ['charge', 'payment_intent'] });
    expect(dispute.charge).toMatchObject({ object: 'charge', id: charge });
    expect(dispute.payment_intent).toMatchObject({ object: 'payment_intent', status: 'succeeded' });
  });

  it('answers 404 for an unknown id', async () => {
    const { stripe } = await testBench();
    expect(await refused(stripe.disputes.retrieve('du_nope'))).toEqual({
      statusCode: 404,
      type: 'invalid_request_error',
      code: 'resource_missing',
      param: 'dispute',
      message: "No such dispute: 'du_nope'",
    });
  });
});

describe('/v1/charges/:id/dispute', () => {
  it('reads, answers and closes the dispute of the charge', async () => {
    const bench = await testBench();
    const { id, charge } = await disputed(bench);
    const path = `/v1/charges/${charge}/dispute`;
    expect((await bench.call('GET', path)).body).toMatchObject({ id, status: 'needs_response' });
    const staged = await bench.call('POST', path, { body: 'submit=false&evidence[uncategorized_text]=hi' });
    expect(staged.body).toMatchObject({ id, status: 'needs_response', evidence: { uncategorized_text: 'hi' } });
    expect((await bench.call('POST', `${path}/close`)).body).toMatchObject({ id, status: 'lost' });
  });

  it('answers 404 for a charge that nobody disputed', async () => {
    const bench = await testBench();
    const charge = await pay(bench);
    const { status, body } = await bench.call('GET', `/v1/charges/${charge.id}/dispute`);
    expect(status).toBe(404);
    expect(body.error).toEqual({
      message: `No dispute for charge: ${charge.id}`,
      type: 'invalid_request_error',
      request_log_url: expect.any(String),
    });
    expect((await bench.call('POST', `/v1/charges/${charge.id}/dispute/close`)).status).toBe(404);
  });
});

describe('a direct charge', () => {
  it('is disputed on the connected account', async () => {
    const bench = await testBench();
    const { id: stripeAccount } = await bench.stripe.accounts.create({ type: 'standard' });
    const connected = { ...bench, stripe: bench.client({ stripeAccount }) };
    const dispute = await disputed(connected);
    expect(dispute.balance_transactions).toMatchObject([{ amount: -5000, fee: 1500 }]);
    expect((await bench.stripe.disputes.list()).data).toEqual([]);
    expect((await eventsOf(connected, dispute.id)).map((event) => event.account)).toEqual([
      stripeAccount,
      stripeAccount,
    ]);
    await connected.stripe.disputes.update(dispute.id, { submit: true });
    await bench.sandbox.act(dispute.id, 'win', {}, { account: stripeAccount });
    expect((await connected.stripe.disputes.retrieve(dispute.id)).status).toBe('won');
  });
});

describe('refunds', () => {
  it('are refused while a chargeback is open', async () => {
    const bench = await testBench();
    const { charge } = await disputed(bench);
    expect(await refused(bench.stripe.refunds.create({ charge: String(charge) }))).toEqual({
      statusCode: 400,
      type: 'invalid_request_error',
      code: 'charge_disputed',
      message: `Charge ${charge} has been charged back; cannot issue a refund.`,
    });
  });

  it('end an inquiry when they are full', async () => {
    const bench = await testBench();
    const { id, charge } = await disputed(bench, 'pm_card_createDisputeInquiry');
    await bench.stripe.refunds.create({ charge: String(charge), amount: 1000 });
    expect((await bench.stripe.disputes.retrieve(id)).status).toBe('warning_needs_response');
    await bench.stripe.refunds.create({ charge: String(charge) });
    expect((await bench.stripe.disputes.retrieve(id)).status).toBe('warning_closed');
  });

  it('made a moment before the chargeback fail, settled ones stay', async () => {
    const bench = await testBench();
    const { stripe, sandbox } = bench;
    const { id, charge } = await disputed(bench, 'pm_card_createDisputeInquiry');
    const settled = await stripe.refunds.create({ charge: String(charge), amount: 1000 });
    await sandbox.advance(300);
    const recent = await stripe.refunds.create({ charge: String(charge), amount: 500 });
    await sandbox.act(id, 'escalate');
    expect(await stripe.refunds.retrieve(recent.id)).toMatchObject({
      status: 'failed',
      failure_reason: 'charge_for_pending_refund_disputed',
    });
    expect((await stripe.refunds.retrieve(settled.id)).status).toBe('succeeded');
    expect((await stripe.disputes.retrieve(id)).balance_transactions[0]?.amount).toBe(-5000);
  });
});

const recordings = process.env.STRIPE_RECORDED_DIR;

/** The path of every value in an answer. */
function paths(value: unknown, path = ''): string[] {
  if (value === null || typeof value !== 'object') return [path];
  if (Array.isArray(value)) return value.flatMap((each, at) => paths(each, `${path}[${at}]`));
  return Object.entries(value).flatMap(([name, each]) => paths(each, `${path}.${name}`));
}

describe.skipIf(recordings === undefined)('recorded disputes (STRIPE_RECORDED_DIR)', () => {
  it.each([
    ['dispute--antiwork-gumroad--10.json', 'needs_response'],
    ['dispute--antiwork-gumroad--12.json', 'won'],
  ])('%s has no field that ours lack', async (name, status) => {
    const { body } = JSON.parse(readFileSync(join(recordings ?? '', name), 'utf8'));
    const bench = await testBench();
    const dispute = await disputeIn(bench, status);
    expect(body.status).toBe(status);
    expect(paths(body).filter((field) => !paths(dispute).includes(field))).toEqual([]);
  });
});
