import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyPrevious, previousAttributes } from '../../src/server/kernel/diff.ts';

type Hash = Record<string, unknown>;

describe('previousAttributes', () => {
  it.each<[string, Hash, Hash, Hash | undefined]>([
    ['nothing for equal objects', { a: 1, h: { x: [1, { y: 2 }] } }, { a: 1, h: { x: [1, { y: 2 }] } }, undefined],
    ['nothing for another order of keys', { a: 1, h: { x: 1, y: 2 } }, { h: { y: 2, x: 1 }, a: 1 }, undefined],
    ['the old value of a changed key', { status: 'open', a: 1 }, { status: 'paid', a: 1 }, { status: 'open' }],
    ['null for a key that was null', { number: null }, { number: 'N-1' }, { number: null }],
    [
      'null for a key that was absent',
      { metadata: {} },
      { metadata: { order_id: '6735' } },
      { metadata: { order_id: null } },
    ],
    [
      'the old value of a key that is gone',
      { metadata: { a: '1', b: '2' } },
      { metadata: { b: '2' } },
      { metadata: { a: '1' } },
    ],
    [
      'the changed keys of a hash',
      { status_transitions: { finalized_at: null, paid_at: null } },
      { status_transitions: { finalized_at: 10, paid_at: null } },
      { status_transitions: { finalized_at: null } },
    ],
    ['hashes at any depth', { a: { b: { c: 1, d: 2 } } }, { a: { b: { c: 3, d: 2 } } }, { a: { b: { c: 1 } } }],
    ['arrays whole', { due: ['a', 'b', 'c'] }, { due: ['a', 'c'] }, { due: ['a', 'b', 'c'] }],
    ['arrays of hashes whole', { i: [{ x: 1, y: 1 }] }, { i: [{ x: 2, y: 1 }] }, { i: [{ x: 1, y: 1 }] }],
    ['arrays whose hashes gained a key', { i: [{ x: 1 }] }, { i: [{ x: 1, y: 1 }] }, { i: [{ x: 1 }] }],
    [
      'the changed keys of a list',
      { refunds: { object: 'list', data: [], has_more: false, total_count: 0 } },
      { refunds: { object: 'list', data: [{ id: 're_1' }], has_more: false, total_count: 1 } },
      { refunds: { data: [], total_count: 0 } },
    ],
    ['a hash that became null', { details: { a: 1, b: 2 } }, { details: null }, { details: { a: 1, b: 2 } }],
    ['a hash that was null', { details: null }, { details: { a: 1 } }, { details: null }],
    ['a hash that became an array', { a: { b: 1 } }, { a: [1] }, { a: { b: 1 } }],
    ['an id that became an object', { customer: 'cus_1' }, { customer: { id: 'cus_1' } }, { customer: 'cus_1' }],
    [
      'nothing between absent, undefined and null',
      { a: null, b: undefined },
      { b: null, c: undefined, d: null },
      undefined,
    ],
    ['false, 0 and empty strings', { a: false, b: 0, c: '' }, { a: true, b: 1, c: 'x' }, { a: false, b: 0, c: '' }],
    [
      'new keys named like those of Object.prototype',
      { m: {} },
      { m: { constructor: 'x' } },
      { m: { constructor: null } },
    ],
  ])('gives %s', (_, before, after, previous) => {
    expect(previousAttributes(before, after)).toStrictEqual(previous);
  });

  it('keeps a key named __proto__ a key', () => {
    const before = { m: {} };
    const after = JSON.parse('{"m":{"__proto__":"x"}}');
    expect(JSON.stringify(previousAttributes(before, after))).toBe('{"m":{"__proto__":null}}');
  });

  it('does not look into values that are the same object', () => {
    const shared = new Proxy(
      {},
      { ownKeys: () => expect.fail('looked inside'), get: () => expect.fail('looked inside') },
    );
    expect(previousAttributes(shared, shared)).toBeUndefined();
    expect(previousAttributes({ a: 1, shared, list: [shared] }, { a: 2, shared, list: [shared] })).toEqual({ a: 1 });
  });
});

describe('applyPrevious', () => {
  const value = fc.letrec<{ value: unknown; hash: Hash }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom<unknown>(null, true, 0, 1, '', 'x'),
      fc.array(tie('value'), { maxLength: 3 }),
      tie('hash'),
    ),
    hash: fc.dictionary(fc.constantFrom('a', 'b', 'c', 'constructor'), tie('value'), { noNullPrototype: true }),
  })).hash;

  it('gives back the object before the change', () => {
    fc.assert(
      fc.property(value, value, (before, after) => {
        const snapshot = JSON.stringify([before, after]);
        expect(withoutNulls(applyPrevious(after, previousAttributes(before, after)))).toEqual(withoutNulls(before));
        expect(JSON.stringify([before, after])).toBe(snapshot);
      }),
      { numRuns: 1000 },
    );
  });

  it('finds no difference exactly where JSON shows none', () => {
    fc.assert(
      fc.property(value, value, (before, after) => {
        const equal = JSON.stringify(withoutNulls(before)) === JSON.stringify(withoutNulls(after));
        expect(previousAttributes(before, after) === undefined).toBe(equal);
      }),
      { numRuns: 1000 },
    );
  });
});

/** The same value with sorted keys, those of null left out. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== null);
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, withoutNulls(inner)]),
  );
}

const recorded = process.env.STRIPE_RECORDED_DIR ?? '';
// What Stripe once sent otherwise: an account's metadata whole, and null for a field of which the object has none.
const others = [
  'account.updated--dj-stripe-dj-stripe--1.json',
  'credit_note.created--supabase-stripe-sync-engine--1.json',
];

describe.skipIf(!existsSync(recorded))('recorded events (needs STRIPE_RECORDED_DIR)', () => {
  const changes = (existsSync(recorded) ? readdirSync(recorded) : [])
    .filter((name) => name.endsWith('.json') && !others.includes(name))
    .flatMap((name) =>
      changesIn(JSON.parse(readFileSync(join(recorded, name), 'utf8'))).map((change) => ({ name, ...change })),
    );

  it('exist', () => {
    expect(changes.length).toBeGreaterThan(10);
  });

  it.each(changes)('say what the diff says: $name', ({ object, previous }) => {
    expect(previousAttributes(applyPrevious(object, previous), object) ?? {}).toEqual(previous);
  });
});

function changesIn(value: unknown): { object: Hash; previous: Hash }[] {
  if (typeof value !== 'object' || value === null) return [];
  const { object, previous_attributes: previous } = value as { object?: Hash; previous_attributes?: Hash | null };
  const here = object && previous ? [{ object, previous }] : [];
  return [...here, ...Object.values(value).flatMap(changesIn)];
}
