import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { decodeForm, encodeForm, FormError } from '../../src/server/http/form.ts';

function failure(body: string): FormError {
  try {
    decodeForm(body);
  } catch (error) {
    if (error instanceof FormError) return error;
    throw error;
  }
  throw new Error(`accepted: ${body}`);
}

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

function usedHeap(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

describe('decodeForm', () => {
  it.each<[string, string, unknown]>([
    ['an empty body', '', {}],
    ['flat pairs', 'amount=2000&currency=usd', { amount: '2000', currency: 'usd' }],
    ['a name without value', 'a&b=1', { a: '', b: '1' }],
    ['an empty value, which unsets', 'name=', { name: '' }],
    ['an equals sign in a value', 'cursor=a=b==', { cursor: 'a=b==' }],
    ['empty pairs', '&&a=1&&', { a: '1' }],
    ['a pair without name', '=1&a=2', { a: '2' }],
    ['the last of repeated scalars', 'a=1&a=2&h[x]=3&h[x]=4', { a: '2', h: { x: '4' } }],
    ['plus as space', 'na+me=Jenny+Rosen', { 'na me': 'Jenny Rosen' }],
    ['escapes and UTF-8', 'e=a%40b.c&n=Z%C3%BCrich&p=1%2B1', { e: 'a@b.c', n: 'Zürich', p: '1+1' }],
    ['untrimmed whitespace', 'a= x ', { a: ' x ' }],
    ['nested hashes', 'a[b][c]=v&a[b][d]=w&a[e]=x', { a: { b: { c: 'v', d: 'w' }, e: 'x' } }],
    ['escaped brackets', 'a%5Bb%5D%5Bc%5D=v', { a: { b: { c: 'v' } } }],
    ['arrays by index', 'a[0]=x&a[1]=y', { a: ['x', 'y'] }],
    ['indices in any order', 'a[2]=z&a[0]=x&a[1]=y', { a: ['x', 'y', 'z'] }],
    ['indices with gaps as a hash', 'a[0]=x&a[12345]=y&b[1]=z', { a: { 0: 'x', 12345: 'y' }, b: { 1: 'z' } }],
    ['an index that repeats', 'a[0]=x&a[0]=y', { a: ['y'] }],
    ['arrays by brackets', 'a[]=x&a[]=y', { a: ['x', 'y'] }],
    ['hashes by index', 'i[0][p]=a&i[0][q]=1&i[1][p]=b', { i: [{ p: 'a', q: '1' }, { p: 'b' }] }],
    ['arrays in hashes in arrays', 'i[0][t][0]=x&i[0][t][1]=y&i[1][t][0]=z', { i: [{ t: ['x', 'y'] }, { t: ['z'] }] }],
    ['arrays in arrays', 'a[0][0]=x&a[0][1]=y&a[1][0]=z', { a: [['x', 'y'], ['z']] }],
    [
      'a repeated key as a new element',
      'i[][price]=a&i[][quantity]=1&i[][price]=b&i[][quantity]=2',
      {
        i: [
          { price: 'a', quantity: '1' },
          { price: 'b', quantity: '2' },
        ],
      },
    ],
    [
      'a repeated nested key as a new element',
      'i[][d][c]=usd&i[][d][u]=1&i[][d][c]=eur',
      { i: [{ d: { c: 'usd', u: '1' } }, { d: { c: 'eur' } }] },
    ],
    ['an array within a bracket element', 'i[][t][]=x&i[][t][]=y&i[][n]=1', { i: [{ t: ['x', 'y'], n: '1' }] }],
    ['an indexed array within a bracket element', 'i[][t][0]=x&i[][t][1]=y', { i: [{ t: ['x', 'y'] }] }],
    ['bracket arrays in bracket arrays', 'a[][]=x&a[][]=y', { a: [['x'], ['y']] }],
    ['a hash after a scalar element', 'a[]=x&a[][k]=y', { a: ['x', { k: 'y' }] }],
    ['mixed keys as a hash', 'm[0]=a&m[k]=b', { m: { 0: 'a', k: 'b' } }],
    ['a key before an index as a hash', 'm[k]=b&m[7]=a', { m: { 7: 'a', k: 'b' } }],
    [
      'far indices as a hash',
      'm[k]=a&m[999999999]=b&m[1000]=c&m[4294967294]=d&m[12]=e',
      { m: { k: 'a', 12: 'e', 1000: 'c', 999999999: 'b', 4294967294: 'd' } },
    ],
    ['leading zeros as a hash', 'm[00]=a', { m: { '00': 'a' } }],
    ['negative and huge indices as a hash', 'm[-1]=a&n[4294967296]=b', { m: { '-1': 'a' }, n: { 4294967296: 'b' } }],
    ['top-level indices as a hash', '0=a&1=b', { 0: 'a', 1: 'b' }],
    [
      'unpaired brackets as part of the name',
      'a[b=1&a]=2&a[b]c=3&[x]=4&a[b]c[d]=5',
      { 'a[b': '1', 'a]': '2', 'a[b]c': '3', '[x]': '4', 'a[b]c[d]': '5' },
    ],
    [
      'names of Object.prototype',
      'constructor[prototype]=a&toString=b&m[hasOwnProperty]=c',
      {
        constructor: { prototype: 'a' },
        toString: 'b',
        m: { hasOwnProperty: 'c' },
      },
    ],
  ])('reads %s', (_, body, params) => {
    expect(decodeForm(body)).toEqual(params);
  });

  it.each([
    ['a=1&a[b]=2', 'a'],
    ['a[b]=1&a=2', 'a'],
    ['a[]=1&a=2', 'a'],
    ['a[0]=1&a=2', 'a'],
    ['a[]=1&a[b]=2', 'a'],
    ['a[]=1&a[0]=2', 'a'],
    ['a[b]=1&a[]=2', 'a'],
    ['a[0]=1&a[]=2', 'a'],
    ['a[b][c]=1&a[b]=2', 'a[b]'],
    ['a[b]=1&a[b][c][d]=2', 'a[b]'],
    ['a[0]=1&a[0][c]=2', 'a[0]'],
    ['a[][b]=1&a[][b][c]=2', 'a[][b]'],
  ])('refuses contradicting shapes: %s', (body, param) => {
    expect(failure(body).param).toBe(param);
    expect(failure(body).message).toContain(param);
  });

  it.each([
    ['a=50%', 'a'],
    ['a=%zz', 'a'],
    ['a[b]=%E2%28%A1', 'a[b]'],
    ['a=%ED%A0%80', 'a'],
    ['%ff=1', undefined],
  ])('refuses broken escapes: %s', (body, param) => {
    expect(failure(body).param).toBe(param);
    expect(failure(body).message).toMatch(/percent escape or text that is not UTF-8/);
  });

  it.each([
    '__proto__=1',
    '__proto__[polluted]=1',
    'a[__proto__]=1',
    'a[0][__proto__][polluted]=1',
    'a[%5F_proto__][x]=1',
  ])('refuses %s and leaves every prototype alone', (body) => {
    expect(failure(body).message).toMatch(/^Received unknown parameter: .*__proto__/);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('inherits nothing', () => {
    const params = decodeForm('a[b]=1');
    expect(params.constructor).toBeUndefined();
    expect((params.a as Record<string, unknown>).toString).toBeUndefined();
  });

  it('refuses more than 64 levels and reads 64', () => {
    const nested = (levels: number) => `a${'[b]'.repeat(levels - 1)}=1`;
    expect(JSON.stringify(decodeForm(nested(64)))).toBe(`${'{"a":'}${'{"b":'.repeat(63)}"1"${'}'.repeat(64)}`);
    expect(failure(nested(65)).param).toBe('a');
    expect(failure(`a${'[]'.repeat(100_000)}=1`).param).toBe('a');
  });

  it.each<[string, (at: number) => string]>([
    ['flat names', (at) => `k${at}=v`],
    ['one name', () => 'a=v'],
    ['bracket elements', () => 'a[]=v'],
    ['bracket hashes', () => 'a[][k]=v'],
    ['indices', (at) => `a[${at}]=v`],
    ['falling indices', (at) => `a[${200_000 - at}]=v`],
    ['far apart indices', (at) => `a[${at * 999}]=v`],
    ['hash keys', (at) => `a[k${at}]=v`],
    ['escapes', (at) => `a%5Bk${at}%5D=%41+`],
  ])('reads 200,000 pairs in linear time: %s', (_, pair) => {
    const body = Array.from({ length: 200_000 }, (_, at) => pair(at)).join('&');
    const started = performance.now();
    expect(Object.keys(decodeForm(body)).length).toBeGreaterThan(0);
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it('reads a million names', () => {
    const params = decodeForm(Array.from({ length: 1_000_000 }, (_, at) => `k${at}`).join('&'));
    expect(params.k999999).toBe('');
  });

  it('keeps a hash of one far index small', () => {
    const body = Array.from({ length: 5000 }, (_, at) => `m${at}[k]=1&m${at}[1000]=2`).join('&');
    const before = usedHeap();
    const params = decodeForm(body);
    const each = (usedHeap() - before) / 5000;
    expect(params.m7).toEqual({ k: '1', 1000: '2' });
    expect(each).toBeLessThan(2000);
  });

  it('answers every text with an object or a FormError', () => {
    const piece = fc.constantFrom(
      'a',
      'b',
      '[',
      ']',
      '[]',
      '[0]',
      '[1]',
      '[b]',
      '=',
      '&',
      '%',
      '%5B',
      '%5d',
      '%C3',
      '+',
      '__proto__',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        try {
          const text = JSON.stringify(decodeForm(pieces.join('')));
          expect(text.startsWith('{')).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(FormError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('encodeForm', () => {
  it('writes indices, nested brackets, empty strings for null and unix seconds for dates', () => {
    const value = {
      a: { b: [1, { c: true }] },
      none: null,
      skipped: undefined,
      empty: [],
      at: new Date('2026-01-01T00:00:00.900Z'),
      'x y': 'ü&=+%',
    };
    expect(encodeForm(value)).toBe('a[b][0]=1&a[b][1][c]=true&none=&at=1767225600&x%20y=%C3%BC%26%3D%2B%25');
  });

  it('replaces halves of surrogate pairs', () => {
    expect(decodeForm(encodeForm({ a: 'x\ud83dy' }))).toEqual({ a: 'x\ufffdy' });
  });

  const key = fc
    .string({ unit: 'binary', minLength: 1, maxLength: 6 })
    .filter((text) => !/[[\]]|^\d+$|^__proto__$/.test(text));
  const { hash } = fc.letrec<{ value: unknown; hash: Record<string, unknown> }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 5 },
      fc.string({ unit: 'binary' }),
      fc.array(tie('value'), { minLength: 1, maxLength: 4 }),
      tie('hash'),
    ),
    hash: fc.dictionary(key, tie('value'), { minKeys: 1, maxKeys: 4, noNullPrototype: true }),
  }));

  it('is undone by decodeForm', () => {
    fc.assert(
      fc.property(hash, (value) => {
        expect(decodeForm(encodeForm(value))).toEqual(value);
      }),
      { numRuns: 500 },
    );
  });

  it('means the same as what stripe-node sends', async () => {
    let body = '';
    const stripe = new Stripe('sk_test_x', {
      httpClient: Stripe.createFetchHttpClient(async (_url, init) => {
        body = String(init?.body ?? '');
        return Response.json({ id: 'cus_1', object: 'customer' });
      }),
    });
    await fc.assert(
      fc.asyncProperty(hash, async (value) => {
        await stripe.rawRequest('POST', '/v1/customers', value);
        expect(decodeForm(body)).toEqual(value);
      }),
      { numRuns: 50 },
    );
  });
});
