import { describe, expect, it } from 'vitest';
import { loadDescription, type ObjectShape } from '../../src/server/spec/description.ts';

const description = loadDescription();

function shapeOf(type: string): ObjectShape {
  const shape = description.object(type);
  if (shape === undefined) throw new Error(`no ${type}`);
  return shape;
}

describe('object', () => {
  it('finds objects by the name they carry', () => {
    expect(shapeOf('checkout.session').type).toBe('checkout.session');
    expect(description.object('deleted_customer')).toBeUndefined();
    expect(description.object('constructor')).toBeUndefined();
  });

  it.each([
    ['dispute', 'status', { kind: 'string', required: true, nullable: false }],
    ['dispute', 'charge', { kind: 'string', expandable: ['charge'], nullable: false }],
    ['dispute', 'payment_intent', { kind: 'string', expandable: ['payment_intent'], nullable: true }],
    ['dispute', 'balance_transactions', { kind: 'array', expandable: undefined }],
    ['dispute', 'evidence', { kind: 'object', nullable: false }],
    ['dispute', 'metadata', { kind: 'map' }],
    ['charge', 'amount', { kind: 'integer' }],
    ['charge', 'captured', { kind: 'boolean' }],
    ['charge', 'created', { kind: 'integer', format: 'unix-time' }],
    ['charge', 'refunds', { kind: 'list', elements: ['refund'], required: false }],
    ['price', 'unit_amount_decimal', { format: 'decimal', nullable: true }],
    ['payment_intent', 'next_action', { kind: 'object', nullable: true }],
    ['customer', 'default_source', { kind: 'string', nullable: true }],
  ])('%s.%s is %j', (type, name, field) => {
    expect(shapeOf(type).fields.get(name)).toMatchObject({ name, ...field });
  });
});

describe('blank', () => {
  it.each(description.objects.map((shape) => [shape.type, shape] as const))(
    '%s fits its own description',
    (_, shape) => {
      expect(shape.check(shape.blank())).toEqual([]);
    },
  );

  it('has exactly the required fields', () => {
    for (const shape of description.objects) {
      const required = [...shape.fields.values()].filter((field) => field.required).map((field) => field.name);
      expect(Object.keys(shape.blank()).sort()).toEqual(required.sort());
    }
  });

  it('is a new object at each call, whose nested values cannot be changed', () => {
    const shape = shapeOf('dispute');
    const first = shape.blank();
    first.amount = 1999;
    expect(shape.blank().amount).toBe(0);
    expect(Object.isFrozen(first.evidence)).toBe(true);
    expect(Object.isFrozen(first.balance_transactions)).toBe(true);
  });

  it('names the object and leaves what may be null at null', () => {
    expect(shapeOf('dispute').blank()).toMatchObject({
      object: 'dispute',
      payment_intent: null,
      livemode: false,
      metadata: {},
    });
  });
});

describe('sublists', () => {
  it('finds lists of other objects, always there or only when expanded', () => {
    expect(shapeOf('charge').sublists).toEqual([{ field: 'refunds', element: 'refund', others: [], required: false }]);
    expect(shapeOf('transfer').sublists).toEqual([
      { field: 'reversals', element: 'transfer_reversal', others: [], required: true },
    ]);
    expect(shapeOf('dispute').sublists).toEqual([]);
    expect(shapeOf('customer').sublists).toContainEqual(
      expect.objectContaining({
        field: 'sources',
        element: 'account',
        others: expect.arrayContaining(['card', 'source']),
      }),
    );
  });
});

describe('references', () => {
  it.each([
    ['dispute', 'charge', ['charge'], false],
    ['dispute', 'evidence.receipt', ['file'], false],
    ['dispute', 'payment_intent', ['payment_intent'], false],
    ['payment_intent', 'transfer_data.destination', ['account'], false],
    ['invoice', 'discounts', ['discount'], true],
    ['subscription_schedule', 'phases.items.price', ['price'], true],
  ])('%s refers at %s to %j', (type, path, types, array) => {
    const found = shapeOf(type).references.find((each) => each.path.join('.') === path);
    expect(found).toEqual({ path: path.split('.'), types, array });
  });

  it('does not count those of objects embedded in it', () => {
    const paths = shapeOf('dispute').references.map(({ path }) => path[0]);
    expect(paths).not.toContain('balance_transactions');
  });

  it('leads to described objects only', () => {
    const types = description.objects.flatMap(({ references }) => references.flatMap((each) => each.types));
    expect(types.length).toBeGreaterThan(300);
    expect(types.filter((type) => description.object(type) === undefined)).toEqual([]);
  });
});

describe('expandAt', () => {
  it.each([
    ['dispute', 'charge', 'reference', ['charge'], []],
    ['dispute', 'charge.customer', 'reference', ['charge'], ['customer']],
    ['dispute', 'evidence.receipt', 'reference', ['file'], []],
    ['charge', 'refunds', 'sublist', ['refund'], []],
    ['charge', 'refunds.data.balance_transaction', 'sublist', ['refund'], ['data', 'balance_transaction']],
    ['subscription_schedule', 'phases.items.price.product', 'reference', ['price'], ['product']],
    ['payment_intent', 'last_payment_error.payment_method.customer', 'reference', ['customer'], []],
    ['charge', 'billing_details', 'embedded', [], []],
  ])('%s meets at %s a %s of %j', (type, path, kind, types, rest) => {
    const target = shapeOf(type).expandAt(path.split('.'));
    expect(target).toMatchObject({ kind, types, rest });
    expect([...(target?.path ?? []), ...rest].join('.')).toBe(path);
  });

  it.each(['metadata', 'amount', 'nothing', 'constructor', '__proto__', 'charge_', ''])(
    'a charge cannot expand %j',
    (path) => {
      expect(shapeOf('charge').expandAt([path])).toBeUndefined();
    },
  );
});

describe('check', () => {
  const dispute = (rest: object) => ({ ...shapeOf('dispute').blank(), id: 'du_1', ...rest });
  const charge = () => ({ ...shapeOf('charge').blank(), id: 'ch_1' });

  it.each([
    ['an id for a reference', { charge: 'ch_1' }],
    ['an expanded reference', { charge: charge() }],
    ['a value beyond an open enum', { reason: 'brand_new' }],
    ['an undeclared field that Stripe sends', { balance_transaction: 'txn_1' }],
    ['null where it is allowed', { payment_intent: null }],
    ['an embedded object', { balance_transactions: [{ ...shapeOf('balance_transaction').blank(), id: 'txn_1' }] }],
  ])('accepts %s', (_, rest) => {
    expect(shapeOf('dispute').check(dispute(rest))).toEqual([]);
  });

  it('accepts a deleted object where the live one is expanded', () => {
    const customer = { id: 'cus_1', object: 'customer', deleted: true };
    expect(shapeOf('charge').check({ ...charge(), customer })).toEqual([]);
  });

  it.each([
    [{ wat: 1 }, 'wat: is not in the description'],
    [{ amount: '100' }, 'amount: is "100", not integer'],
    [{ amount: 1.5 }, 'amount: is 1.5, not integer'],
    [{ amount: null }, 'amount: is null, not integer'],
    [{ amount: undefined }, 'amount: is undefined'],
    [{ livemode: 'no' }, 'livemode: is "no", not boolean'],
    [{ metadata: { a: 1 } }, 'metadata.a: is 1, not string'],
    [{ metadata: [] }, 'metadata: is an array, not object'],
    [{ evidence: null }, 'evidence: is null, not object'],
    [{ balance_transactions: {} }, 'balance_transactions: is an object, not array'],
    [{ balance_transactions: [1] }, 'balance_transactions[0]: is 1, not object'],
    [{ charge: { object: 'customer' } }, 'charge: is a customer, not an expanded charge'],
    [{ charge: { ...charge(), amount: 'a' } }, 'charge.amount: is "a", not integer'],
    [{ object: 'charge' }, 'object: is "charge", not one of dispute'],
  ])('refuses %j', (rest, problem) => {
    expect(shapeOf('dispute').check(dispute(rest))).toEqual([problem]);
  });

  it('looks into a structure that may also be null', () => {
    const payment_method_details = { type: 'card', wat: 1 };
    expect(shapeOf('charge').check({ ...charge(), payment_method_details })).toEqual([
      'payment_method_details.wat: is not in the description',
    ]);
  });

  it('misses every required field that is not there', () => {
    for (const shape of description.objects) {
      const blank = shape.blank();
      for (const name of Object.keys(blank)) {
        const { [name]: _, ...rest } = blank;
        expect(shape.check(rest)).toEqual([`${name}: is missing`]);
      }
    }
  });

  it.each([null, undefined, 1, 'du_1', [], {}])('refuses %j as a whole', (value) => {
    expect(shapeOf('dispute').check(value).length).toBeGreaterThan(0);
  });

  it('tells a list from an array', () => {
    const refunds = { object: 'list', data: ['re_1'], has_more: false, url: '' };
    expect(shapeOf('charge').check({ ...charge(), refunds })).toEqual(['refunds.data[0]: is "re_1", not object']);
    expect(shapeOf('charge').check({ ...charge(), refunds: [] })).toEqual(['refunds: is an array, not a list']);
  });
});
