import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StripeError } from '../../src/server/kernel/errors.ts';
import { FilePart, type Params, type ParamValue } from '../../src/server/kernel/params.ts';
import { loadDescription, type Operation } from '../../src/server/spec/description.ts';
import { Components, type Document, type Schema } from '../../src/server/spec/document.ts';

const description = loadDescription();

function refusal(id: string, params: Params): StripeError {
  try {
    description.operation(id).validate(params);
  } catch (error) {
    if (error instanceof StripeError) return error;
    throw error;
  }
  throw new Error(`${id} takes ${JSON.stringify(params)}`);
}

const intent = (rest: Params): Params => ({ amount: '1000', currency: 'usd', ...rest });
const emptyMessage = (name: string) =>
  `You passed an empty string for '${name}'. We assume empty values are an attempt to unset a parameter; however '${name}' cannot be unset. You should remove '${name}' from your request or supply a non-empty value.`;

describe('validate', () => {
  it.each<[string, Params, Params]>([
    ['paymentIntents.create', intent({ confirm: 'true' }), { amount: 1000, currency: 'usd', confirm: true }],
    [
      'paymentIntents.create',
      { amount: 1000, currency: 'usd', confirm: false },
      { amount: 1000, currency: 'usd', confirm: false },
    ],
    ['paymentIntents.create', intent({ currency: 'USD' }), { amount: 1000, currency: 'usd' }],
    ['paymentIntents.create', intent({ amount: '-0' }), { amount: 0, currency: 'usd' }],
    ['customers.create', { name: 42, description: true }, { name: '42', description: 'true' }],
    ['customers.create', { name: ' Ada ' }, { name: ' Ada ' }],
    [
      'customers.update',
      { metadata: '', address: '', business_name: '' },
      { metadata: '', address: '', business_name: '' },
    ],
    ['customers.update', { business_name: null, shipping: null }, { business_name: '', shipping: '' }],
    [
      'customers.update',
      { metadata: { a: 1, b: true, c: '', d: null } },
      { metadata: { a: '1', b: 'true', c: '', d: '' } },
    ],
    ['customers.update', { metadata: ['x'] }, { metadata: { '0': 'x' } }],
    ['customers.update', { metadata: { constructor: 'x' } }, { metadata: { constructor: 'x' } }],
    [
      'subscriptions.create',
      { customer: 'c', items: { '1': { price: 'b' }, '0': { price: 'a' } } },
      { customer: 'c', items: [{ price: 'a' }, { price: 'b' }] },
    ],
    ['subscriptions.create', { customer: 'c', trial_end: 'now' }, { customer: 'c', trial_end: 'now' }],
    ['subscriptions.create', { customer: 'c', trial_end: '1800000000' }, { customer: 'c', trial_end: 1800000000 }],
    ['charges.list', { created: '12', limit: '3' }, { created: 12, limit: 3 }],
    ['charges.list', { created: { gte: '12' } }, { created: { gte: 12 } }],
    ['charges.retrieve', { expand: ['customer'] }, { expand: ['customer'] }],
    ['charges.retrieve', { expand: { '0': 'customer' } }, { expand: ['customer'] }],
    ['coupons.create', { percent_off: '12.5', duration: 'once' }, { percent_off: 12.5, duration: 'once' }],
    ['prices.create', { currency: 'usd', unit_amount_decimal: '0.5' }, { currency: 'usd', unit_amount_decimal: '0.5' }],
    [
      'prices.create',
      { currency: 'usd', currency_options: { eur: { unit_amount: '5' } } },
      { currency: 'usd', currency_options: { eur: { unit_amount: 5 } } },
    ],
    ['invoiceItems.update', { invoicing_rules: '' }, { invoicing_rules: '' }],
    ['disputes.update', { evidence: { appeal: '' } }, { evidence: { appeal: '' } }],
  ])('%s takes %j', (id, sent, read) => {
    expect(description.operation(id).validate(sent)).toEqual(read);
  });

  it('passes files through', () => {
    const file = new FilePart('receipt.pdf', 'application/pdf', new Uint8Array([37]));
    const params = description.operation('files.create').validate({ purpose: 'dispute_evidence', file });
    expect(params.file).toBe(file);
  });

  it.each<[string, Params, string, string | undefined, string | undefined]>([
    ['customers.create', { wat: '1' }, 'Received unknown parameter: wat', 'wat', 'parameter_unknown'],
    [
      'customers.create',
      { zip: '1', name: 'Ada', amount: '2' },
      'Received unknown parameters: zip, amount',
      'zip',
      'parameter_unknown',
    ],
    [
      'customers.create',
      { invoice_settings: { nope: '1' } },
      'Received unknown parameter: invoice_settings[nope]',
      'invoice_settings[nope]',
      'parameter_unknown',
    ],
    [
      'customers.create',
      { invoice_settings: { nope: '1' }, wat: '1' },
      'Received unknown parameter: wat',
      'wat',
      'parameter_unknown',
    ],
    [
      'subscriptions.create',
      { customer: 'c', items: [{ price: 'a' }, { wat: '1' }] },
      'Received unknown parameter: items[1][wat]',
      'items[1][wat]',
      'parameter_unknown',
    ],
    ['disputes.close', { reason: 'x' }, 'Received unknown parameter: reason', 'reason', 'parameter_unknown'],
    [
      'customers.create',
      { constructor: 'x' },
      'Received unknown parameter: constructor',
      'constructor',
      'parameter_unknown',
    ],
    [
      'customers.create',
      JSON.parse('{"__proto__": {"name": "x"}}'),
      'Received unknown parameter: __proto__',
      '__proto__',
      'parameter_unknown',
    ],
    [
      'customers.create',
      { metadata: JSON.parse('{"__proto__": "x"}') },
      'Received unknown parameter: metadata[__proto__]',
      'metadata[__proto__]',
      'parameter_unknown',
    ],
    ['paymentIntents.create', { amount: '1' }, 'Missing required param: currency.', 'currency', 'parameter_missing'],
    ['paymentIntents.create', {}, 'Missing required param: amount.', 'amount', 'parameter_missing'],
    [
      'paymentIntents.create',
      { amount: 'abc', wat: '1' },
      'Received unknown parameter: wat',
      'wat',
      'parameter_unknown',
    ],
    ['paymentIntents.create', { amount: 'abc' }, 'Missing required param: currency.', 'currency', 'parameter_missing'],
    [
      'paymentIntents.create',
      intent({ transfer_data: { amount: 'x' } }),
      'Missing required param: transfer_data[destination].',
      'transfer_data[destination]',
      'parameter_missing',
    ],
    ['paymentIntents.create', intent({ amount: 'abc' }), 'Invalid integer: abc', 'amount', 'parameter_invalid_integer'],
    [
      'paymentIntents.create',
      intent({ amount: '10.5' }),
      'Invalid integer: 10.5',
      'amount',
      'parameter_invalid_integer',
    ],
    ['paymentIntents.create', intent({ amount: 10.5 }), 'Invalid integer: 10.5', 'amount', 'parameter_invalid_integer'],
    ['paymentIntents.create', intent({ amount: ' 1' }), 'Invalid integer:  1', 'amount', 'parameter_invalid_integer'],
    ['paymentIntents.create', intent({ amount: '1e3' }), 'Invalid integer: 1e3', 'amount', 'parameter_invalid_integer'],
    [
      'paymentIntents.create',
      intent({ amount: '99999999999999999999' }),
      'Invalid integer: 99999999999999999999',
      'amount',
      'parameter_invalid_integer',
    ],
    [
      'paymentIntents.create',
      intent({ amount: { a: 'b' } }),
      'Invalid integer: {"a":"b"}',
      'amount',
      'parameter_invalid_integer',
    ],
    ['charges.list', { limit: 'abc' }, 'Invalid integer: abc', 'limit', 'parameter_invalid_integer'],
    ['charges.list', { created: { gt: 'abc' } }, 'Invalid integer: abc', 'created[gt]', 'parameter_invalid_integer'],
    [
      'charges.list',
      { created: { wat: '1' } },
      'Received unknown parameter: created[wat]',
      'created[wat]',
      'parameter_unknown',
    ],
    ['coupons.create', { percent_off: 'half', duration: 'once' }, 'Invalid decimal: half', 'percent_off', undefined],
    ['paymentIntents.create', intent({ confirm: '1' }), 'Invalid boolean: 1', 'confirm', undefined],
    ['paymentIntents.create', intent({ confirm: 'TRUE' }), 'Invalid boolean: TRUE', 'confirm', undefined],
    [
      'refunds.create',
      { charge: 'ch_1', reason: 'whim' },
      'Invalid reason: must be one of duplicate, fraudulent, or requested_by_customer',
      'reason',
      undefined,
    ],
    [
      'paymentIntents.create',
      intent({ setup_future_usage: 'no' }),
      'Invalid setup_future_usage: must be one of off_session or on_session',
      'setup_future_usage',
      undefined,
    ],
    [
      'prices.create',
      { currency: 'usd', recurring: { interval: 'eon' } },
      'Invalid recurring[interval]: must be one of day, month, week, or year',
      'recurring[interval]',
      undefined,
    ],
    ['customers.create', { name: { '0': 'wrong' } }, 'Invalid string: {"0":"wrong"}', 'name', undefined],
    ['customers.create', { name: ['wrong'] }, 'Invalid string: {"0":"wrong"}', 'name', undefined],
    [
      'customers.create',
      { name: new FilePart('a.pdf', 'application/pdf', new Uint8Array()) },
      'Invalid string: a.pdf',
      'name',
      undefined,
    ],
    ['customers.create', { invoice_settings: 'x' }, 'Invalid object', 'invoice_settings', undefined],
    ['customers.create', { metadata: 'x' }, 'Invalid object', 'metadata', undefined],
    ['subscriptions.create', { customer: 'c', items: 'x' }, 'Invalid array', 'items', undefined],
    ['subscriptions.create', { customer: 'c', items: { price: 'x' } }, 'Invalid array', 'items', undefined],
    ['charges.retrieve', { expand: 'customer' }, 'Invalid array', 'expand', undefined],
    ['files.create', { purpose: 'dispute_evidence', file: 'text' }, 'Invalid hash', 'file', undefined],
    ['setupIntents.create', { customer: '' }, emptyMessage('customer'), 'customer', 'parameter_invalid_empty'],
    ['setupIntents.create', { customer: null }, emptyMessage('customer'), 'customer', 'parameter_invalid_empty'],
    ['setupIntents.create', { usage: '' }, emptyMessage('usage'), 'usage', 'parameter_invalid_empty'],
    [
      'subscriptions.create',
      { customer: 'c', items: [{ price: '' }] },
      emptyMessage('items[0][price]'),
      'items[0][price]',
      'parameter_invalid_empty',
    ],
    [
      'subscriptions.create',
      { customer: 'c', trial_end: 'soon' },
      'Invalid integer: soon',
      'trial_end',
      'parameter_invalid_integer',
    ],
    [
      'products.create',
      { name: 'a'.repeat(5001) },
      'Invalid string: aaaaaaaaaa...aaaaaaaaaa; must be at most 5000 characters',
      'name',
      undefined,
    ],
    [
      'customers.create',
      { metadata: { k: 'v'.repeat(501) } },
      `Metadata values can have up to 500 characters, but you passed in a value that is 501 characters. Invalid value: ${'v'.repeat(501)}`,
      'metadata',
      undefined,
    ],
    [
      'customers.create',
      { metadata: { [`k${'k'.repeat(40)}`]: 'v' } },
      `Metadata keys can have up to 40 characters, but you passed in a key that is 41 characters. Invalid key: k${'k'.repeat(40)}`,
      'metadata',
      undefined,
    ],
  ])('%s refuses %j', (id, params, message, param, code) => {
    const { status, details } = refusal(id, params);
    expect(details).toEqual({ type: 'invalid_request_error', message, param, code });
    expect(status).toBe(400);
  });

  it('takes 50 metadata keys and refuses 51', () => {
    const keys = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 'v']));
    expect(
      Object.keys(description.operation('customers.create').validate({ metadata: keys(50) }).metadata ?? {}),
    ).toHaveLength(50);
    expect(refusal('customers.create', { metadata: keys(51) }).details.param).toBe('metadata');
  });

  it('counts characters, not the halves that JavaScript stores', () => {
    const name = '😀'.repeat(5000);
    expect(description.operation('products.create').validate({ name }).name).toBe(name);
    expect(refusal('products.create', { name: `${name}a` }).details.message).toMatch(
      /must be at most 5000 characters$/,
    );
  });

  it('reports wrong values in the order in which they were sent', () => {
    const wrong = { confirm: 'maybe', amount: 'abc' };
    expect(refusal('paymentIntents.create', { ...wrong, currency: 'usd' }).details.param).toBe('confirm');
    expect(refusal('paymentIntents.create', { amount: 'abc', currency: 'usd', confirm: 'maybe' }).details.param).toBe(
      'amount',
    );
  });

  it('answers at once to a hundred thousand wrong values', () => {
    const expand = Array.from({ length: 100_000 }, () => ({}));
    const unknown = Object.fromEntries(expand.map((_, index) => [`k${index}`, '1']));
    const start = performance.now();
    expect(refusal('customers.create', { expand }).details.param).toBe('expand[0]');
    expect(refusal('customers.create', unknown).details.param).toBe('k0');
    expect(performance.now() - start).toBeLessThan(5000);
  });

  it('leaves what was sent as it was', () => {
    const sent = Object.freeze({ amount: '100', currency: 'USD', metadata: Object.freeze({ a: 1 }) });
    expect(description.operation('paymentIntents.create').validate(sent)).not.toBe(sent);
    expect(sent).toEqual({ amount: '100', currency: 'USD', metadata: { a: 1 } });
  });
});

describe('validate, on every operation', () => {
  const {
    paths,
    components: { schemas },
  } = description.document as Document;
  const components = new Components(schemas);
  const RUNS = 15;

  function parametersOf({ path, method }: Operation): Schema {
    const entry = paths[path]?.[method.toLowerCase()];
    const body = Object.values(entry?.requestBody?.content ?? {})[0]?.schema;
    if (body !== undefined) return components.resolve(body);
    const query = (entry?.parameters ?? []).filter((each) => each.in === 'query');
    const required = query.filter((each) => each.required).map((each) => each.name);
    return { type: 'object', properties: Object.fromEntries(query.map((each) => [each.name, each.schema])), required };
  }

  /** What a form may send for a schema. */
  function sendable(schema: Schema): fc.Arbitrary<ParamValue> {
    const resolved = components.resolve(schema);
    const value = filled(resolved);
    return resolved['x-emptyable']
      ? fc.oneof({ weight: 1, arbitrary: fc.constant('') }, { weight: 4, arbitrary: value })
      : value;
  }

  function filled(schema: Schema): fc.Arbitrary<ParamValue> {
    if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map(sendable));
    if (schema['x-metadata'])
      return fc.dictionary(
        fc.string({ minLength: 1, maxLength: 40 }).filter((key) => key !== '__proto__'),
        fc.string({ maxLength: 20 }),
        { maxKeys: 3 },
      );
    if (schema.enum !== undefined) return fc.constantFrom(...schema.enum.map(String));
    if (schema.format === 'binary') return fc.constant(new FilePart('a.pdf', 'application/pdf', new Uint8Array(1)));
    if (schema.format === 'decimal') return fc.constantFrom('0', '1.5', '-3', '0.000000000001');
    switch (schema.type) {
      case 'array':
        return fc.array(sendable(schema.items ?? {}), { maxLength: 2 });
      case 'object':
        return schema.properties === undefined
          ? fc.dictionary(fc.constantFrom('eur', 'usd', 'k1'), sendable(schema.additionalProperties ?? {}), {
              maxKeys: 2,
            })
          : hash(schema);
      case 'integer':
        return fc.integer().map(String);
      case 'number':
        return fc.constantFrom('0', '12.5', '-1', '100');
      case 'boolean':
        return fc.constantFrom('true', 'false', true, false);
      default:
        return fc.string({ minLength: 1, maxLength: Math.min(schema.maxLength ?? 20, 20) });
    }
  }

  function hash({ properties = {}, required = [] }: Schema): fc.Arbitrary<Params> {
    const names = Object.keys(properties);
    return fc
      .subarray(names, { maxLength: Math.min(4, names.length) })
      .chain((chosen) =>
        fc.record(
          Object.fromEntries(
            [...new Set([...required, ...chosen])].map((name) => [name, sendable(properties[name] ?? {})]),
          ),
        ),
      );
  }

  const { junk } = fc.letrec<{ junk: ParamValue }>((tie) => ({
    junk: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.constantFrom<ParamValue>(
        '',
        null,
        true,
        0,
        -1,
        1.5,
        Number.MAX_VALUE,
        Number.NaN,
        '1',
        'true',
        'now',
        '__proto__',
        new FilePart('', '', new Uint8Array()),
      ),
      fc.string(),
      fc.array(tie('junk'), { maxLength: 3 }),
      fc.dictionary(
        fc.oneof(fc.string(), fc.constantFrom('0', '1', '__proto__', 'constructor', 'toString', 'length')),
        tie('junk'),
        { maxKeys: 3, noNullPrototype: false },
      ),
    ),
  }));

  /** Junk under names that are known, as deep as the description goes. */
  function almost(schema: Schema): fc.Arbitrary<ParamValue> {
    const resolved = components.resolve(schema);
    const choices = [resolved, ...(resolved.anyOf ?? []).map((each) => components.resolve(each))];
    const properties = Object.assign({}, ...choices.map((each) => each.properties)) as Record<string, Schema>;
    const items = choices.find((each) => each.items !== undefined)?.items;
    if (items !== undefined) return fc.oneof(junk, fc.array(almost(items), { maxLength: 2 }));
    if (Object.keys(properties).length === 0) return junk;
    const known = fc
      .subarray(Object.keys(properties), { minLength: 1, maxLength: Math.min(3, Object.keys(properties).length) })
      .chain((names) => fc.record(Object.fromEntries(names.map((name) => [name, almost(properties[name] ?? {})]))));
    return fc.oneof({ weight: 1, arbitrary: junk }, { weight: 5, arbitrary: known });
  }

  const isParams = (value: ParamValue): value is Params =>
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof FilePart);

  it('takes what the description allows, and its own result again', () => {
    for (const operation of description.operations) {
      fc.assert(
        fc.property(hash(parametersOf(operation)), (params) => {
          const read = operation.validate(params);
          expect(Object.keys(read).sort()).toEqual(Object.keys(params).sort());
          expect(operation.validate(read)).toEqual(read);
        }),
        { numRuns: RUNS },
      );
    }
  }, 120_000);

  it('refuses anything else with a StripeError of status 400, nothing worse', () => {
    let refused = 0;
    for (const operation of description.operations) {
      fc.assert(
        fc.property(almost(parametersOf(operation)).filter(isParams), (params) => {
          try {
            const read = operation.validate(params);
            expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
            for (const name of Object.keys(read)) expect(operation.takes(name)).toBe(true);
          } catch (error) {
            if (!(error instanceof StripeError)) throw error;
            expect(error.status).toBe(400);
            expect(error.details.type).toBe('invalid_request_error');
            expect(error.details.param).toBeTypeOf('string');
            expect(error.details.message).not.toBe('');
            refused++;
          }
        }),
        { numRuns: RUNS },
      );
    }
    expect(refused).toBeGreaterThan(description.operations.length);
  }, 120_000);
});
