import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSearch, SearchError, searchFields } from '../../src/server/engine/search-query.ts';

type Resource = keyof typeof searchFields;
type Hash = Record<string, unknown>;

function matches(resource: Resource, query: string, object: Hash): boolean {
  return parseSearch(query, searchFields[resource], resource)(object);
}

function refusal(query: string, resource: Resource = 'charges'): string {
  try {
    parseSearch(query, searchFields[resource], resource);
  } catch (error) {
    if (error instanceof SearchError) return error.message;
    throw error;
  }
  throw new Error(`accepted: ${query}`);
}

const customer = { id: 'cus_1', email: 'Amy@rocketrides.io', name: 'One two  three Four', phone: null, created: 100 };
const charge = {
  amount: 1000,
  created: 1_700_000_000,
  currency: 'usd',
  customer: 'cus_1',
  disputed: false,
  status: 'succeeded',
  amount_refunded: 0,
  refunded: false,
  billing_details: { address: { postal_code: '12345' } },
  payment_method_details: { type: 'card', card: { last4: '0042', exp_month: 7, exp_year: 2030, brand: 'visa' } },
  metadata: { 'donation-id': 'Asdf-JKL', 'a "b"': 'c', empty: '' },
};

describe('parseSearch', () => {
  it.each<[string, boolean]>([
    ['email:"amy@rocketrides.io"', true],
    ["email:'AMY@ROCKETRIDES.IO'", true],
    ['email:"amy"', false],
    ['email~"amy"', true],
    ['email~"RIDES.I"', true],
    ['email~"bob"', false],
    ['name:"one two three"', true],
    ['name:"two  three four"', true],
    ['name:"two one"', false],
    ['name:"one tw"', false],
    ['name~"one tw"', true],
    ['name:""', false],
    ['phone:null', true],
    ['phone:NULL', true],
    ['phone:"null"', false],
    ['-phone:null', false],
    ['email:null', false],
    ['-email:null', true],
    ['-email:"bob@rocketrides.io"', true],
    ['-phone:"+1999"', true],
    ['created:100', true],
    ['created:"100"', true],
    ['created>99', true],
    ['created>100', false],
    ['created>=100', true],
    ['created<100', false],
    ['created<=100', true],
    ['created<100.5', true],
    ['created>-1', true],
    ['-created>100', true],
    ['email~"amy" name~"four"', true],
    ['email~"amy" AND name~"five"', false],
    ['email~"bob" OR name~"four"', true],
    ['email~"bob" or name~"five"', false],
    ['  email~"amy"   and   -name~"five"  ', true],
    ['email~"amy" created>99 AND phone:null', true],
  ])('finds a customer by %s: %s', (query, found) => {
    expect(matches('customers', query, customer)).toBe(found);
  });

  it.each<[string, boolean]>([
    ['metadata["donation-id"]:"asdf-jkl"', true],
    ["metadata['donation-id']:'asdf-jkl'", true],
    ['metadata["donation-id"]:"asdf"', false],
    ['-metadata["donation-id"]:null', true],
    ['metadata["donation-id"]:null', false],
    ['metadata["other"]:null', true],
    ['metadata["constructor"]:null', true],
    ['metadata["a \\"b\\""]:"c"', true],
    ['metadata["empty"]:""', true],
    ['billing_details.address.postal_code:12345', true],
    ['payment_method_details.card.last4:0042', true],
    ['payment_method_details.card.last4:42', false],
    ['payment_method_details.card.exp_month:7', true],
    ['payment_method_details.card.exp_year:"2030"', true],
    ['payment_method_details.card.brand:"VISA"', true],
    ['payment_method_details.card_present.brand:"visa"', false],
    ['payment_method_details.card.fingerprint:null', true],
    ['amount>500 AND currency:"USD"', true],
    ['-currency:"jpy"', true],
    ['customer:"cus_1"', true],
    ['disputed:"false"', true],
    ['disputed:"true"', false],
    ['status:"succeeded" AND created>1699999999', true],
  ])('finds a charge by %s: %s', (query, found) => {
    expect(matches('charges', query, charge)).toBe(found);
  });

  it.each([
    [{ refunded: true, amount_refunded: 1000 }, 'refunded:"true"'],
    [{ refunded: false, amount_refunded: 300 }, 'refunded:"false"'],
    [{ refunded: false, amount_refunded: 0 }, 'refunded:null'],
  ])('knows three states of refunded: %o is %s', (state, query) => {
    const all = ['refunded:"true"', 'refunded:"false"', 'refunded:null'];
    expect(all.filter((each) => matches('charges', each, { ...charge, ...state }))).toEqual([query]);
  });

  it.each<[Resource, string, Hash]>([
    ['invoices', 'subscription:"sub_1"', { parent: { subscription_details: { subscription: 'sub_1' } } }],
    [
      'invoices',
      'last_finalization_error_code:"tax_id_invalid"',
      { last_finalization_error: { code: 'tax_id_invalid' } },
    ],
    ['invoices', 'total>1000 number:"MYSHOP-123"', { total: 1001, number: 'MYSHOP-123' }],
    ['payment_intents', 'customer:"cus_1"', { customer: { id: 'cus_1', object: 'customer' } }],
    ['prices', 'active:"true" lookup_key:"standard_monthly"', { active: true, lookup_key: 'standard_monthly' }],
    ['products', 'shippable:null url~"dinosaur"', { shippable: null, url: '/dinosaur_swag' }],
    [
      'products',
      'description:"the story called \\"The Sky\\""',
      { description: 'The story called "The Sky" and the Sea' },
    ],
    ['subscriptions', 'status:"active" -canceled_at:null', { status: 'active', canceled_at: 5 }],
  ])('finds %s by %s', (resource, query, object) => {
    expect(matches(resource, query, object)).toBe(true);
    expect(matches(resource, query, {})).toBe(false);
  });

  it.each([
    '',
    '   ',
    'asdf',
    'amount',
    'amount:',
    'amount>',
    ':1',
    '--amount:1',
    'amount=1',
    'amount: 1',
    'amount :1',
    'currency:usd',
    'currency:"usd',
    'currency:\'usd"',
    'currency:"usd"amount:1',
    'amount:1x',
    'amount>null',
    'metadata:"x"',
    'metadata[key]:"x"',
    'metadata["key":"x"',
    'metadata["key"]',
    'currency["k"]:"x"',
    'AND amount:1',
    'amount:1 AND',
    'amount:1 AND AND amount:2',
    'amount:1 OR ',
    '(amount:1)',
    'amount.:1',
  ])('cannot read %j', (query) => {
    expect(refusal(query)).toBe(
      'We were unable to parse your search query. Try using the format `metadata["key"]:"value"` to query for metadata or key:"value" to query for other fields.',
    );
  });

  it.each([
    ['foo:"bar"', 'foo'],
    ['email:"a"', 'email'],
    ['Amount:1', 'Amount'],
    ['constructor:"a"', 'constructor'],
    ['payment_method_details.sepa_debit.last4:"1"', 'payment_method_details.sepa_debit.last4'],
  ])('knows no such field: %s', (query, field) => {
    expect(refusal(query)).toBe(
      `Field \`${field}\` is an unsupported search field for resource \`charges\`. See http://stripe.com/docs/search#query-fields-for-charges for a list of supported fields.`,
    );
  });

  it('names the resource as the documentation page does', () => {
    expect(refusal('foo:1', 'payment_intents')).toContain(
      'resource `payment_intents`. See http://stripe.com/docs/search#query-fields-for-payment-intents ',
    );
  });

  it.each<[string, Resource, RegExp]>([
    ['currency~"usd"', 'charges', /operator `~` is not supported for the field `currency` of type token/],
    ['metadata["k"]~"usd"', 'charges', /operator `~` is not supported for the field `metadata` of type metadata/],
    ['disputed>"true"', 'charges', /operator `>` is not supported for the field `disputed` of type boolean/],
    ['amount~"100"', 'charges', /operator `~` is not supported for the field `amount` of type number/],
    ['email>="a"', 'customers', /operator `>=` is not supported for the field `email` of type string/],
    ['email~"am"', 'customers', /at least 3 characters/],
    ['amount:"ten"', 'charges', /`amount` accepts only numbers/],
    ['disputed:"maybe"', 'charges', /`disputed` accepts only the tokens "true" and "false"/],
    ['amount:1 AND amount:2 OR amount:3', 'charges', /cannot combine AND and OR/],
    ['amount:1 OR amount:2 amount:3', 'charges', /cannot combine AND and OR/],
    [Array(11).fill('amount:1').join(' '), 'charges', /up to 10 query clauses/],
  ])('refuses %s', (query, resource, message) => {
    expect(refusal(query, resource)).toMatch(message);
  });

  it('reads 10 clauses', () => {
    expect(matches('charges', Array(10).fill('amount:1000').join(' '), charge)).toBe(true);
  });

  it('reads a megabyte of quotes, words and backslashes in no time', () => {
    const started = performance.now();
    for (const piece of ['a', ' a', '\\', '\\"', '-', '[', 'a.']) {
      refusal(`amount:"${piece.repeat(500_000)}`);
      refusal(piece.repeat(500_000));
    }
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it('finds every text that is quoted', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (text) => {
        const quoted = `"${text.replace(/["\\]/g, '\\$&')}"`;
        const object = { metadata: { [text]: text } };
        expect(matches('charges', `metadata[${quoted}]:${quoted}`, object)).toBe(true);
        expect(matches('charges', `-metadata[${quoted}]:${quoted}`, object)).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('answers every text with a test or a SearchError', () => {
    const piece = fc.constantFrom(
      'amount',
      'metadata',
      '["k"]',
      ':',
      '>=',
      '~',
      '"',
      "'",
      '\\',
      ' ',
      ' AND ',
      ' OR ',
      '-',
      '1',
      'null',
      'x',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        try {
          expect(matches('charges', pieces.join(''), charge)).toBeTypeOf('boolean');
        } catch (error) {
          expect(error).toBeInstanceOf(SearchError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
