import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeMetadata } from '../../src/server/kernel/merge.ts';

describe('mergeMetadata', () => {
  it.each<[string, Record<string, string>, '' | null | undefined | object, Record<string, string>]>([
    ['adds a key', { a: '1' }, { b: '2' }, { a: '1', b: '2' }],
    ['replaces a key', { a: '1', b: '2' }, { a: '3' }, { a: '3', b: '2' }],
    ["deletes a key sent as ''", { a: '1', b: '2' }, { a: '' }, { b: '2' }],
    ['deletes a key sent as null', { a: '1', b: '2' }, { a: null }, { b: '2' }],
    ["does not add a key sent as ''", {}, { a: '' }, {}],
    ["clears all when sent as ''", { a: '1', b: '2' }, '', {}],
    ['clears all when sent as null', { a: '1' }, null, {}],
    ['leaves all when not sent', { a: '1' }, undefined, { a: '1' }],
    ['ignores a key of undefined', { a: '1' }, { a: undefined }, { a: '1' }],
    [
      'turns values into strings',
      {},
      { n: 1, f: 1.5, t: true, z: 0, no: false },
      { n: '1', f: '1.5', t: 'true', z: '0', no: 'false' },
    ],
    ['writes hashes as JSON', {}, { h: { a: [1] } }, { h: '{"a":[1]}' }],
    ['takes the keys of an array', {}, ['x', 'y'], { 0: 'x', 1: 'y' }],
    [
      'adds keys named like those of Object.prototype',
      {},
      { constructor: 'x', toString: 'y' },
      { constructor: 'x', toString: 'y' },
    ],
  ])('%s', (_, current, sent, merged) => {
    expect(mergeMetadata(current, sent)).toStrictEqual(merged);
  });

  it('keeps a key named __proto__ a key', () => {
    const merged = mergeMetadata({ a: '1' }, JSON.parse('{"__proto__":"x"}'));
    expect(JSON.stringify(merged)).toBe('{"a":"1","__proto__":"x"}');
    expect(Object.getPrototypeOf(merged)).toBe(Object.prototype);
  });

  it.each<object | undefined>([undefined, {}, { a: '1' }, { b: '' }, { constructor: '' }])(
    'gives the same object back when nothing changes: %o',
    (sent) => {
      const current = { a: '1' };
      expect(mergeMetadata(current, sent)).toBe(current);
    },
  );

  it('holds what was sent, keeps the rest and never changes what it was given', () => {
    const text = fc.string({ maxLength: 3 });
    const key = fc.constantFrom('a', 'b', 'c', 'd');
    fc.assert(
      fc.property(fc.dictionary(key, text.filter(Boolean)), fc.dictionary(key, text), (current, sent) => {
        const before = JSON.stringify([current, sent]);
        const merged = mergeMetadata(current, sent);
        for (const name of ['a', 'b', 'c', 'd']) {
          expect(merged[name]).toBe((name in sent ? sent[name] : current[name]) || undefined);
        }
        expect(JSON.stringify([current, sent])).toBe(before);
      }),
    );
  });
});
