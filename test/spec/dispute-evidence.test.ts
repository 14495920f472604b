import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { disputed, disputeIn, eventsOf, pay, refused } from './disputed-payment.ts';
import { type TestBench, testBench } from './harness.ts';
import { pdf, png, uploaded } from './uploads.ts';

type Evidence = Stripe.DisputeUpdateParams.Evidence;

const stage = ({ stripe }: TestBench, id: string, evidence: Evidence): Promise<Stripe.Dispute> =>
  stripe.disputes.update(id, { evidence, submit: false });

async function lastUpdate(bench: TestBench, id: string): Promise<Stripe.Event.Data> {
  const event = (await eventsOf(bench, id)).findLast(({ type }) => type === 'charge.dispute.updated');
  if (event === undefined) throw new Error('nothing was updated');
  return event.data;
}

describe('a new dispute', () => {
  it('has every field, empty', async () => {
    const bench = await testBench();
    const { evidence, evidence_details, enhanced_eligibility_types, metadata } = await disputed(bench);
    expect(Object.keys(evidence)).toHaveLength(28);
    expect(Object.values({ ...evidence, enhanced_evidence: null }).filter(Boolean)).toEqual([]);
    expect(evidence.enhanced_evidence).toEqual({});
    expect(evidence_details).toEqual({
      due_by: expect.any(Number),
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: 'not_submitted',
    });
    expect(enhanced_eligibility_types).toEqual([]);
    expect(metadata).toEqual({});
  });

  it('knows from the payment what the customer said there', async () => {
    const bench = await testBench();
    const customer = await bench.stripe.customers.create({
      name: 'Jenny Rosen',
      email: 'jenny@example.com',
      address: {
        line1: '123 Test St',
        line2: 'Apt 1',
        city: 'Test City',
        state: 'CA',
        postal_code: '90210',
        country: 'US',
      },
    });
    const params = { customer: customer.id, description: 'Two lamps' };
    const { evidence, evidence_details } = await disputed(bench, 'pm_card_createDispute', params);
    expect(evidence).toMatchObject({
      billing_address: '123 Test St\nApt 1\nTest City, CA, 90210, US',
      customer_email_address: 'jenny@example.com',
      customer_name: 'Jenny Rosen',
      product_description: 'Two lamps',
    });
    expect(evidence_details.has_evidence).toBe(false);
  });

  it('shows the description of a customer without a name, and no product in an inquiry', async () => {
    const bench = await testBench();
    const customer = await bench.stripe.customers.create({ description: 'i_stripe_3' });
    const params = { customer: customer.id, description: 'Two lamps', receipt_email: 'receipt@example.com' };
    const { evidence } = await disputed(bench, 'pm_card_createDisputeInquiry', params);
    expect(evidence).toMatchObject({
      customer_name: 'i_stripe_3',
      customer_email_address: 'receipt@example.com',
      product_description: null,
    });
  });
});

describe('POST /v1/disputes/:id', () => {
  it('sends evidence at once', async () => {
    const bench = await testBench();
    const { id } = await disputed(bench);
    const evidence = { uncategorized_text: 'They got it.', service_date: 'October 30, 2023' };
    expect(await bench.stripe.disputes.update(id, { evidence })).toMatchObject({
      status: 'under_review',
      evidence,
      evidence_details: { has_evidence: true, submission_count: 1, submission_method: 'manual', past_due: false },
    });
    expect((await lastUpdate(bench, id)).previous_attributes).toEqual({
      evidence: { service_date: null, uncategorized_text: null },
      evidence_details: { has_evidence: false, submission_count: 0, submission_method: 'not_submitted' },
      status: 'needs_response',
    });
  });

  it('stages evidence with submit=false and sends it later', async () => {
    const bench = await testBench();
    const { id } = await disputed(bench);
    expect(await stage(bench, id, { uncategorized_text: 'draft' })).toMatchObject({
      status: 'needs_response',
      evidence: { uncategorized_text: 'draft' },
      evidence_details: { has_evidence: true, submission_count: 0, submission_method: 'not_submitted' },
    });
    expect((await lastUpdate(bench, id)).previous_attributes).toEqual({
      evidence: { uncategorized_text: null },
      evidence_details: { has_evidence: false },
    });
    expect(await bench.stripe.disputes.update(id, { submit: true })).toMatchObject({
      status: 'under_review',
      evidence: { uncategorized_text: 'draft' },
      evidence_details: { has_evidence: true, submission_count: 1, submission_method: 'manual' },
    });
  });

  it('answers an inquiry in the same way', async () => {
    const bench = await testBench();
    const { id } = await disputed(bench, 'pm_card_createDisputeInquiry');
    expect(await bench.stripe.disputes.update(id, { evidence: { uncategorized_text: 'hi' } })).toMatchObject({
      status: 'warning_under_review',
      is_charge_refundable: true,
      evidence_details: { submission_count: 1 },
    });
  });

  it('sends nothing when only metadata changes, in review neither', async () => {
    const bench = await testBench();
    const { id } = await disputed(bench);
    const first = await bench.stripe.disputes.update(id, { metadata: { order: '6735', clerk: 'Ann' } });
    expect(first).toMatchObject({ status: 'needs_response', evidence_details: { submission_count: 0 } });
    expect((await lastUpdate(bench, id)).previous_attributes).toEqual({ metadata: { order: null, clerk: null } });
    await bench.stripe.disputes.update(id, { submit: true });
    const second = await bench.stripe.disputes.update(id, { metadata: { clerk: '' } });
    expect(second).toMatchObject({ status: 'under_review', metadata: { order: '6735' } });
    expect((await bench.stripe.disputes.update(id, { metadata: '' })).metadata).toEqual({});
  });

  it('changes only the fields that are sent', async () => {
    const bench = await testBench();
    const { id } = await disputed(bench);
    await stage(bench, id, { customer_name: 'Jenny', shipping_carrier: 'UPS' });
    const { evidence } = await stage(bench, id, { shipping_carrier: 'FedEx', shipping_date: 'Monday' });
    expect(evidence).toMatchObject({ customer_name: 'Jenny', shipping_carrier: 'FedEx', shipping_date: 'Monday' });
  });

  it('clears a field that is sent empty', async () => {
    const bench = await testBench();
    const { id } = await disputed(bench);
    const receipt = await uploaded(bench, pdf(1));
    await stage(bench, id, { customer_name: 'Jenny', receipt: receipt.id, refund_policy_disclosure: 'shown' });
    const { evidence, evidence_details } = await stage(bench, id, { customer_name: '', receipt: '' });
    expect(evidence).toMatchObject({ customer_name: null, receipt: null, refund_policy_disclosure: 'shown' });
    expect(evidence_details.has_evidence).toBe(true);
  });

  it('tells nothing when nothing changes', async () => {
    const bench = await testBench();
    const { id } = await disputed(bench);
    await stage(bench, id, { customer_name: 'Jenny' });
    const before = (await eventsOf(bench)).length;
    await stage(bench, id, { customer_name: 'Jenny' });
    expect(await eventsOf(bench)).toHaveLength(before);
  });

  it.each(['under_review', 'warning_under_review', 'appeal_under_review'])(
    'locks the evidence once submitted (%s)',
    async (status) => {
      const bench = await testBench();
      const before = await disputeIn(bench, status);
      const { stripe } = bench;
      const locked = {
        statusCode: 400,
        type: 'invalid_request_error',
        message: expect.stringContaining('already been submitted'),
      };
      const { id } = before;
      expect(await refused(stripe.disputes.update(id, { evidence: { uncategorized_text: 'more' } }))).toEqual(locked);
      expect(await refused(stage(bench, id, { uncategorized_text: 'more' }))).toEqual(locked);
      expect(await refused(stripe.disputes.update(id, { submit: true }))).toEqual(locked);
      expect(await stripe.disputes.retrieve(id)).toEqual(before);
    },
  );
});

describe('text', () => {
  it.each([
    ['uncategorized_text', 20_000],
    ['product_description', 20_000],
    ['customer_name', 5_000],
    ['shipping_address', 5_000],
  ] as const)('of %s has at most %i characters', async (field, most) => {
    const bench = await testBench();
    const { id } = await disputed(bench);
    expect((await stage(bench, id, { [field]: 'x'.repeat(most) })).evidence[field]).toHaveLength(most);
    expect(await refused(stage(bench, id, { [field]: 'x'.repeat(most + 1) }))).toMatchObject({
      statusCode: 400,
      param: `evidence[${field}]`,
    });
  });

  it('has at most 150,000 characters together', async () => {
    const bench = await testBench();
    const { id } = await disputed(bench);
    const long = 'x'.repeat(20_000);
    await stage(bench, id, {
      access_activity_log: long,
      cancellation_policy_disclosure: long,
      cancellation_rebuttal: long,
      duplicate_charge_explanation: long,
      product_description: long,
      refund_policy_disclosure: long,
      refund_refusal_explanation: long,
      uncategorized_text: 'x'.repeat(10_000),
    });
    expect(await refused(stage(bench, id, { uncategorized_text: 'x'.repeat(10_001) }))).toMatchObject({
      statusCode: 400,
      param: 'evidence',
      message: expect.stringContaining('150,000'),
    });
  });

  it('must name a field of the evidence', async () => {
    const bench = await testBench();
    const { id } = await disputed(bench);
    expect(await refused(stage(bench, id, { excuse: 'none' } as object))).toMatchObject({
      code: 'parameter_unknown',
      param: 'evidence[excuse]',
    });
  });
});

describe('files', () => {
  const fields = [
    'cancellation_policy',
    'customer_communication',
    'customer_signature',
    'duplicate_charge_documentation',
    'receipt',
    'refund_policy',
    'service_documentation',
    'shipping_documentation',
    'uncategorized_file',
  ] as const;

  it.each(fields)('%s takes dispute evidence and nothing else', async (field) => {
    const bench = await testBench();
    const { id } = await disputed(bench);
    const param = `evidence[${field}]`;
    expect(await refused(stage(bench, id, { [field]: 'file_nope' }))).toEqual({
      statusCode: 400,
      type: 'invalid_request_error',
      code: 'resource_missing',
      message: "No such file upload: 'file_nope'",
      param,
    });
    const icon = await uploaded(bench, png(), 'business_icon');
    expect(await refused(stage(bench, id, { [field]: icon.id }))).toMatchObject({ statusCode: 400, param });
    const good = await uploaded(bench, png());
    const staged = await bench.stripe.disputes.update(id, {
      evidence: { [field]: good.id },
      submit: false,
      expand: [`evidence.${field}`],
    });
    expect(staged.evidence[field]).toMatchObject({ object: 'file', id: good.id, purpose: 'dispute_evidence' });
    expect((await bench.stripe.disputes.retrieve(id)).evidence[field]).toBe(good.id);
  });

  it('customer_signature takes a signature too', async () => {
    const bench = await testBench();
    const { id } = await disputed(bench);
    const signature = await uploaded(bench, png(), 'customer_signature');
    const { evidence } = await stage(bench, id, { customer_signature: signature.id });
    expect(evidence.customer_signature).toBe(signature.id);
    expect(await refused(stage(bench, id, { receipt: signature.id }))).toMatchObject({ param: 'evidence[receipt]' });
  });

  it('have at most 4.5 MB together', async () => {
    const bench = await testBench();
    const { id } = await disputed(bench);
    const half = 2.25 * 1024 * 1024;
    const [a, b, c] = [
      await uploaded(bench, png(half)),
      await uploaded(bench, png(half)),
      await uploaded(bench, png()),
    ];
    await stage(bench, id, { receipt: a.id, refund_policy: b.id, uncategorized_file: b.id });
    expect(await refused(stage(bench, id, { service_documentation: c.id }))).toEqual({
      statusCode: 400,
      type: 'invalid_request_error',
      param: 'evidence',
      message:
        "The files you've attached to this dispute as evidence will exceed the limit for a dispute's total size. Try using smaller files as evidence. Hint: if you've attached images, you might want to try providing them in lower resolutions.",
    });
    expect((await bench.stripe.disputes.retrieve(id)).evidence.service_documentation).toBeNull();
  });

  it.each([
    ['pm_card_visa', 49],
    ['pm_card_mastercard', 19],
  ])('have a limit of pages on %s', async (card, most) => {
    const bench = await testBench();
    const charge = await pay(bench, card);
    const { id } = await bench.sandbox.act(charge.id, 'dispute');
    const [full, one] = [await uploaded(bench, pdf(most)), await uploaded(bench, png())];
    await stage(bench, id, { receipt: full.id });
    expect(await refused(stage(bench, id, { refund_policy: one.id }))).toMatchObject({
      statusCode: 400,
      code: 'dispute_evidence_page_limit_exceeded',
      param: 'evidence',
    });
  });
});

describe('an appeal', () => {
  it('takes evidence of its own and no other', async () => {
    const bench = await testBench();
    const { id, evidence_details } = await disputeIn(bench, 'appeal_needs_response');
    expect(evidence_details).toMatchObject({ submission_method: 'manual', submission_count: 1 });
    expect(await refused(stage(bench, id, { customer_name: 'Jenny' }))).toMatchObject({
      statusCode: 400,
      param: 'evidence[customer_name]',
    });
    const file = await uploaded(bench, pdf(2));
    const card = { reason_for_filing: 'The issuer erred.', supporting_files: [file.id] };
    expect(await stage(bench, id, { appeal: { card } })).toMatchObject({
      status: 'appeal_needs_response',
      evidence: { appeal: { card } },
    });
    const sent = await bench.stripe.disputes.update(id, { submit: true });
    expect(sent).toMatchObject({ status: 'appeal_under_review', evidence: { appeal: { card } } });
    await bench.sandbox.act(id, 'win');
    expect(await bench.stripe.disputes.retrieve(id)).toMatchObject({ status: 'won' });
  });

  it('is sent at once unless staged, and cleared field by field or whole', async () => {
    const bench = await testBench();
    const { id } = await disputeIn(bench, 'appeal_needs_response');
    const file = await uploaded(bench, pdf(1));
    await stage(bench, id, { appeal: { card: { reason_for_filing: 'Error', supporting_files: [file.id] } } });
    const cleared = await stage(bench, id, { appeal: { card: { reason_for_filing: '' } } });
    expect(cleared.evidence.appeal).toEqual({ card: { supporting_files: [file.id] } });
    expect((await stage(bench, id, { appeal: { card: '' } })).evidence.appeal).toEqual({});
    expect((await stage(bench, id, { appeal: '' })).evidence.appeal).toBeNull();
    const sent = await bench.stripe.disputes.update(id, {
      evidence: { appeal: { card: { reason_for_filing: 'Error' } } },
    });
    expect(sent.status).toBe('appeal_under_review');
  });

  it('needs files for evidence', async () => {
    const bench = await testBench();
    const { id } = await disputeIn(bench, 'appeal_needs_response');
    expect(await refused(stage(bench, id, { appeal: { card: { supporting_files: ['file_nope'] } } }))).toMatchObject({
      code: 'resource_missing',
      param: 'evidence[appeal][card][supporting_files][0]',
    });
  });

  it('is refused while there is nothing to appeal', async () => {
    const bench = await testBench();
    const { id } = await disputed(bench);
    expect(await refused(stage(bench, id, { appeal: { card: { reason_for_filing: 'Error' } } }))).toMatchObject({
      statusCode: 400,
      param: 'evidence[appeal]',
    });
  });

  it('moves no money until it is decided', async () => {
    const bench = await testBench();
    const { id, balance_transactions } = await disputeIn(bench, 'appeal_under_review');
    expect(balance_transactions).toHaveLength(1);
    await bench.sandbox.act(id, 'lose');
    expect((await bench.stripe.disputes.retrieve(id)).balance_transactions).toHaveLength(1);
  });
});
