import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Removed } from '../openapi/versions/removed.ts';
import { StripeError } from '../src/server/kernel/errors.ts';
import type { Reader } from '../src/server/kernel/reader.ts';
import { loadDescription } from '../src/server/spec/description.ts';
import { gaps } from '../src/server/versions/gaps.ts';
import {
  downgradeAnswer,
  isServed,
  resolveVersion,
  upgradeParams,
  versionChanges,
} from '../src/server/versions/index.ts';
import { olderVersions, publishedVersions } from '../src/server/versions/known.ts';

const description = loadDescription();
const types = { payment_method_types: ['card'] };
const operation = 'paymentIntents.create';

describe('known versions', () => {
  it('are in order of their dates, each once', () => {
    for (const versions of [publishedVersions, olderVersions]) {
      expect(versions).toEqual([...new Set(versions)]);
      expect(versions.map((each) => each.slice(0, 10))).toEqual(versions.map((each) => each.slice(0, 10)).toSorted());
      for (const version of versions) expect(version).toMatch(/^20\d\d-\d\d-\d\d(\.[a-z]+)?$/);
    }
    expect(olderVersions.filter((each) => publishedVersions.includes(each))).toEqual([]);
  });

  it('end with the one that is described', () => {
    expect(publishedVersions.at(-1)).toBe(description.version);
  });
});

describe('resolveVersion', () => {
  it.each([
    [description.version, description.version],
    ['2022-11-15', '2022-11-15'],
    ['2020-08-27', '2020-08-27'],
    ['2023-10-16; risk_in_requirements_beta=v1', '2023-10-16'],
    [' 2024-06-20 ', '2024-06-20'],
    ['2026-08-26.preview', '2026-08-26.preview'],
  ])('serves %j as %s', (asked, version) => {
    expect(resolveVersion(asked)).toBe(version);
  });

  it.each(['', 'latest', '2026-10-28', '2026-10-28.ENDIVE', '2026-10-28.endive.x', '2026-01-01.preview', 'toString'])(
    'refuses %j',
    (asked) => {
      expect(() => resolveVersion(asked)).toThrow(StripeError);
      expect(() => resolveVersion(asked)).toThrow(`Invalid Stripe API version: ${asked}`);
    },
  );
});

describe('version changes', () => {
  it('are in order, of versions that were published, about operations that there are', () => {
    const versions = versionChanges.map(({ version }) => version);
    expect(versions).toEqual(versions.toSorted());
    for (const change of versionChanges) {
      expect(publishedVersions).toContain(change.version);
      const touched = [...(change.operations ?? []), ...Object.keys(change.objects ?? {})];
      expect(touched.length).toBeGreaterThan(0);
      for (const id of change.operations ?? []) expect(description.operation(id).id).toBe(id);
      for (const type of Object.keys(change.objects ?? {}))
        expect(description.object(type.replace(/^deleted_/, ''))).toBeDefined();
    }
  });
});

describe('upgradeParams', () => {
  it.each(['2022-11-15', '2024-06-20', '2026-08-26.dahlia', '2026-08-26.preview', undefined])(
    'brings the parameters of version %s to the newest',
    (version) => {
      const sent = { amount: '1000', ...types };
      expect(upgradeParams(operation, sent, version)).toEqual({
        amount: '1000',
        allowed_payment_method_types: ['card'],
        ...(version === '2022-11-15' && { capture_method: 'automatic' }),
      });
      expect(sent).toEqual({ amount: '1000', ...types });
    },
  );

  it.each(['2026-09-30.endive', '2026-10-28.endive', '2026-09-30.preview'])(
    'refuses in version %s what is gone',
    (version) => {
      expect(() => upgradeParams(operation, types, version)).toThrow(StripeError);
      expect(upgradeParams(operation, { amount: '1' }, version)).toEqual({ amount: '1' });
    },
  );

  it('leaves other operations alone', () => {
    for (const version of ['2022-11-15', '2026-10-28.endive'])
      expect(upgradeParams('paymentLinks.create', types, version)).toBe(types);
  });

  it('makes parameters that the newest version takes', () => {
    const params = upgradeParams('paymentIntents.create', { amount: '1000', currency: 'usd', ...types }, '2024-06-20');
    expect(description.operation('paymentIntents.create').validate(params)).toMatchObject({
      allowed_payment_method_types: ['card'],
    });
  });
});

describe('downgradeAnswer', () => {
  const coupon = { id: 'co_1', object: 'coupon', percent_off: 10 };
  const read: Reader = {
    shown: (type, id) => (type === 'coupon' && id === coupon.id ? coupon : undefined),
    stored: () => undefined,
    list: () => [],
    holders: (type) => description.object(type)?.holders,
    always: (type) => description.object(type)?.always,
  };
  const discount = { id: 'di_1', object: 'discount', source: { type: 'coupon', coupon: coupon.id } };

  it('answers the newest version where none older is asked for', () => {
    expect(downgradeAnswer(discount, description.version, read)).toBe(discount);
  });

  it('leaves alone what did not change', () => {
    const answer = { id: 'tu_1', object: 'topup', metadata: { a: 'b' } };
    expect(downgradeAnswer(answer, '2022-11-15', read)).toBe(answer);
  });

  it('brings down what lies deep inside, and reads what that takes', () => {
    const error = { code: 'card_declined', customer: { object: 'customer', discount } };
    expect(downgradeAnswer(error, '2024-06-20', read)).toEqual({
      code: 'card_declined',
      customer: { object: 'customer', discount: { id: 'di_1', object: 'discount', coupon } },
    });
    expect(error.customer.discount).toBe(discount);
  });

  it('waits for what has to be waited for', async () => {
    const later: Reader = { ...read, shown: async (type, id) => read.shown(type, id) };
    expect(await downgradeAnswer({ object: 'list', data: [discount] }, '2025-08-27.basil', later)).toEqual({
      object: 'list',
      data: [{ id: 'di_1', object: 'discount', coupon }],
    });
  });
});

const removed = JSON.parse(
  readFileSync(new URL('../openapi/versions/removed.json', import.meta.url), 'utf8'),
) as Removed;

/** Whether one of the paths is meant, where `*` is any name. */
const covers = (paths: readonly string[], path: string): boolean =>
  paths.some((each) => each.split('.').every((step, at) => step === '*' || step === path.split('.')[at]));

describe('what the newest version lacks', () => {
  const restored = (type: string): string[] =>
    versionChanges.flatMap(({ restores }) => Object.keys(restores?.[type] ?? {}));

  it.each(Object.entries(removed.fields))('of %s is restored, or a gap with a reason', (type, fields) => {
    const shown = description.object(type)?.fields;
    for (const field of Object.keys(fields)) {
      const known = [
        restored(type).includes(field) || shown?.has(field) === true,
        covers(Object.keys(gaps[type] ?? {}), field),
      ];
      expect([field, ...known]).toEqual([field, !known[1], !known[0]]);
    }
    for (const field of restored(type)) expect([field, fields[field]]).toEqual([field, expect.any(String)]);
  });

  it('is named a gap nowhere else', () => {
    for (const [type, fields] of Object.entries(gaps))
      for (const path of Object.keys(fields))
        expect([type, path, Object.keys(removed.fields[type] ?? {}).some((each) => covers([path], each))]).toEqual([
          type,
          path,
          true,
        ]);
  });

  it.each(Object.entries(removed.params))('is taken by %s', (call, params) => {
    const [method = '', path = ''] = call.split(' ');
    const id = description.operations.find((each) => each.method === method && each.path === path)?.id ?? '';
    const taken = versionChanges.flatMap(({ takes, ignores }) => [...(takes?.[id] ?? []), ...(ignores?.[id] ?? [])]);
    for (const param of Object.keys(params)) expect([param, covers(taken, param)]).toEqual([param, true]);
  });

  it.each(Object.entries(removed.operations))('is served up to its last version: %s', (call, version) => {
    const [method = '', path = ''] = call.split(' ');
    const outdated = description.operations.find((each) => each.method === method && each.path === path);
    expect(outdated?.until).toBe(version);
    expect([isServed(version, undefined), isServed(version, version), isServed(version, '2022-11-15')]).toEqual([
      true,
      true,
      true,
    ]);
    expect(isServed(version, '2025-03-31.basil')).toBe(false);
  });
});
