import { describe, expect, it } from 'vitest';
import { createIds } from '../../src/server/kernel/ids.ts';

const account = 'acct_1ABCDEFGHIJKLMNO';
const now = 1_767_225_600;

describe('id', () => {
  it.each([
    ['cus', /^cus_[0-9A-Za-z]{14}$/],
    ['prod', /^prod_[0-9A-Za-z]{14}$/],
    ['req', /^req_[0-9A-Za-z]{14}$/],
    ['si', /^si_[0-9A-Za-z]{14}$/],
    ['whsec', /^whsec_[0-9A-Za-z]{32}$/],
    ['acct', /^acct_[0-9A-Za-z]{16}$/],
    ['pm', /^pm_1[0-9A-Za-z]{5}FGHIJKLMNO[0-9A-Za-z]{8}$/],
    ['pi', /^pi_3[0-9A-Za-z]{5}FGHIJKLMNO[0-9A-Za-z]{8}$/],
    ['ch', /^ch_3[0-9A-Za-z]{5}FGHIJKLMNO[0-9A-Za-z]{8}$/],
    ['re', /^re_3[0-9A-Za-z]{5}FGHIJKLMNO[0-9A-Za-z]{8}$/],
    ['sub_sched', /^sub_sched_1[0-9A-Za-z]{23}$/],
    ['', /^[0-9A-Za-z]{8}$/],
  ])('of %j has its length and its parts', (prefix, shape) => {
    expect(createIds(1).id(prefix, account, now)).toMatch(shape);
  });

  it('shares all but the last eight characters with its kin', () => {
    const ids = createIds(1);
    const intent = ids.id('pi', account, now);
    const core = intent.slice('pi_'.length, 'pi_'.length + 16);
    for (const prefix of ['ch', 're', 'txn', 'evt', 'py']) {
      const id = ids.id(prefix, account, now + 86_400, intent);
      expect(id).toMatch(new RegExp(`^${prefix}_${core}[012][0-9A-Za-z]{7}$`));
      expect(id.slice(-8)).not.toBe(intent.slice(-8));
    }
  });

  it('stands alone when its kin has no such core', () => {
    expect(createIds(1).id('ch', account, now, 'cus_12345678901234')).toMatch(/^ch_3[0-9A-Za-z]{23}$/);
  });

  it('tells times and accounts apart in its first sixteen characters', () => {
    const ids = createIds(1);
    const core = (of: string, at: number): string => ids.id('pm', of, at).slice(3, 19);
    expect(core(account, now)).toBe(core(account, now));
    expect(core(account, now)).not.toBe(core(account, now + 1));
    expect(core(account, now)).not.toBe(core('acct_1ABCDEFGHIJKLMNX', now));
  });

  it('never comes twice', () => {
    const ids = createIds(1);
    const made = Array.from({ length: 50_000 }, () => ids.id('pm', account, now));
    expect(new Set(made).size).toBe(made.length);
  });
});

describe('a seed', () => {
  const draw = (seed?: number): unknown[] => {
    const ids = createIds(seed);
    return [ids.id('cus', account, now), ids.token(24), ids.number(1000), ids.id('pi', account, now)];
  };

  it('gives the same characters every time', () => {
    expect(draw(42)).toEqual(draw(42));
    expect(draw(42)).toEqual(['cus_nKwuVbC6GEhXaS', 'HASaxIQ5cIHTIx98bcZ7iR59', 986, 'pi_3vb66iFGHIJKLMNO3xaj0KSK']);
  });

  it('gives others than any other seed, and than none', () => {
    expect(draw(42)).not.toEqual(draw(43));
    expect(draw(0)).not.toEqual(draw(-1));
    expect(draw()).not.toEqual(draw());
  });

  it('goes on from a state that was kept', () => {
    const ids = createIds(42);
    ids.token(7);
    const state = ids.state();
    const first = [ids.token(20), ids.id('ch', account, now)];
    ids.restore(state);
    expect([ids.token(20), ids.id('ch', account, now)]).toEqual(first);
  });
});

describe('number and token', () => {
  it('draw from all of their range', () => {
    const ids = createIds(5);
    const drawn = new Set(Array.from({ length: 2000 }, () => ids.number(10)));
    expect([...drawn].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(ids.token(0)).toBe('');
    expect(new Set(ids.token(20_000)).size).toBe(62);
  });
});
