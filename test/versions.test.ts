import { describe, expect, it } from 'vitest';
import { StripeError } from '../src/server/kernel/errors.ts';
import { loadDescription } from '../src/server/spec/description.ts';
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
      expect(change.operations.size).toBeGreaterThan(0);
      for (const id of change.operations) expect(description.operation(id).id).toBe(id);
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
  it('answers the newest version where none older is asked for', () => {
    const answer = { id: 'pi_1', object: 'payment_intent' };
    expect(downgradeAnswer(answer, undefined)).toBe(answer);
    expect(downgradeAnswer(answer, description.version)).toBe(answer);
  });
});
