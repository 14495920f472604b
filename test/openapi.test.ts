import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { describeApi } from '../openapi/describe.ts';
import { type Description, type Operation, operationsOf, type Schema } from '../openapi/schema.ts';
import { textOf } from '../openapi/write.ts';

const committed = readFileSync(new URL('../openapi/stripe.json', import.meta.url), 'utf8');
const api = JSON.parse(committed) as Description;
const { schemas } = api.components;
const operations = operationsOf(api.paths);

const follow = (schema: Schema | undefined): Schema => {
  const target = schema?.$ref?.replace('#/components/schemas/', '');
  return (target === undefined ? schema : schemas[target]) ?? {};
};

/** The schema at `component/field/[]/field`, references followed on the way, not at the end. */
function at(path: string): Schema {
  const [component = '', ...steps] = path.split('/');
  let schema: Schema = schemas[component] ?? {};
  for (const step of steps) {
    const choices = (follow(schema).anyOf ?? [schema]).map(follow);
    const found = choices.map((each) => (step === '[]' ? each.items : each.properties?.[step])).find(Boolean);
    if (found === undefined) throw new Error(`no ${step} in ${path}`);
    schema = found;
  }
  return schema;
}

function operation(path: string, verb: 'get' | 'post' | 'delete'): Operation {
  const found = api.paths[path]?.[verb];
  if (found === undefined) throw new Error(`no ${verb} ${path}`);
  return found;
}

function visit(node: unknown, see: (schema: Schema) => void): void {
  if (typeof node !== 'object' || node === null) return;
  see(node as Schema);
  for (const child of Object.values(node)) visit(child, see);
}

describe('npm run openapi', () => {
  let text = '';
  beforeAll(() => {
    text = textOf(describeApi());
  }, 60_000);

  it('makes the committed file', () => {
    expect(text === committed).toBe(true);
  });

  it('writes every path and component on a line of its own', () => {
    const lines = new Set(committed.split('\n').map((line) => line.replace(/,$/, '')));
    for (const [key, value] of [...Object.entries(api.paths), ...Object.entries(schemas)])
      expect(lines.has(`${JSON.stringify(key)}: ${JSON.stringify(value)}`), key).toBe(true);
  });

  it('stays small', () => {
    expect(committed.length).toBeLessThan(1_500_000);
    expect(committed).not.toContain('description":"');
  });
});

describe('the description as a whole', () => {
  it('names the version of the installed package', () => {
    expect(api.info).toEqual({ title: 'Stripe API', version: '2026-10-28.endive', 'x-stripe-package': '23.1.0' });
  });

  it('has every operation of v1, each once', () => {
    expect(operations.filter((each) => !each['x-legacy'])).toHaveLength(557);
    expect(new Set(operations.map((each) => each.operationId)).size).toBe(operations.length);
    expect(Object.keys(api.paths).every((path) => path.startsWith('/v1/'))).toBe(true);
  });

  it('has every object and every event type', () => {
    const objects = Object.values(schemas).filter((schema) => schema['x-object'] && !schema['x-legacy']);
    expect(objects.filter((schema) => !schema['x-deleted'])).toHaveLength(153);
    expect(objects.filter((schema) => schema['x-deleted'])).toHaveLength(24);
    expect(Object.keys(api['x-events'])).toHaveLength(275);
  });

  it('resolves every reference', () => {
    const broken: string[] = [];
    visit(api, ({ $ref, 'x-expandable': expandable = [] }) => {
      if ($ref !== undefined && !schemas[$ref.replace('#/components/schemas/', '')]) broken.push($ref);
      for (const name of expandable) if (!schemas[name]?.['x-object'] || schemas[name]['x-deleted']) broken.push(name);
    });
    expect(broken).toEqual([]);
  });

  it('ties every event type to an object', () => {
    const names = Object.values(api['x-events']).flat();
    expect(names.filter((name) => !schemas[name]?.['x-object'])).toEqual([]);
    expect(api['x-events']['charge.dispute.closed']).toBe('dispute');
    expect(api['x-events']['account.external_account.created']).toEqual(['bank_account', 'card']);
  });

  it('knows the id prefix of every object with an id, and of no other', () => {
    const withId = Object.keys(schemas).filter((name) => {
      const schema = schemas[name];
      return schema?.['x-object'] && !schema['x-deleted'] && schema.properties?.id;
    });
    expect(Object.keys(api['x-id-prefixes']).sort()).toEqual(withId.sort());
    expect(api['x-id-prefixes']).toMatchObject({ dispute: 'du', payment_intent: 'pi', 'issuing.card': 'ic' });
  });

  it('requires only what is declared', () => {
    const undeclared: string[] = [];
    visit(schemas, ({ type, properties, required }) => {
      if (type !== 'object' || !Array.isArray(required)) return;
      undeclared.push(...required.filter((name) => properties?.[name] === undefined));
    });
    expect(undeclared).toEqual([]);
  });

  it('names every id of a path', () => {
    for (const [path, entry] of Object.entries(api.paths))
      for (const each of Object.values(entry)) {
        const ids = each.parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
        expect(ids, path).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
        expect(new Set(ids).size, path).toBe(ids.length);
      }
  });
});

describe('an operation', () => {
  it('takes its path names from Stripe', () => {
    for (const path of [
      '/v1/payment_intents/{intent}/confirm',
      '/v1/subscriptions/{subscription_exposed_id}',
      '/v1/application_fees/{fee}/refunds/{id}',
      '/v1/customers/{customer}/balance_transactions/{transaction}',
      '/v1/treasury/inbound_transfers/{inbound_transfer}/cancel',
    ])
      expect(Object.keys(api.paths)).toContain(path);
  });

  it('says by which param an unknown id is refused', () => {
    const [charge] = operation('/v1/charges/{charge}', 'get').parameters;
    expect(charge).toMatchObject({ name: 'charge', 'x-missing-param': 'id' });
    const [intent] = operation('/v1/payment_intents/{intent}', 'get').parameters;
    expect(intent).not.toHaveProperty('x-missing-param');
  });

  it('has the name that the SDK gives it', () => {
    const ids = operations.map((each) => each.operationId);
    expect(ids).toEqual(
      expect.arrayContaining([
        'disputes.close',
        'checkout.sessions.create',
        'testHelpers.customers.fundCashBalance',
        'customers.del',
      ]),
    );
  });

  it('answers an object, a list, a search result, a deleted object or a file', () => {
    const answer = (path: string, verb: 'get' | 'post' | 'delete') => operation(path, verb).responses['200'].content;
    const json = (schema: Schema) => ({ 'application/json': { schema } });
    const dispute = { $ref: '#/components/schemas/dispute' };
    expect(answer('/v1/disputes/{dispute}/close', 'post')).toEqual(json(dispute));
    expect(answer('/v1/refunds', 'get')).toEqual(
      json({ type: 'object', 'x-list-of': { $ref: '#/components/schemas/refund' } }),
    );
    expect(answer('/v1/charges/search', 'get')).toEqual(
      json({ type: 'object', 'x-search-of': { $ref: '#/components/schemas/charge' } }),
    );
    expect(answer('/v1/customers/{customer}', 'delete')).toEqual(
      json({ $ref: '#/components/schemas/deleted_customer' }),
    );
    expect(answer('/v1/quotes/{quote}/pdf', 'get')).toEqual({ 'application/pdf': {} });
  });

  it('takes a file as multipart', () => {
    expect(operation('/v1/files', 'post').requestBody?.content).toEqual({
      'multipart/form-data': { schema: { $ref: '#/components/schemas/FileCreateParams' } },
    });
    expect(at('FileCreateParams/file')).toEqual({ type: 'string', format: 'binary' });
  });

  it('takes the parameters of a list from the query', () => {
    const { parameters } = operation('/v1/disputes', 'get');
    expect(parameters.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['limit', 'starting_after', 'ending_before', 'created', 'charge', 'expand']),
    );
    expect(parameters.find(({ name }) => name === 'created')?.schema).toEqual({
      anyOf: [{ $ref: '#/components/schemas/RangeQueryParam' }, { type: 'integer', format: 'unix-time' }],
    });
  });
});

describe('an object', () => {
  it('has the fields of a dispute', () => {
    const { required = [], 'x-object': object } = schemas.dispute ?? {};
    expect(object).toBe('dispute');
    expect(required).toEqual(
      expect.arrayContaining(['id', 'amount', 'charge', 'evidence', 'evidence_details', 'status']),
    );
    expect(at('dispute/amount')).toEqual({ type: 'integer' });
    expect(at('dispute/created')).toEqual({ type: 'integer', format: 'unix-time' });
    expect(at('dispute/evidence_details/due_by')).toEqual({ type: ['integer', 'null'], format: 'unix-time' });
    expect(follow(at('dispute/status')).enum).toContain('appeal_under_review');
    expect(at('dispute/balance_transactions/[]')).toEqual({ $ref: '#/components/schemas/balance_transaction' });
  });

  it('says what each expandable field leads to', () => {
    expect(at('dispute/charge')).toEqual({ type: 'string', 'x-expandable': ['charge'] });
    expect(at('dispute/payment_intent')).toEqual({ type: ['string', 'null'], 'x-expandable': ['payment_intent'] });
    expect(at('dispute/evidence/receipt')).toEqual({ type: ['string', 'null'], 'x-expandable': ['file'] });
    expect(at('charge/customer')['x-expandable']).toEqual(['customer']);
    expect(at('balance_transaction/source')['x-expandable']).toEqual(
      expect.arrayContaining(['charge', 'dispute', 'payout', 'refund', 'transfer']),
    );
  });

  it('carries the fields that Stripe sends undeclared', () => {
    expect(at('dispute/balance_transaction')).toMatchObject({ 'x-undeclared': true });
    expect(at('charge/dispute')).toMatchObject({ 'x-expandable': ['dispute'], 'x-undeclared': true });
    expect(schemas.charge?.required).not.toContain('dispute');
    expect(operation('/v1/disputes', 'get').responses['200'].content['application/json']?.schema).toMatchObject({
      properties: { count: { type: 'integer', 'x-undeclared': true } },
    });
  });

  it('marks what only expand brings', () => {
    expect(at('customer/sources')['x-includable']).toBe(true);
    expect(at('price/tiers')['x-includable']).toBe(true);
    expect(at('subscription/items')).not.toHaveProperty('x-includable');
    expect(at('file/links')).not.toHaveProperty('x-includable');
  });

  it('has decimals, decimal strings and open enums', () => {
    expect(at('coupon/percent_off').type).toEqual(['number', 'null']);
    expect(at('exchange_rate/rates').additionalProperties).toEqual({ type: 'number' });
    expect(at('price/unit_amount_decimal')).toEqual({ type: ['string', 'null'], format: 'decimal' });
    expect(follow(at('refund/reason').anyOf?.[0])['x-open']).toBe(true);
  });

  it('leaves the object of an event free', () => {
    expect(at('event/data/object')).toEqual({ type: 'object', additionalProperties: {} });
  });
});

describe('parameters', () => {
  it('lack payment_method_types on intents', () => {
    for (const name of ['PaymentIntentCreateParams', 'PaymentIntentUpdateParams', 'SetupIntentCreateParams'])
      expect(Object.keys(schemas[name]?.properties ?? {})).not.toContain('payment_method_types');
    expect(Object.keys(schemas.PaymentIntentCreateParams?.properties ?? {})).toContain('allowed_payment_method_types');
  });

  it('say what an empty string unsets', () => {
    expect(at('DisputeUpdateParams/evidence/enhanced_evidence')['x-emptyable']).toBe(true);
    expect(at('DisputeUpdateParams/metadata')).toEqual({
      type: 'object',
      additionalProperties: { type: 'string' },
      'x-metadata': true,
      'x-emptyable': true,
    });
    expect(at('PaymentIntentCreateParams/amount')).not.toHaveProperty('x-emptyable');
  });

  it('have closed enums', () => {
    const params = Object.entries(schemas).filter(([name]) => name.endsWith('Params'));
    const open: Schema[] = [];
    visit(Object.fromEntries(params), (schema) => schema['x-open'] && open.push(schema));
    expect(open).toEqual([]);
    expect(at('RefundCreateParams/reason')).toEqual({
      type: 'string',
      enum: ['duplicate', 'fraudulent', 'requested_by_customer'],
    });
  });

  it('allow several types where Stripe does', () => {
    expect(follow(at('SubscriptionCreateParams/trial_end')).anyOf).toEqual([
      { type: 'integer', format: 'unix-time' },
      { type: 'string', enum: ['now'] },
    ]);
  });

  it('limit the length of strings, legacy paths included', () => {
    expect(at('DisputeUpdateParams/evidence/uncategorized_text').maxLength).toBe(20_000);
    expect(at('CustomerCreateParams/description')).not.toHaveProperty('maxLength');
    expect(operation('/v1/charges/{charge}/dispute', 'post').requestBody).toEqual(
      operation('/v1/disputes/{dispute}', 'post').requestBody,
    );
  });

  it('take product_data on the lines of a quote', () => {
    for (const name of ['QuoteCreateParams', 'QuoteUpdateParams']) {
      const price = follow(at(`${name}/line_items/[]/price_data`));
      expect(price).toMatchObject({ required: ['currency'], 'x-one-of': ['product', 'product_data'] });
      expect(price.properties?.product_data).toMatchObject({ 'x-lenient': true });
      expect(follow(price.properties?.product_data).required).toEqual(['name']);
    }
  });
});

describe('legacy operations', () => {
  it('share the shape of the newer ones', () => {
    const refund = operation('/v1/charges/{charge}/refunds', 'post');
    expect(refund).toMatchObject({ operationId: 'charges.createRefund', 'x-legacy': true });
    expect(Object.keys(schemas.ChargesCreateRefundParams?.properties ?? {})).toContain('amount');
    expect(Object.keys(schemas.ChargesCreateRefundParams?.properties ?? {})).not.toContain('charge');
    expect(operation('/v1/charges/{charge}/refund', 'post').responses['200'].content).toEqual({
      'application/json': { schema: { $ref: '#/components/schemas/charge' } },
    });
  });

  it('are there for charges, files, customers, accounts, balances and the Stripe CLI', () => {
    const legacy = operations.filter((each) => each['x-legacy']).map((each) => each.operationId);
    expect(legacy).toEqual(
      expect.arrayContaining([
        'charges.retrieveDispute',
        'charges.closeDispute',
        'files.contents',
        'customers.listSubscriptions',
        'customers.createCard',
        'accounts.updatePeople',
        'accounts.createBankAccount',
        'balance.listHistory',
        'events.retry',
      ]),
    );
  });

  it('that only older versions have come with what those say of them', () => {
    const outdated = operations.filter((each) => each['x-until'] !== undefined);
    expect(outdated.map((each) => [each.operationId, each['x-until']])).toEqual([
      ['invoices.retrieveUpcoming', '2025-02-24.acacia'],
      ['invoices.listUpcomingLines', '2025-02-24.acacia'],
      ['subscriptionItems.listUsageRecordSummaries', '2025-02-24.acacia'],
      ['subscriptionItems.createUsageRecord', '2025-02-24.acacia'],
    ]);
    expect(schemas.usage_record?.required).toContain('timestamp');
    expect(schemas.usage_record).toMatchObject({ 'x-legacy': true });
  });
});

type Recording = { api_version?: string; trust: string; body: unknown };

/** Paths of the fields of a real answer that its component does not have. */
function unknownFields(value: unknown, schema: Schema, path: string): string[] {
  const choices = (follow(schema).anyOf ?? [schema]).map(follow);
  if (Array.isArray(value)) {
    const items = choices.find((each) => each.items)?.items ?? {};
    return value.flatMap((each) => unknownFields(each, items, `${path}[]`));
  }
  if (typeof value !== 'object' || value === null) return [];
  const { object, deleted } = value as { object?: unknown; deleted?: boolean };
  const list = choices.find((each) => each['x-list-of'])?.['x-list-of'];
  if (object === 'list' && 'data' in value)
    return unknownFields(value.data, { type: 'array', items: list ?? {} }, path);
  const known = typeof object === 'string' ? schemas[deleted ? `deleted_${object}` : object] : undefined;
  const shape = known ?? choices.find((each) => each.properties);
  if (shape?.properties === undefined) return [];
  const { properties } = shape;
  const here = known === undefined ? path : String(object);
  return Object.entries(value).flatMap(([name, child]) =>
    properties[name] === undefined ? [`${here}.${name}`] : unknownFields(child, properties[name], `${here}.${name}`),
  );
}

describe('recorded answers of Stripe', () => {
  const folder = process.env.STRIPE_RECORDED_DIR;

  it.skipIf(folder === undefined)('have no field that the description lacks (needs STRIPE_RECORDED_DIR)', () => {
    const recordings = readdirSync(folder ?? '')
      .filter((name) => name.endsWith('.json'))
      .map((name) => JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) as Recording)
      .filter(({ api_version: version, trust }) => (version ?? '') >= '2025-11' && trust !== 'docs-example');
    expect(recordings.length).toBeGreaterThan(20);
    expect([...new Set(recordings.flatMap(({ body }) => unknownFields(body, {}, '')))]).toEqual([]);
  });
});
