import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { Engine } from '../../src/server/engine/engine.ts';
import { createRegistry } from '../../src/server/engine/registry.ts';
import { book } from '../../src/server/resources/balance-transaction/book.ts';
import { disputeCharge } from '../../src/server/resources/dispute/open.ts';
import { resources } from '../../src/server/resources/index.ts';
import { loadDescription } from '../../src/server/spec/description.ts';
import { createMemoryStore } from '../../src/server/store/memory.ts';
import { disputed, disputedBy, disputeIn, eventsOf, pay } from './disputed-payment.ts';
import { type TestBench, testBench } from './harness.ts';

/** What the account owns in a currency, available or not. */
async function funds({ stripe }: TestBench, currency = 'usd'): Promise<number> {
  const { available, pending } = await stripe.balance.retrieve();
  const amounts = [...available, ...pending].filter((entry) => entry.currency === currency);
  return amounts.reduce((sum, { amount }) => sum + amount, 0);
}

const types = async (bench: TestBench, id: string): Promise<string[]> =>
  (await eventsOf(bench, id)).map((event) => event.type);

async function lastEvent(bench: TestBench, id: string, type: string): Promise<Stripe.Event> {
  const event = (await eventsOf(bench, id)).findLast((each) => each.type === type);
  if (event === undefined) throw new Error(`no ${type}`);
  return event;
}

/** No account settles in another currency yet, so that the charge is put into the store. */
async function disputedCadSettlement() {
  const engine = new Engine({
    registry: createRegistry(loadDescription(), resources),
    store: createMemoryStore(),
    apiVersion: '2026-10-28.endive',
    seed: 1,
    clock: { mode: 'manual' },
    forwarders: () => [],
    deliveries: { enqueue: () => undefined, drop: () => undefined, outstanding: async () => [] },
    onCrash: (error) => {
      throw error;
    },
  });
  const sandbox = engine.sandbox('cad');
  return engine.transaction(sandbox, { id: null, idempotency_key: null }, async (unit) => {
    const work = unit.work(sandbox.platform);
    const blank = work.blank<Stripe.Charge>('charge');
    const income = await book(work, {
      type: 'charge',
      reporting_category: 'charge',
      amount: 1356,
      currency: 'cad',
      description: null,
      source: blank.id,
    });
    const money = { amount: 1000, amount_captured: 1000, currency: 'usd', balance_transaction: income.id };
    const charge = { ...blank, ...money, captured: true, paid: true, status: 'succeeded' as const };
    await work.insert(charge);
    const dispute = await disputeCharge(work, charge, {});
    await work.perform(dispute, 'submit');
    const won = (await work.perform(dispute, 'win')) as unknown as Stripe.Dispute;
    const [withdrawal, reversal] = won.balance_transactions;
    return { dispute, withdrawal, reversal };
  });
}

const answerWith = (text: string): Stripe.DisputeUpdateParams => ({ evidence: { uncategorized_text: text } });

describe('a chargeback', () => {
  it('takes the disputed amount and the fee', async () => {
    const bench = await testBench();
    const dispute = await disputed(bench);
    const [withdrawal] = dispute.balance_transactions;
    expect(dispute.balance_transactions).toHaveLength(1);
    expect(withdrawal).toMatchObject({
      object: 'balance_transaction',
      type: 'adjustment',
      reporting_category: 'dispute',
      balance_type: 'payments',
      amount: -5000,
      fee: 1500,
      net: -6500,
      currency: 'usd',
      exchange_rate: null,
      fee_details: [
        { amount: 1500, application: null, currency: 'usd', description: 'Dispute fee', type: 'stripe_fee' },
      ],
      description: `Chargeback withdrawal for ${dispute.charge}`,
      source: dispute.id,
      status: 'pending',
    });
    expect(dispute).toMatchObject({ balance_transaction: withdrawal?.id, is_charge_refundable: false });
    expect(await bench.stripe.balanceTransactions.retrieve(String(withdrawal?.id))).toEqual(withdrawal);
  });

  it('lowers the balance by both', async () => {
    const bench = await testBench();
    const undisputed = await pay(bench);
    await bench.sandbox.advance(60);
    const income = await funds(bench);
    await bench.sandbox.act(undisputed.id, 'dispute', {});
    expect(await funds(bench)).toBe(income - 6500);
  });

  it('takes only the disputed part', async () => {
    const bench = await testBench();
    const dispute = await disputedBy(bench, { amount: 700 });
    expect(dispute.balance_transactions[0]).toMatchObject({ amount: -700, fee: 1500, net: -2200 });
  });

  it('shows its money as available once it is', async () => {
    const bench = await testBench();
    const { id, balance_transactions } = await disputed(bench);
    await bench.sandbox.advance(new Date((balance_transactions[0]?.available_on ?? 0) * 1000));
    expect((await bench.stripe.disputes.retrieve(id)).balance_transactions[0]?.status).toBe('available');
  });

  it('takes at once what had become available', async () => {
    const bench = await testBench();
    const charge = await pay(bench, 'pm_card_bypassPending');
    await bench.sandbox.advance(10);
    const { id } = await bench.sandbox.act(charge.id, 'dispute');
    expect((await bench.stripe.disputes.retrieve(id)).balance_transactions[0]).toMatchObject({ status: 'available' });
  });

  it('tells created, then funds_withdrawn, with the money in both', async () => {
    const bench = await testBench();
    const dispute = await disputed(bench);
    const events = await eventsOf(bench, dispute.id);
    expect(events.map((event) => event.type)).toEqual(['charge.dispute.created', 'charge.dispute.funds_withdrawn']);
    for (const { data } of events) {
      expect(data).toEqual({ object: dispute });
      expect(data.object).toMatchObject({ status: 'needs_response', balance_transactions: [{ amount: -5000 }] });
    }
  });

  it('stands between the charge and the success of the payment', async () => {
    const bench = await testBench();
    await disputed(bench);
    const all = (await bench.eventTypes()).filter((type) => /^(charge|payment_intent)\./.test(type));
    expect(all.slice(0, 5)).toEqual([
      'payment_intent.created',
      'charge.succeeded',
      'charge.dispute.created',
      'charge.dispute.funds_withdrawn',
      'payment_intent.succeeded',
    ]);
  });

  it('waits for the capture of a hold', async () => {
    const bench = await testBench();
    const held = await pay(bench, 'pm_card_createDispute', { capture_method: 'manual' });
    expect(held).toMatchObject({ captured: false, disputed: false });
    await expect(bench.sandbox.act(held.id, 'dispute')).rejects.toMatchObject({ status: 400 });
    const before = (await bench.eventTypes()).length;
    await bench.stripe.paymentIntents.capture(String(held.payment_intent), { amount_to_capture: 3000 });
    expect((await bench.eventTypes()).slice(before)).toEqual([
      'charge.captured',
      'charge.dispute.created',
      'charge.dispute.funds_withdrawn',
      'payment_intent.succeeded',
    ]);
    const [dispute] = (await bench.stripe.disputes.list({ charge: held.id })).data;
    expect(dispute).toMatchObject({ amount: 3000, balance_transactions: [{ amount: -3000 }] });
  });

  it('comes with the old charge call too', async () => {
    const { stripe } = await testBench();
    const charge = await stripe.charges.create({ amount: 900, currency: 'usd', source: 'tok_createDispute' });
    expect(charge).toMatchObject({ disputed: true });
    const [dispute] = (await stripe.disputes.list({ charge: charge.id })).data;
    expect(dispute).toMatchObject({ amount: 900, payment_intent: null });
  });
});

describe('a charge settled in another currency', () => {
  it('is disputed in its own currency and debited in that of the settlement', async () => {
    const { withdrawal, reversal, dispute } = await disputedCadSettlement();
    expect(dispute).toMatchObject({ amount: 1000, currency: 'usd' });
    expect(withdrawal).toMatchObject({
      amount: -1356,
      currency: 'cad',
      exchange_rate: null,
      fee: 1500,
      fee_details: [{ amount: 1500, currency: 'cad' }],
      net: -2856,
    });
    expect(reversal).toMatchObject({ amount: 1356, currency: 'cad', fee: 0, net: 1356 });
  });
});

describe('an inquiry', () => {
  it('moves no money', async () => {
    const bench = await testBench();
    const dispute = await disputed(bench, 'pm_card_createDisputeInquiry');
    expect(dispute).toMatchObject({ balance_transaction: null, balance_transactions: [], is_charge_refundable: true });
    expect(await types(bench, dispute.id)).toEqual(['charge.dispute.created']);
  });

  it('takes the money when it escalates', async () => {
    const bench = await testBench();
    const { id } = await disputed(bench, 'pm_card_createDisputeInquiry');
    await bench.sandbox.advance('3d');
    await bench.sandbox.act(id, 'escalate');
    const dispute = await bench.stripe.disputes.retrieve(id);
    expect(dispute).toMatchObject({
      status: 'needs_response',
      is_charge_refundable: false,
      balance_transactions: [{ amount: -5000, fee: 1500 }],
      payment_method_details: { card: { case_type: 'chargeback', network_reason_code: '10.4' } },
    });
    expect(await types(bench, id)).toEqual([
      'charge.dispute.created',
      'charge.dispute.updated',
      'charge.dispute.funds_withdrawn',
    ]);
    const updated = await lastEvent(bench, id, 'charge.dispute.updated');
    expect(updated.data.previous_attributes).toEqual({
      balance_transaction: null,
      balance_transactions: [],
      evidence_details: { due_by: expect.any(Number) },
      is_charge_refundable: true,
      payment_method_details: { card: { case_type: 'inquiry', network_reason_code: '10' } },
      status: 'warning_needs_response',
    });
  });

  it('closes with the old status as the only difference', async () => {
    const bench = await testBench();
    const { id } = await disputed(bench, 'pm_card_createDisputeInquiry');
    await bench.stripe.disputes.close(id);
    const closed = await lastEvent(bench, id, 'charge.dispute.closed');
    expect(closed.data.previous_attributes).toEqual({ status: 'warning_needs_response' });
    expect(closed.data.object).toMatchObject({ status: 'warning_closed' });
    expect(closed.request).toEqual({ id: expect.stringMatching(/^req_/), idempotency_key: expect.any(String) });
  });
});

describe('a dispute that is won', () => {
  it('gives the amount back and keeps the fee', async () => {
    const bench = await testBench();
    const charge = await pay(bench);
    await bench.sandbox.advance(60);
    const income = await funds(bench);
    const { id } = await bench.sandbox.act(charge.id, 'dispute');
    await bench.stripe.disputes.update(id, answerWith('proof'));
    await bench.sandbox.act(id, 'win');
    const dispute = await bench.stripe.disputes.retrieve(id);
    expect(dispute).toMatchObject({ status: 'won', is_charge_refundable: true });
    expect(dispute.balance_transactions).toHaveLength(2);
    expect(dispute.balance_transactions[1]).toMatchObject({
      type: 'adjustment',
      reporting_category: 'dispute_reversal',
      amount: 5000,
      fee: 0,
      fee_details: [],
      net: 5000,
      description: `Chargeback reversal for ${charge.id}`,
      source: id,
    });
    expect(await funds(bench)).toBe(income - 1500);
  });

  it('tells funds_reinstated and updated while still under review, then closed', async () => {
    const bench = await testBench();
    const { id } = await disputed(bench);
    await bench.stripe.disputes.update(id, answerWith('winning_evidence'));
    await bench.sandbox.advance(10);
    const events = await eventsOf(bench, id);
    expect(events.slice(2).map((event) => event.type)).toEqual([
      'charge.dispute.updated',
      'charge.dispute.funds_reinstated',
      'charge.dispute.updated',
      'charge.dispute.closed',
    ]);
    const [, reinstated, updated, closed] = events.slice(2);
    expect(reinstated?.data.object).toMatchObject({
      status: 'under_review',
      is_charge_refundable: false,
      balance_transactions: [{ amount: -5000 }, { amount: 5000 }],
    });
    expect(reinstated?.data.previous_attributes).toBeUndefined();
    expect(updated?.data.object).toEqual(reinstated?.data.object);
    expect(updated?.data.previous_attributes).toEqual({
      balance_transactions: [expect.objectContaining({ amount: -5000 })],
    });
    expect(closed?.data.object).toMatchObject({ status: 'won', is_charge_refundable: true });
    expect(closed?.data.previous_attributes).toEqual({ is_charge_refundable: false, status: 'under_review' });
    for (const event of [reinstated, updated, closed])
      expect(event?.request).toEqual({ id: null, idempotency_key: null });
  });

  it('leaves the charge disputed, and refundable', async () => {
    const bench = await testBench();
    const { id, charge } = await disputeIn(bench, 'won');
    const after = await bench.stripe.charges.retrieve(String(charge));
    expect(after).toMatchObject({ disputed: true, dispute: id, refunded: false, amount_refunded: 0 });
    expect(await bench.stripe.refunds.create({ charge: after.id })).toMatchObject({ amount: 5000 });
  });

  it('makes the charge refundable only with the last of several disputes', async () => {
    const bench = await testBench();
    const { id } = await pay(bench, 'pm_card_createMultipleDisputes');
    for (const dispute of (await bench.stripe.disputes.list({ charge: id })).data) {
      await expect(bench.stripe.refunds.create({ charge: id })).rejects.toMatchObject({ code: 'charge_disputed' });
      await bench.stripe.disputes.update(dispute.id, { submit: true });
      await bench.sandbox.act(dispute.id, 'win');
    }
    expect(await bench.stripe.refunds.create({ charge: id })).toMatchObject({ amount: 5000 });
  });
});

describe('a dispute that is lost', () => {
  it('books nothing more', async () => {
    const bench = await testBench();
    const { id } = await disputed(bench);
    await bench.sandbox.advance(60);
    await bench.stripe.disputes.update(id, answerWith('losing_evidence'));
    const before = await funds(bench);
    await bench.sandbox.advance(10);
    const dispute = await bench.stripe.disputes.retrieve(id);
    expect(dispute).toMatchObject({ status: 'lost', is_charge_refundable: false });
    expect(dispute.balance_transactions).toHaveLength(1);
    expect(await funds(bench)).toBe(before);
    expect((await types(bench, id)).slice(2)).toEqual(['charge.dispute.updated', 'charge.dispute.closed']);
    const closed = await lastEvent(bench, id, 'charge.dispute.closed');
    expect(closed.data.previous_attributes).toEqual({ status: 'under_review' });
  });

  it('returns a part when the bank grants only that', async () => {
    const bench = await testBench();
    const { id, charge } = await disputeIn(bench, 'under_review');
    await expect(bench.sandbox.act(id, 'lose', { amount_returned: 5000 })).rejects.toMatchObject({ status: 400 });
    await bench.sandbox.act(id, 'lose', { amount_returned: 1200 });
    expect(await bench.stripe.disputes.retrieve(id)).toMatchObject({
      status: 'lost',
      balance_transactions: [
        { amount: -5000 },
        { amount: 1200, description: `Adjustment of lost dispute for ${charge}` },
      ],
    });
    expect(await types(bench, id)).toContain('charge.dispute.funds_reinstated');
  });
});

describe('the charge', () => {
  it('tells charge.updated after an answer and after an acceptance', async () => {
    const bench = await testBench();
    const { id } = await disputed(bench);
    await bench.sandbox.advance(60);
    const told = async (call: Promise<unknown>): Promise<string[]> => {
      const before = (await bench.eventTypes()).length;
      await call;
      return (await bench.eventTypes()).slice(before);
    };
    expect(await told(bench.stripe.disputes.update(id, answerWith('proof')))).toEqual([
      'charge.dispute.updated',
      'charge.updated',
    ]);
    const second = await disputed(bench);
    await bench.sandbox.advance(60);
    expect(await told(bench.stripe.disputes.close(second.id))).toEqual(['charge.dispute.closed', 'charge.updated']);
  });
});

describe('a prevented dispute', () => {
  it('takes the refunded amount without a fee when it was resolved', async () => {
    const bench = await testBench();
    expect(await disputedBy(bench, { case_type: 'resolution' })).toMatchObject({
      is_charge_refundable: false,
      balance_transactions: [{ amount: -5000, fee: 0, fee_details: [] }],
    });
  });

  it('takes nothing when the network blocked it', async () => {
    const bench = await testBench();
    expect(await disputedBy(bench, { case_type: 'block' })).toMatchObject({
      is_charge_refundable: true,
      balance_transactions: [],
    });
  });

  it('may have been an inquiry', async () => {
    const bench = await testBench();
    const { id } = await disputed(bench, 'pm_card_createDisputeInquiry');
    await bench.sandbox.act(id, 'prevent', { case_type: 'block' });
    expect(await bench.stripe.disputes.retrieve(id)).toMatchObject({
      status: 'prevented',
      payment_method_details: { card: { case_type: 'block' } },
    });
    expect(await types(bench, id)).toEqual(['charge.dispute.created', 'charge.dispute.updated']);
    await expect(bench.sandbox.act(id, 'prevent')).rejects.toMatchObject({ status: 400 });
  });
});

describe('the ledger', () => {
  it('adds up to the balance after every kind of end', async () => {
    const bench = await testBench();
    for (const status of ['won', 'lost', 'warning_closed', 'prevented', 'under_review', 'appeal_under_review']) {
      await disputeIn(bench, status);
    }
    const rows = await bench.stripe.balanceTransactions.list({ limit: 100 }).autoPagingToArray({ limit: 1000 });
    expect(await funds(bench)).toBe(rows.reduce((sum, row) => sum + row.net, 0));
  });
});
