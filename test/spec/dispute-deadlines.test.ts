import { describe, expect, it } from 'vitest';
import { disputed, disputedBy, disputeIn, eventsOf, refused } from './disputed-payment.ts';
import { testBench } from './harness.ts';

const day = 86_400;

describe('due_by', () => {
  it.each(['2026-03-01T00:00:00Z', '2026-03-01T23:59:59Z'])('is the end of the eighth day after %s', async (start) => {
    const bench = await testBench({ clock: start });
    const { evidence_details } = await disputed(bench);
    expect(evidence_details.due_by).toBe(Date.UTC(2026, 2, 9, 23, 59, 59) / 1000);
  });

  it('starts anew with the chargeback that an inquiry becomes', async () => {
    const bench = await testBench();
    const { id, evidence_details, created } = await disputed(bench, 'pm_card_createDisputeInquiry');
    expect(evidence_details.due_by).toBeGreaterThan(created + 8 * day - 1);
    await bench.sandbox.advance('20d');
    await bench.sandbox.act(id, 'escalate');
    const escalated = await bench.stripe.disputes.retrieve(id);
    expect(escalated.evidence_details.due_by).toBe((evidence_details.due_by ?? 0) + 20 * day);
  });
});

describe('a chargeback without an answer', () => {
  it('is lost at its deadline, not before', async () => {
    const bench = await testBench();
    const { id, evidence_details } = await disputed(bench);
    const due = evidence_details.due_by ?? 0;
    await bench.sandbox.advance(new Date((due - 1) * 1000));
    expect((await bench.stripe.disputes.retrieve(id)).status).toBe('needs_response');
    const fired = await bench.sandbox.advance(1);
    expect(fired).toContainEqual({ object: id, action: 'expire', at: due });
    const lost = await bench.stripe.disputes.retrieve(id);
    expect(lost).toMatchObject({ status: 'lost', evidence_details: { submission_count: 0, past_due: false } });
    expect(lost.balance_transactions).toHaveLength(1);
    const closed = (await eventsOf(bench, id)).at(-1);
    expect(closed).toMatchObject({
      type: 'charge.dispute.closed',
      created: due,
      data: { previous_attributes: { status: 'needs_response' } },
      request: { id: null, idempotency_key: null },
    });
  });

  it('is lost with staged evidence too', async () => {
    const bench = await testBench();
    const { id } = await disputed(bench);
    await bench.stripe.disputes.update(id, { evidence: { uncategorized_text: 'draft' }, submit: false });
    await bench.sandbox.advance('9d');
    expect((await bench.stripe.disputes.retrieve(id)).status).toBe('lost');
  });

  it('is not lost once it was answered', async () => {
    const bench = await testBench();
    const { id } = await disputed(bench);
    await bench.stripe.disputes.update(id, { evidence: { uncategorized_text: 'proof' } });
    await bench.sandbox.advance('400d');
    expect((await bench.stripe.disputes.retrieve(id)).status).toBe('under_review');
  });
});

describe('an inquiry without an answer', () => {
  it('outlives its deadline and closes after 120 days', async () => {
    const bench = await testBench();
    const { id, created } = await disputed(bench, 'pm_card_createDisputeInquiry');
    await bench.sandbox.advance(new Date((created + 120 * day - 1) * 1000));
    expect((await bench.stripe.disputes.retrieve(id)).status).toBe('warning_needs_response');
    await bench.sandbox.advance(1);
    expect(await bench.stripe.disputes.retrieve(id)).toMatchObject({
      status: 'warning_closed',
      balance_transactions: [],
      is_charge_refundable: true,
    });
  });

  it('counts the 120 days from its creation when it was answered', async () => {
    const bench = await testBench();
    const { id } = await disputed(bench, 'pm_card_createDisputeInquiry');
    await bench.sandbox.advance('100d');
    await bench.stripe.disputes.update(id, { evidence: { uncategorized_text: 'late' } });
    await bench.sandbox.advance('20d');
    expect((await bench.stripe.disputes.retrieve(id)).status).toBe('warning_closed');
  });

  it('says past_due of an answer after the deadline', async () => {
    const bench = await testBench();
    const { id } = await disputed(bench, 'pm_card_createDisputeInquiry');
    await bench.sandbox.advance('10d');
    const answered = await bench.stripe.disputes.update(id, { evidence: { uncategorized_text: 'late' } });
    expect(answered).toMatchObject({ status: 'warning_under_review', evidence_details: { past_due: true } });
  });

  it('is lost at its deadline on Discover', async () => {
    const bench = await testBench();
    const { id } = await disputedBy(bench, { inquiry: true }, 'pm_card_discover');
    await bench.sandbox.advance('9d');
    const lost = await bench.stripe.disputes.retrieve(id);
    expect(lost).toMatchObject({
      status: 'lost',
      is_charge_refundable: false,
      payment_method_details: { card: { case_type: 'chargeback' } },
      balance_transactions: [{ amount: -5000, fee: 1500 }],
    });
    expect((await eventsOf(bench, id)).map((event) => event.type)).toEqual([
      'charge.dispute.created',
      'charge.dispute.funds_withdrawn',
      'charge.dispute.closed',
    ]);
  });
});

describe('an appeal without an answer', () => {
  it('is lost at a deadline of its own', async () => {
    const bench = await testBench();
    const answered = await disputeIn(bench, 'under_review');
    await bench.sandbox.advance('30d');
    await bench.sandbox.act(answered.id, 'reject');
    const rejected = await bench.stripe.disputes.retrieve(answered.id);
    expect(rejected.status).toBe('appeal_needs_response');
    expect(rejected.evidence_details.due_by).toBe((answered.evidence_details.due_by ?? 0) + 30 * day);
    await bench.sandbox.advance('9d');
    expect((await bench.stripe.disputes.retrieve(answered.id)).status).toBe('lost');
  });
});

describe('test evidence', () => {
  it.each([
    ['winning_evidence', 'won'],
    ['losing_evidence', 'lost'],
    ['Winning_evidence', 'under_review'],
    ['escalate_inquiry_evidence', 'under_review'],
    ['The customer received it.', 'under_review'],
  ])('%s leads a chargeback to %s', async (text, status) => {
    const bench = await testBench();
    const { id } = await disputed(bench);
    const answered = await bench.stripe.disputes.update(id, { evidence: { uncategorized_text: text } });
    expect(answered.status).toBe('under_review');
    await bench.sandbox.advance(10);
    expect((await bench.stripe.disputes.retrieve(id)).status).toBe(status);
  });

  it.each([
    ['winning_evidence', 'warning_closed'],
    ['losing_evidence', 'warning_closed'],
    ['escalate_inquiry_evidence', 'needs_response'],
    ['It was theirs.', 'warning_under_review'],
  ])('%s leads an inquiry to %s', async (text, status) => {
    const bench = await testBench();
    const { id } = await disputed(bench, 'pm_card_createDisputeInquiry');
    const answered = await bench.stripe.disputes.update(id, { evidence: { uncategorized_text: text } });
    expect(answered.status).toBe('warning_under_review');
    await bench.sandbox.advance(10);
    expect((await bench.stripe.disputes.retrieve(id)).status).toBe(status);
  });

  it('decides right after the answer on an instant clock', async () => {
    const bench = await testBench({ clock: 'instant' });
    const { id } = await disputed(bench);
    const answered = await bench.stripe.disputes.update(id, { evidence: { uncategorized_text: 'winning_evidence' } });
    expect(answered.status).toBe('under_review');
    expect((await bench.stripe.disputes.retrieve(id)).status).toBe('won');
  });

  it('decides nothing while it is only staged', async () => {
    const bench = await testBench();
    const { id } = await disputed(bench);
    await bench.stripe.disputes.update(id, { evidence: { uncategorized_text: 'losing_evidence' }, submit: false });
    await bench.sandbox.advance(60);
    expect((await bench.stripe.disputes.retrieve(id)).status).toBe('needs_response');
  });

  it('lets the escalated chargeback be answered and won', async () => {
    const bench = await testBench();
    const { stripe, sandbox } = bench;
    const { id } = await disputed(bench, 'pm_card_createDisputeInquiry');
    await stripe.disputes.update(id, { evidence: { uncategorized_text: 'escalate_inquiry_evidence' } });
    await sandbox.advance(10);
    await stripe.disputes.update(id, { evidence: { uncategorized_text: 'winning_evidence' } });
    await sandbox.advance(10);
    expect((await stripe.disputes.retrieve(id)).status).toBe('won');
  });
});

describe('Smart Disputes', () => {
  const smart = 'pm_card_createAutoRepresentmentEligibleDispute';

  it('is prefer_manual unless told otherwise, and null where it is not available', async () => {
    const bench = await testBench();
    expect((await disputed(bench, smart)).intended_submission_method).toBe('prefer_manual');
    expect((await disputed(bench)).intended_submission_method).toBeNull();
  });

  it.each([
    ['smart_disputes', false, 'under_review', 'smart_disputes'],
    ['prefer_smart_disputes', true, 'under_review', 'smart_disputes'],
    ['prefer_manual', false, 'under_review', 'smart_disputes'],
    ['prefer_manual', true, 'under_review', 'manual'],
    ['manual', false, 'lost', 'not_submitted'],
    ['manual', true, 'lost', 'not_submitted'],
  ] as const)('%s with staged evidence %s ends %s', async (method, staged, status, submission_method) => {
    const bench = await testBench();
    const { id } = await disputed(bench, smart);
    await bench.stripe.disputes.update(id, { intended_submission_method: method });
    if (staged) await bench.stripe.disputes.update(id, { evidence: { uncategorized_text: 'mine' }, submit: false });
    await bench.sandbox.advance('9d');
    expect(await bench.stripe.disputes.retrieve(id)).toMatchObject({
      status,
      intended_submission_method: method,
      evidence_details: { submission_method, submission_count: status === 'lost' ? 0 : 1 },
    });
  });

  it('answers at once when asked to', async () => {
    const bench = await testBench();
    const { id } = await disputed(bench, smart);
    const submitted = await bench.stripe.disputes.update(id, {
      intended_submission_method: 'smart_disputes',
      submit: true,
    });
    expect(submitted).toMatchObject({
      status: 'under_review',
      evidence_details: { submission_method: 'smart_disputes', submission_count: 1 },
    });
  });

  it('is refused where it is not available, saving nothing', async () => {
    const bench = await testBench();
    const { id } = await disputed(bench);
    const params = { intended_submission_method: 'smart_disputes', evidence: { uncategorized_text: 'x' } } as const;
    expect(await refused(bench.stripe.disputes.update(id, { ...params, submit: true }))).toMatchObject({
      statusCode: 400,
      code: 'smart_disputes_not_available',
    });
    expect(await bench.stripe.disputes.retrieve(id)).toMatchObject({
      intended_submission_method: null,
      evidence: { uncategorized_text: null },
    });
    const staged = await bench.stripe.disputes.update(id, { ...params, submit: false });
    expect(staged).toMatchObject({ status: 'needs_response', intended_submission_method: 'smart_disputes' });
    expect(await refused(bench.stripe.disputes.update(id, { submit: true }))).toMatchObject({
      code: 'smart_disputes_not_available',
    });
    const sent = await bench.stripe.disputes.update(id, { evidence: { uncategorized_text: 'y' } });
    expect(sent).toMatchObject({ status: 'under_review', evidence_details: { submission_method: 'manual' } });
  });
});
