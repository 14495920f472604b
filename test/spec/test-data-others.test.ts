/** Every other test value that Stripe documents, through its own SDK: accounts, payers, codes, evidence. */
import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { refusal, type TestBench, testBench } from './harness.ts';
import { billing_details, mandate_data, methodData, payWith, return_url } from './payers.ts';
import { cardPayment, ofKind, type Row, rows } from './test-data.ts';

/** How a row of a bank account is sent. */
const hashes: Readonly<Record<string, (row: Row) => object>> = {
  us_bank_account: ({ routing_number, account_number }) => ({
    account_holder_type: 'individual',
    account_number,
    routing_number,
  }),
  bacs_debit: ({ sort_code, account_number }) => ({ sort_code, account_number }),
  au_becs_debit: ({ bsb_number, account_number }) => ({ bsb_number, account_number }),
  acss_debit: ({ institution_number, transit_number, account_number }) => ({
    institution_number,
    transit_number,
    account_number,
  }),
  sepa_debit: ({ iban }) => ({ iban }),
};

const debits = Object.keys(hashes).flatMap((kind) => ofKind(kind, ({ token }) => token === undefined));

async function debited(bench: TestBench, row: Row): Promise<Stripe.PaymentIntent> {
  const named = row.payment_method === undefined ? {} : { payment_method: row.payment_method };
  const data = { payment_method_data: methodData(row.kind, hashes[row.kind]?.(row)) };
  const intent = await payWith(bench, row.kind, row.payment_method === undefined ? data : named);
  if (intent.next_action?.type !== 'verify_with_microdeposits' || row.outcome === 'microdeposits_fail') return intent;
  return bench.stripe.paymentIntents.verifyMicrodeposits(intent.id, { amounts: [32, 45] });
}

describe('test bank accounts', () => {
  it.each(debits)('%s', async (_name, row) => {
    const bench = await testBench();
    const { stripe, sandbox } = bench;
    const { outcome, error_code: code } = row;
    if (outcome === 'blocked' || outcome === 'fails') {
      const error = await refusal(debited(bench, row));
      expect(error).toMatchObject({ statusCode: 402, ...(code !== undefined && { code }) });
      const [charge] = (await stripe.charges.list()).data;
      expect(charge?.status).toBe('failed');
      expect(charge?.outcome?.type).toBe(outcome === 'blocked' ? 'blocked' : 'issuer_declined');
      return;
    }
    const { id, status, latest_charge } = await debited(bench, row);
    expect(status).toBe(outcome === 'microdeposits_fail' ? 'requires_action' : 'processing');
    const delay = Number(row.delay_seconds ?? 0);
    await sandbox.advance(delay > 0 ? '100s' : '10s');
    if (delay > 0) {
      expect((await stripe.paymentIntents.retrieve(id)).status).toBe('processing');
      await sandbox.advance('100s');
    }
    const after = await stripe.paymentIntents.retrieve(id);
    if (outcome === 'stays_processing') expect(after.status).toBe('processing');
    else if (outcome === 'fails_asynchronously' || outcome === 'microdeposits_fail') {
      expect(after).toMatchObject({
        status: 'requires_payment_method',
        last_payment_error: { ...(code !== undefined && { code }), payment_method: { type: row.kind } },
      });
    } else expect(after).toMatchObject({ status: 'succeeded', amount_received: 2000 });
    const { data } = await stripe.disputes.list();
    expect(data).toHaveLength(row.creates === undefined ? 0 : 1);
    if (row.creates !== undefined) expect(data[0]).toMatchObject({ status: 'lost', charge: latest_charge });
  });

  it.each(debits.filter(([, { mandate_after }]) => mandate_after !== undefined))(
    '%s: the mandate',
    async (_name, row) => {
      const { stripe, sandbox } = await testBench();
      const customer = (await stripe.customers.create()).id;
      const setUp = await stripe.setupIntents.create({
        allowed_payment_method_types: [row.kind as 'bacs_debit'],
        confirm: true,
        customer,
        mandate_data,
        payment_method_data: methodData(
          row.kind,
          hashes[row.kind]?.(row),
        ) as Stripe.SetupIntentCreateParams.PaymentMethodData,
      });
      expect(setUp.status).toBe('succeeded');
      await sandbox.advance('10s');
      if (row.outcome !== 'setup_succeeds_mandate_refused') {
        await stripe.paymentIntents.create({
          allowed_payment_method_types: [row.kind as 'bacs_debit'],
          amount: 2000,
          confirm: true,
          currency: row.kind === 'bacs_debit' ? 'gbp' : 'aud',
          customer,
          mandate: String(setUp.mandate),
          off_session: true,
          payment_method: String(setUp.payment_method),
        });
        await sandbox.advance('200s');
      }
      expect((await stripe.mandates.retrieve(String(setUp.mandate))).status).toBe(row.mandate_after);
    },
  );

  it.each(debits.filter(([, { outcome }]) => outcome === 'setup_fails'))('%s: the set-up', async (_name, row) => {
    const { stripe } = await testBench();
    const error = await refusal(
      stripe.setupIntents.create({
        allowed_payment_method_types: [row.kind as 'bacs_debit'],
        confirm: true,
        mandate_data,
        payment_method_data: methodData(
          row.kind,
          hashes[row.kind]?.(row),
        ) as Stripe.SetupIntentCreateParams.PaymentMethodData,
      }),
    );
    expect(error).toMatchObject({ statusCode: 400, code: row.error_code });
  });

  it('are verified under the name of a legacy token', async () => {
    const { stripe } = await testBench();
    const [[token] = ['']] = ofKind('us_bank_account', (row) => row.token !== undefined);
    const customer = await stripe.customers.create();
    expect(await stripe.customers.createSource(customer.id, { source: token })).toMatchObject({
      object: 'bank_account',
      status: 'verified',
    });
  });
});

describe('payers with PayPal', () => {
  it.each(ofKind('paypal'))('%s', async (_name, row) => {
    const bench = await testBench();
    const email = `${String(row.email_pattern).replaceAll('.*', '')}example.com`;
    const { id } = await payWith(bench, 'paypal', {
      payment_method_data: { type: 'paypal', billing_details: { ...billing_details, email } },
      return_url,
    });
    await bench.sandbox.act(id, 'authenticate');
    expect((await bench.stripe.paymentIntents.retrieve(id)).status).toBe('succeeded');
    const { data } = await bench.stripe.disputes.list({ payment_intent: id });
    expect(data).toMatchObject([{ ...(row.dispute as object), payment_method_details: { type: 'paypal' } }]);
    expect(data[0]?.payment_method_details?.paypal?.case_id).toMatch(/^PP-D-\d+$/);
  });
});

describe('micro-deposits', () => {
  it.each(ofKind('microdeposits'))('%s', async (_name, { amounts, descriptor_code, outcome, error_code }) => {
    for (const guess of [{ amounts: amounts as number[] }, { descriptor_code: String(descriptor_code) }]) {
      const bench = await testBench();
      const { id } = await payWith(bench, 'us_bank_account');
      const verifying = bench.stripe.paymentIntents.verifyMicrodeposits(id, guess);
      if (outcome === 'verified') expect((await verifying).status).toBe('processing');
      else {
        expect(await refusal(verifying)).toMatchObject({ statusCode: 400, code: error_code });
        expect(await bench.stripe.paymentIntents.retrieve(id)).toMatchObject({
          status: 'requires_payment_method',
          last_payment_error: { code: error_code },
        });
      }
    }
  });
});

describe('evidence that decides a dispute', () => {
  it.each(ofKind('dispute_evidence_text'))('%s', async (_name, { value, outcome }) => {
    const { stripe, sandbox } = await testBench();
    const method = value === 'escalate_inquiry_evidence' ? 'createDisputeInquiry' : 'createDispute';
    await stripe.paymentIntents.create({ ...cardPayment, confirm: true, payment_method: `pm_card_${method}` });
    const [dispute] = (await stripe.disputes.list()).data;
    await stripe.disputes.update(String(dispute?.id), {
      evidence: { uncategorized_text: String(value) },
      submit: true,
    });
    await sandbox.advance('10s');
    const { status } = await stripe.disputes.retrieve(String(dispute?.id));
    expect(outcome).toContain(status);
  });
});

/** What Link sends to the payer's telephone. */
describe('the code of Link', () => {
  const shown: Readonly<Record<string, string>> = {
    accepted: 'succeeded',
    invalid: 'requires_action',
    expired: 'requires_action',
    max_attempts_exceeded: 'requires_payment_method',
  };

  it.each(ofKind('link_otp'))('%s', async (_name, { value, outcome }) => {
    const bench = await testBench();
    const { id } = await payWith(bench, 'link', { use_stripe_sdk: true });
    const code = value === 'any six digits' ? '123456' : String(value);
    const entering = bench.sandbox.act(id, 'enter_code', { code });
    if (shown[outcome] === 'requires_action') await expect(entering).rejects.toThrow(outcome);
    else await entering;
    expect((await bench.stripe.paymentIntents.retrieve(id)).status).toBe(shown[outcome]);
  });
});

it('every kind of row is exercised', () => {
  const kinds = new Set(rows.map(({ kind }) => kind));
  expect([...kinds].sort()).toEqual(
    [
      ...Object.keys(hashes),
      ...['card', 'dispute_evidence_text', 'invalid_card_data', 'link_otp', 'microdeposits', 'paypal', 'token'],
    ].sort(),
  );
});
