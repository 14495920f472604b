import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { disputed, disputedBy, pay, refused } from './disputed-payment.ts';
import { type TestBench, testBench } from './harness.ts';

type Enhanced = Stripe.DisputeUpdateParams.Evidence.EnhancedEvidence;
type CompellingEvidence = Stripe.DisputeUpdateParams.Evidence.EnhancedEvidence.VisaCompellingEvidence3;

const stage = ({ stripe }: TestBench, id: string, enhanced_evidence: Enhanced | ''): Promise<Stripe.Dispute> =>
  stripe.disputes.update(id, { evidence: { enhanced_evidence }, submit: false });

describe('Visa Compelling Evidence 3.0', () => {
  const ce3 = (bench: TestBench, id: string, evidence: CompellingEvidence): Promise<Stripe.Dispute> =>
    stage(bench, id, { visa_compelling_evidence_3: evidence });

  const statusOf = ({ evidence_details }: Stripe.Dispute) =>
    evidence_details.enhanced_eligibility.visa_compelling_evidence_3;

  const address = { line1: '1 Main St', city: 'Springfield', state: 'IL', postal_code: '62701', country: 'US' };
  const identifiers = {
    customer_purchase_ip: '203.0.113.7',
    customer_device_fingerprint: 'fingerprint-of-20-chars-or-more',
    customer_device_id: 'device-id-of-15-chars',
    customer_email_address: 'jenny@example.com',
    customer_account_id: 'jenny',
    shipping_address: address,
  };
  type Identifier = keyof typeof identifiers;

  /** All that Visa asks for, with the named identifiers in every transaction. */
  async function complete(bench: TestBench, named: readonly Identifier[]): Promise<CompellingEvidence> {
    const same = Object.fromEntries(named.map((name) => [name, identifiers[name]]));
    const [first, second] = [await pay(bench), await pay(bench)];
    const prior = (charge: Stripe.Charge) => ({ charge: charge.id, product_description: 'A lamp', ...same });
    return {
      disputed_transaction: { product_description: 'Two lamps', merchandise_or_services: 'merchandise', ...same },
      prior_undisputed_transactions: [prior(first), prior(second)],
    };
  }

  it('is offered for the card that is eligible', async () => {
    const bench = await testBench();
    const dispute = await disputed(bench, 'pm_card_createCe3EligibleDispute');
    expect(dispute).toMatchObject({
      enhanced_eligibility_types: ['visa_compelling_evidence_3'],
      evidence: { enhanced_evidence: {} },
    });
    expect(statusOf(dispute)).toEqual({
      required_actions: [
        'missing_customer_identifiers',
        'missing_disputed_transaction_description',
        'missing_merchandise_or_services',
        'missing_prior_undisputed_transactions',
      ],
      status: 'requires_action',
    });
  });

  it('qualifies step by step', async () => {
    const bench = await testBench();
    const { id } = await disputed(bench, 'pm_card_createCe3EligibleDispute');
    const all = await complete(bench, ['customer_purchase_ip', 'customer_email_address']);
    const { disputed_transaction = {}, prior_undisputed_transactions = [] } = all;
    const { product_description, ...rest } = disputed_transaction;
    const left = async (evidence: CompellingEvidence): Promise<unknown> =>
      statusOf(await ce3(bench, id, evidence))?.required_actions;

    expect(await left({ disputed_transaction: { product_description } })).toEqual([
      'missing_customer_identifiers',
      'missing_merchandise_or_services',
      'missing_prior_undisputed_transactions',
    ]);
    expect(await left({ disputed_transaction: rest })).toEqual([
      'missing_customer_identifiers',
      'missing_prior_undisputed_transactions',
    ]);
    const undescribed = prior_undisputed_transactions.map(({ product_description: _, ...prior }) => prior);
    expect(await left({ prior_undisputed_transactions: undescribed.slice(0, 1) })).toEqual([
      'missing_customer_identifiers',
      'missing_prior_undisputed_transaction_description',
      'missing_prior_undisputed_transactions',
    ]);
    expect(await left({ prior_undisputed_transactions: undescribed })).toEqual([
      'missing_prior_undisputed_transaction_description',
    ]);
    const dispute = await ce3(bench, id, { prior_undisputed_transactions });
    expect(statusOf(dispute)).toEqual({ required_actions: [], status: 'qualified' });
    expect(dispute).toMatchObject({ status: 'needs_response', evidence_details: { has_evidence: true } });
    expect(dispute.evidence.enhanced_evidence.visa_compelling_evidence_3?.disputed_transaction).toEqual({
      customer_account_id: null,
      customer_device_fingerprint: null,
      customer_device_id: null,
      customer_email_address: 'jenny@example.com',
      customer_purchase_ip: '203.0.113.7',
      merchandise_or_services: 'merchandise',
      product_description: 'Two lamps',
      shipping_address: null,
    });
  });

  it.each<[boolean, Identifier[]]>([
    [true, ['customer_purchase_ip', 'customer_device_id']],
    [true, ['customer_purchase_ip', 'customer_device_fingerprint']],
    [true, ['customer_purchase_ip', 'shipping_address']],
    [true, ['customer_purchase_ip', 'customer_account_id']],
    [true, ['customer_device_id', 'customer_email_address']],
    [true, ['customer_device_fingerprint', 'customer_account_id']],
    [false, ['customer_device_fingerprint', 'customer_device_id']],
    [false, ['customer_purchase_ip']],
    [false, ['customer_device_id']],
    [false, ['customer_email_address', 'customer_account_id', 'shipping_address']],
    [false, []],
  ])('counts as identified (%s) by %j', async (identified, named) => {
    const bench = await testBench();
    const { id } = await disputed(bench, 'pm_card_createCe3EligibleDispute');
    const dispute = await ce3(bench, id, await complete(bench, named));
    expect(statusOf(dispute)?.required_actions).toEqual(identified ? [] : ['missing_customer_identifiers']);
  });

  it('needs the same identifiers in all three transactions, and whole addresses', async () => {
    const bench = await testBench();
    const { id } = await disputed(bench, 'pm_card_createCe3EligibleDispute');
    const all = await complete(bench, ['customer_purchase_ip', 'shipping_address']);
    const [first, second] = all.prior_undisputed_transactions ?? [];
    if (first === undefined || second === undefined) throw new Error('two prior transactions');
    const missing = { required_actions: ['missing_customer_identifiers'], status: 'requires_action' };
    const { postal_code: _, ...partial } = address;
    const shipped = { ...all.disputed_transaction, shipping_address: partial };
    expect(statusOf(await ce3(bench, id, { ...all, disputed_transaction: shipped }))).toEqual(missing);
    expect(statusOf(await ce3(bench, id, all))?.status).toBe('qualified');
    const other = [first, { ...second, customer_purchase_ip: '198.51.100.1' }];
    expect(statusOf(await ce3(bench, id, { prior_undisputed_transactions: other }))).toEqual(missing);
  });

  it('takes neither the disputed charge nor the same charge twice for a prior one', async () => {
    const bench = await testBench();
    const { id, charge } = await disputed(bench, 'pm_card_createCe3EligibleDispute');
    const all = await complete(bench, ['customer_purchase_ip', 'customer_email_address']);
    const [first, second] = all.prior_undisputed_transactions ?? [];
    if (first === undefined || second === undefined) throw new Error('two prior transactions');
    for (const priors of [
      [first, { ...second, charge: first.charge }],
      [first, { ...second, charge: String(charge) }],
    ]) {
      const dispute = await ce3(bench, id, { ...all, prior_undisputed_transactions: priors });
      expect(statusOf(dispute)?.required_actions).toEqual(['missing_prior_undisputed_transactions']);
    }
  });

  it.each([
    [
      { disputed_transaction: { customer_device_fingerprint: 'x'.repeat(19) } },
      '[disputed_transaction][customer_device_fingerprint]',
    ],
    [{ disputed_transaction: { customer_device_id: 'x'.repeat(14) } }, '[disputed_transaction][customer_device_id]'],
    [{ prior_undisputed_transactions: [{ charge: 'ch_nope' }] }, '[prior_undisputed_transactions][0][charge]'],
    [
      { prior_undisputed_transactions: [{ charge: 'ch_1' }, { charge: 'ch_2' }, { charge: 'ch_3' }] },
      '[prior_undisputed_transactions]',
    ],
  ])('refuses %j', async (evidence, param) => {
    const bench = await testBench();
    const { id } = await disputed(bench, 'pm_card_createCe3EligibleDispute');
    expect(await refused(ce3(bench, id, evidence))).toMatchObject({
      statusCode: 400,
      param: `evidence[enhanced_evidence][visa_compelling_evidence_3]${param}`,
    });
  });

  it('clears single fields and the whole', async () => {
    const bench = await testBench();
    const { id } = await disputed(bench, 'pm_card_createCe3EligibleDispute');
    await ce3(bench, id, await complete(bench, ['customer_purchase_ip', 'customer_email_address']));
    const cleared = await ce3(bench, id, { disputed_transaction: { customer_purchase_ip: '' } });
    expect(statusOf(cleared)?.required_actions).toEqual(['missing_customer_identifiers']);
    const empty = await stage(bench, id, '');
    expect(empty.evidence.enhanced_evidence).toEqual({});
    expect(statusOf(empty)?.status).toBe('requires_action');
  });

  it('goes out as an ordinary answer when it does not qualify', async () => {
    const bench = await testBench();
    const { id } = await disputed(bench, 'pm_card_createCe3EligibleDispute');
    const sent = await bench.stripe.disputes.update(id, { evidence: { uncategorized_text: 'winning_evidence' } });
    expect(sent.status).toBe('under_review');
    expect(statusOf(sent)?.status).toBe('requires_action');
    await bench.sandbox.advance(10);
    expect((await bench.stripe.disputes.retrieve(id)).status).toBe('won');
  });

  it('may fail the check of Visa after it was sent', async () => {
    const bench = await testBench();
    const { id } = await disputed(bench, 'pm_card_createCe3EligibleDispute');
    await ce3(bench, id, await complete(bench, ['customer_purchase_ip', 'customer_email_address']));
    await bench.stripe.disputes.update(id, { submit: true });
    await bench.sandbox.act(id, 'disqualify');
    const dispute = await bench.stripe.disputes.retrieve(id);
    expect(dispute.status).toBe('under_review');
    expect(statusOf(dispute)?.status).toBe('not_qualified');
  });

  it('is refused where the dispute is not eligible', async () => {
    const bench = await testBench();
    const { id } = await disputed(bench);
    expect(await refused(ce3(bench, id, { disputed_transaction: { customer_account_id: 'jenny' } }))).toMatchObject({
      statusCode: 400,
      param: 'evidence[enhanced_evidence][visa_compelling_evidence_3]',
    });
    await expect(bench.sandbox.act(id, 'disqualify')).rejects.toMatchObject({ status: 400 });
  });
});

describe.each([
  ['visa_compliance', 'pm_card_createComplianceDispute', 'fee_acknowledged'],
  ['mastercard_compliance', 'pm_card_createMastercardComplianceDispute', 'requires_fee_acknowledgement'],
] as const)('%s', (program, card, onceStaged) => {
  const statusOf = ({ evidence_details }: Stripe.Dispute) => evidence_details.enhanced_eligibility[program]?.status;

  it('asks to acknowledge the fee of the network', async () => {
    const bench = await testBench();
    const dispute = await disputed(bench, card);
    expect(dispute).toMatchObject({
      reason: 'noncompliant',
      enhanced_eligibility_types: [program],
      payment_method_details: { card: { case_type: 'compliance' } },
    });
    expect(statusOf(dispute)).toBe('requires_fee_acknowledgement');
  });

  it('refuses to submit without', async () => {
    const bench = await testBench();
    const { id } = await disputed(bench, card);
    const param = `evidence[enhanced_evidence][${program}][fee_acknowledged]`;
    const unpaid = { statusCode: 400, type: 'invalid_request_error', param };
    const { stripe } = bench;
    expect(await refused(stripe.disputes.update(id, { evidence: { uncategorized_text: 'ok' } }))).toMatchObject(unpaid);
    expect(await refused(stripe.disputes.update(id, { submit: true }))).toMatchObject(unpaid);
    await stage(bench, id, { [program]: { fee_acknowledged: false } });
    expect(await refused(stripe.disputes.update(id, { submit: true }))).toMatchObject(unpaid);
    expect(await stripe.disputes.retrieve(id)).toMatchObject({
      status: 'needs_response',
      evidence: { uncategorized_text: null },
    });
  });

  it(`is ${onceStaged} once acknowledged, and fee_acknowledged once sent`, async () => {
    const bench = await testBench();
    const { id } = await disputed(bench, card);
    const staged = await stage(bench, id, { [program]: { fee_acknowledged: true } });
    expect(statusOf(staged)).toBe(onceStaged);
    expect(staged.evidence.enhanced_evidence).toEqual({ [program]: { fee_acknowledged: true } });
    const sent = await bench.stripe.disputes.update(id, { evidence: { uncategorized_text: 'ok' } });
    expect(sent.status).toBe('under_review');
    expect(statusOf(sent)).toBe('fee_acknowledged');
  });

  it('may be acknowledged and sent in one call, or accepted without a fee', async () => {
    const bench = await testBench();
    const { id } = await disputed(bench, card);
    const enhanced_evidence = { [program]: { fee_acknowledged: true } };
    const sent = await bench.stripe.disputes.update(id, { evidence: { enhanced_evidence } });
    expect(sent.status).toBe('under_review');
    const other = await disputed(bench, card);
    expect((await bench.stripe.disputes.close(other.id)).status).toBe('lost');
  });
});

describe('a compliance case opened by hand', () => {
  it('belongs to the network of the card', async () => {
    const bench = await testBench();
    expect(await disputedBy(bench, { reason: 'noncompliant' })).toMatchObject({
      enhanced_eligibility_types: ['visa_compliance'],
    });
    expect(await disputedBy(bench, { case_type: 'compliance' }, 'pm_card_mastercard')).toMatchObject({
      reason: 'noncompliant',
      enhanced_eligibility_types: ['mastercard_compliance'],
    });
    expect(await disputedBy(bench, { case_type: 'compliance' }, 'pm_card_amex')).toMatchObject({
      enhanced_eligibility_types: [],
      evidence_details: { enhanced_eligibility: {} },
    });
  });
});
