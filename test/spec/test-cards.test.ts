/** Every test card that Stripe documents: by number, as `tok_...` and as `pm_card_...`. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { outcomeOf } from '../../src/server/resources/payment-method/outcome.ts';
import type { StoredPaymentMethod } from '../../src/server/resources/payment-method/stored.ts';
import {
  namedTestCard,
  type TestCard,
  testCard,
  testCards,
} from '../../src/server/resources/payment-method/test-cards.ts';
import { refusal, testBench } from './harness.ts';

const typedIn = { exp_month: 12, exp_year: 2030 };
const cvcOf = (card: TestCard): string => (card.brand === 'amex' ? '1234' : '123');
const numbered = testCards.filter((card) => card.number !== undefined);
const names = testCards.flatMap((card) => card.names.map((name) => ({ name, card })));

function shownAs(card: TestCard) {
  return {
    brand: card.brand,
    country: card.country,
    funding: card.funding,
    last4: card.last4,
    networks: { available: [...card.networks], preferred: null },
    three_d_secure_usage: { supported: card.outcome.threeDSecure !== 'not_supported' },
  };
}

describe('the table of test cards', () => {
  it('names no number and no name twice', () => {
    expect(new Set(testCards.map((card) => card.key)).size).toBe(testCards.length);
    expect(new Set(names.map(({ name }) => name)).size).toBe(names.length);
  });

  it('finds a card by its number and by its name', () => {
    expect(testCard('4242424242424242')?.names).toEqual(['visa', 'us']);
    expect(namedTestCard('createDispute')?.number).toBe('4000000000000259');
    expect(testCard('4111111111111111')).toBeUndefined();
  });
});

describe('POST /v1/payment_methods with the number of a test card', () => {
  it.each(numbered.map((card) => [card.number, card] as const))('knows %s', async (number, card) => {
    const { stripe } = await testBench();
    const method = await stripe.paymentMethods.create({
      type: 'card',
      card: { number: String(number), cvc: cvcOf(card), ...typedIn },
    });
    expect(method.card).toMatchObject(shownAs(card));
    expect(method.card?.checks?.cvc_check).toBe('unchecked');
  });
});

describe('names of test cards', () => {
  it.each(names.map(({ name, card }) => [name, card] as const))('takes tok_%s as a token', async (name, card) => {
    const { stripe } = await testBench();
    const token = `tok_${name}`;
    const method = await stripe.paymentMethods.create({ type: 'card', card: { token } });
    expect(method.card).toMatchObject(shownAs(card));
    const again = await stripe.paymentMethods.create({ type: 'card', card: { token } });
    expect(again.id).not.toBe(method.id);
  });

  it.each(names.map(({ name, card }) => [name, card] as const))(
    'attaches pm_card_%s or declines',
    async (name, card) => {
      const { stripe, eventTypes } = await testBench();
      const { id: customer } = await stripe.customers.create();
      const attaching = stripe.paymentMethods.attach(`pm_card_${name}`, { customer });
      const { attach, checks } = card.outcome;
      if (attach === undefined) {
        const method = await attaching;
        expect(method.customer).toBe(customer);
        expect(method.card).toMatchObject(shownAs(card));
        expect(method.card?.checks?.cvc_check).toBe(checks.cvc_check);
        expect(await eventTypes()).toEqual(['customer.created', 'payment_method.attached']);
        return;
      }
      const error = await refusal(attaching);
      expect(error).toMatchObject({
        statusCode: 402,
        type: 'StripeCardError',
        code: attach.code,
        decline_code: attach.decline_code,
        message: attach.message,
      });
      expect(await eventTypes()).toEqual(['customer.created']);
    },
  );

  it('refuses names that Stripe does not have', async () => {
    const { stripe } = await testBench();
    const { id: customer } = await stripe.customers.create();
    expect(await refusal(stripe.paymentMethods.attach('pm_card_gold', { customer }))).toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
    });
  });
});

describe('the outcome of a payment', () => {
  const method = (hidden: object): StoredPaymentMethod => hidden as StoredPaymentMethod;

  it('lets an incorrect security code pass where none was sent', () => {
    const card = { test_card: '4000000000000127' };
    expect(outcomeOf(method({ ...card, cvc_sent: true })).decline?.code).toBe('incorrect_cvc');
    expect(outcomeOf(method({ ...card, cvc_sent: false })).decline).toBeUndefined();
    expect(outcomeOf(method({ ...card, cvc_sent: false })).attach).toBeUndefined();
  });

  it('asks a card for 3D Secure off session only until it is set up', () => {
    const card = { test_card: '4000002500003155' };
    expect(outcomeOf(method(card)).threeDSecure).toBe('required_unless_set_up');
    expect(outcomeOf(method({ ...card, set_up: true })).threeDSecure).toBe('on_session');
    expect(outcomeOf(method({ test_card: '4000002760003184', set_up: true })).threeDSecure).toBe('always');
  });

  it('is uneventful for what is no card', () => {
    expect(outcomeOf(method({ type: 'us_bank_account' }))).toMatchObject({ radar: 'normal', refund: 'succeeded' });
  });
});

describe('checks of a card', () => {
  const full = { line1: '1 Main Street', postal_code: '94103' };

  async function checksAfterAttach(number: string, address?: typeof full, cvc?: string) {
    const { stripe } = await testBench();
    const { id: customer } = await stripe.customers.create();
    const method = await stripe.paymentMethods.create({
      type: 'card',
      card: { number, ...typedIn, ...(cvc === undefined ? undefined : { cvc }) },
      ...(address && { billing_details: { address } }),
    });
    const attached = await stripe.paymentMethods.attach(method.id, { customer });
    return [method.card?.checks, attached.card?.checks];
  }

  it.each([
    ['4242424242424242', 'pass', 'pass', 'pass'],
    ['4000000000000101', 'pass', 'pass', 'fail'],
    ['4000000000000036', 'pass', 'fail', 'pass'],
    ['4000000000000028', 'fail', 'pass', 'pass'],
    ['4000000000000010', 'fail', 'fail', 'pass'],
    ['4000000000000044', 'unavailable', 'unavailable', 'pass'],
  ])('of %s end: line1 %s, postal code %s, cvc %s', async (number, line1, zip, cvc) => {
    const [before, after] = await checksAfterAttach(number, full, '123');
    expect(before).toEqual({
      address_line1_check: 'unchecked',
      address_postal_code_check: 'unchecked',
      cvc_check: 'unchecked',
    });
    expect(after).toEqual({ address_line1_check: line1, address_postal_code_check: zip, cvc_check: cvc });
  });

  it('stay null for what was not sent', async () => {
    const none = { address_line1_check: null, address_postal_code_check: null, cvc_check: null };
    expect(await checksAfterAttach('4000000000000010')).toEqual([none, none]);
    const [, address] = await checksAfterAttach('4000000000000010', full);
    expect(address).toEqual({ address_line1_check: 'fail', address_postal_code_check: 'fail', cvc_check: null });
    const [, cvc] = await checksAfterAttach('4000000000000010', undefined, '123');
    expect(cvc).toEqual({ ...none, cvc_check: 'pass' });
  });
});

const reference = process.env.STRIPE_REFERENCE_DIR;
const file = join(reference ?? '', 'test-data.json');
const known = reference !== undefined && existsSync(file);

interface DataRow {
  readonly [field: string]: unknown;
  readonly kind: string;
  readonly number?: string;
  readonly token?: string;
  readonly payment_method?: string;
  readonly extra_tokens?: string[];
  readonly extra_payment_methods?: string[];
}

const rows: DataRow[] = known ? JSON.parse(readFileSync(file, 'utf8')).rows : [];
const cardRows = rows.filter((row) => row.kind === 'card' && row.outcome !== 'invalid_number');

const complaints: Readonly<Record<string, string>> = {
  'fraudulent chargeback': 'dispute_fraudulent',
  'fraudulent chargeback visa_compelling_evidence_3': 'dispute_ce3',
  'fraudulent inquiry': 'dispute_inquiry',
  'noncompliant compliance mastercard_compliance': 'dispute_mastercard_compliance',
  'noncompliant compliance visa_compliance': 'dispute_visa_compliance',
  'product_not_received chargeback': 'dispute_product_not_received',
};

/** The word of our table for what the row says follows a charge. */
function afterCharge({ creates, dispute }: DataRow): string[] {
  if (creates === 'early_fraud_warning') return ['early_fraud_warning'];
  if (creates === 'multiple_disputes') return ['dispute_multiple'];
  if (dispute === undefined) return [];
  const {
    reason,
    case_type,
    enhanced_eligibility_types: [enhanced] = [],
    smart_disputes,
  } = dispute as {
    reason?: string;
    case_type?: string;
    enhanced_eligibility_types?: string[];
    smart_disputes?: boolean;
  };
  if (smart_disputes) return ['dispute_smart'];
  return [complaints[[reason, case_type, enhanced].filter(Boolean).join(' ')] ?? 'unknown'];
}

function cardOf(row: DataRow): TestCard | undefined {
  if (row.number !== undefined) return testCard(row.number);
  if (row.token !== undefined) return namedTestCard(row.token.slice('tok_'.length));
  return testCards.find((card) => card.last4 === String(row.number_hint).slice(-4));
}

const title = known
  ? 'the table, compared with the reference data'
  : 'the table (not compared: STRIPE_REFERENCE_DIR names no folder with test-data.json)';

describe.skipIf(!known)(title, () => {
  it.each(cardRows.map((row) => [row.number ?? row.token ?? row.number_hint, row] as const))(
    'agrees on %s',
    (_id, row) => {
      const card = cardOf(row);
      const named = [row.token, row.payment_method, ...(row.extra_tokens ?? []), ...(row.extra_payment_methods ?? [])]
        .filter((name) => name !== undefined)
        .map((name) => name.replace(/^(tok|pm_card)_/, ''));
      expect(card).toMatchObject({
        brand: row.brand,
        country: row.country,
        funding: row.funding,
        ...(row.last4 !== undefined && { last4: row.last4 }),
        ...(row.networks !== undefined && { networks: row.networks }),
        names: expect.arrayContaining(named),
      });
      const outcome = card?.outcome;
      expect(outcome?.afterCharge).toEqual(afterCharge(row));
      expect(outcome?.international).toBe(row.country !== 'US');
      expect(outcome?.bypassPending).toBe(row.creates === 'available_balance');
      const refund = { pending_refund: 'pending', failing_refund: 'fails_later' }[String(row.creates)] ?? 'succeeded';
      expect(outcome?.refund).toBe(refund);
      expect(outcome?.checks).toEqual({
        address_line1_check: row.address_line1_check ?? 'pass',
        address_postal_code_check: row.address_postal_code_check ?? 'pass',
        cvc_check: row.cvc_check ?? 'pass',
      });
      expect(outcome?.radar === 'blocked' ? 'highest' : outcome?.radar).toBe(row.risk_level ?? 'normal');
    },
  );

  it.each(
    cardRows.filter((row) => row.decline_code !== undefined).map((row) => [row.number ?? row.token, row] as const),
  )('agrees on the decline of %s', (_id, row) => {
    const outcome = cardOf(row)?.outcome;
    const expected = {
      code: row.error_code,
      decline_code: row.decline_code,
      ...(row.message !== undefined && { message: row.message }),
    };
    expect(outcome?.decline).toMatchObject(expected);
    // Where the card is declined only after a challenge, the row is silent about the rest.
    if (row.three_d_secure !== undefined) return;
    for (const field of ['advice_code', 'network_advice_code', 'network_decline_code', 'param'] as const)
      expect(outcome?.decline?.[field]).toBe(row[field]);
    expect(outcome?.attach !== undefined).toBe(row.attach === 'declined' || row.outcome === 'declined');
  });

  it.each(cardRows.filter((row) => row.three_d_secure !== undefined).map((row) => [row.number, row] as const))(
    'agrees on 3D Secure with %s',
    (_id, row) => {
      const words: Readonly<Record<string, readonly string[]>> = {
        required: ['required', 'required_unless_set_up', 'always', 'on_session'],
        optional: ['optional'],
        frictionless: ['frictionless'],
        not_supported: ['not_supported'],
        'liability shift protects when authenticated': ['not_enrolled'],
      };
      const outcome = cardOf(row)?.outcome;
      expect(words[String(row.three_d_secure)]).toContain(outcome?.threeDSecure);
      expect(outcome?.threeDSecureFails).toBe(row.error_code === 'processing_error');
    },
  );

  it('has no card that the data lack', () => {
    const all = new Set(cardRows.map((row) => cardOf(row)?.key));
    expect(testCards.filter((card) => !all.has(card.key)).map((card) => card.key)).toEqual([]);
  });
});
