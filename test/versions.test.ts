import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Removed } from '../openapi/versions/removed.ts';
import { StripeError } from '../src/server/kernel/errors.ts';
import { loadDescription } from '../src/server/spec/description.ts';
import type { Read } from '../src/server/versions/change.ts';
import { downgradeAnswer, resolveVersion, upgradeParams, versionChanges } from '../src/server/versions/index.ts';
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
      for (const type of Object.keys(change.objects ?? {})) expect(description.object(type)).toBeDefined();
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
  const read: Read = (type, id) => (type === 'coupon' && id === coupon.id ? coupon : undefined);
  const discount = { id: 'di_1', object: 'discount', source: { type: 'coupon', coupon: coupon.id } };

  it('answers the newest version where none older is asked for', () => {
    expect(downgradeAnswer(discount, description.version, read)).toBe(discount);
  });

  it('leaves alone what did not change', () => {
    const answer = { id: 'pi_1', object: 'payment_intent', metadata: { a: 'b' } };
    expect(downgradeAnswer(answer, '2022-11-15', read)).toBe(answer);
  });

  it('brings down what lies deep inside, and reads what that takes', () => {
    const event = { object: 'event', data: { object: { object: 'customer', discount } } };
    expect(downgradeAnswer(event, '2024-06-20', read)).toEqual({
      object: 'event',
      data: { object: { object: 'customer', discount: { id: 'di_1', object: 'discount', coupon } } },
    });
    expect(event.data.object.discount).toBe(discount);
  });

  it('waits for what has to be waited for', async () => {
    const later: Read = async (type, id) => read(type, id);
    expect(await downgradeAnswer({ object: 'list', data: [discount] }, '2025-08-27.basil', later)).toEqual({
      object: 'list',
      data: [{ id: 'di_1', object: 'discount', coupon }],
    });
  });
});

describe('what the changes restore', () => {
  const removed = JSON.parse(
    readFileSync(new URL('../openapi/versions/removed.json', import.meta.url), 'utf8'),
  ) as Removed;

  it('is what the newest version lacks', () => {
    for (const { restores = {} } of versionChanges) {
      for (const [type, fields] of Object.entries(restores))
        for (const field of fields)
          expect([type, field, removed.fields[type]?.[field]]).toEqual([type, field, expect.any(String)]);
    }
  });
});
