import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  book,
  type Funds,
  nextSettlement,
  noFunds,
  pendingByCurrency,
  settle,
} from '../../src/server/kernel/ledger.ts';

const day = 86_400;

describe('book', () => {
  it('makes available what is due', () => {
    expect(book(noFunds, 'usd', 100, 10, 10)).toEqual({ available: { usd: 100 }, pending: [] });
  });

  it('piles up what falls due at one time in one currency', () => {
    let funds = book(noFunds, 'usd', 100, day, 0);
    funds = book(funds, 'usd', -30, day, 0);
    funds = book(funds, 'eur', 5, day, 0);
    funds = book(funds, 'usd', 7, 2 * day, 0);
    expect(funds.pending).toEqual([
      { available_on: day, currency: 'usd', amount: 70 },
      { available_on: day, currency: 'eur', amount: 5 },
      { available_on: 2 * day, currency: 'usd', amount: 7 },
    ]);
    expect(pendingByCurrency(funds)).toEqual({ usd: 77, eur: 5 });
  });

  it('leaves the funds it was given as they were', () => {
    const before = book(noFunds, 'usd', 100, day, 0);
    const copy = structuredClone(before);
    book(before, 'usd', 1, day, 0);
    book(before, 'usd', 1, 0, 0);
    settle(before, day);
    expect(before).toEqual(copy);
    expect(noFunds).toEqual({ available: {}, pending: [] });
  });
});

describe('settle', () => {
  const funds = book(book(noFunds, 'usd', 100, day, 0), 'usd', 7, 2 * day, 0);

  it('moves what is due, and tells what comes next', () => {
    expect(nextSettlement(funds)).toBe(day);
    const settled = settle(funds, day);
    expect(settled).toEqual({
      available: { usd: 100 },
      pending: [{ available_on: 2 * day, currency: 'usd', amount: 7 }],
    });
    expect(nextSettlement(settled)).toBe(2 * day);
    expect(nextSettlement(settle(settled, 3 * day))).toBeUndefined();
  });

  it('gives back the very funds when nothing is due', () => {
    expect(settle(funds, day - 1)).toBe(funds);
  });
});

describe('money', () => {
  const booking = fc.record({
    currency: fc.constantFrom('usd', 'eur', 'jpy'),
    net: fc.integer({ min: -100_000, max: 100_000 }),
    wait: fc.integer({ min: 0, max: 5 }),
    settles: fc.boolean(),
  });

  it('is neither made nor lost by booking and settling', () => {
    fc.assert(
      fc.property(fc.array(booking, { maxLength: 40 }), (bookings) => {
        const sums: Record<string, number> = {};
        let funds: Funds = noFunds;
        let now = 0;
        for (const { currency, net, wait, settles } of bookings) {
          sums[currency] = (sums[currency] ?? 0) + net;
          funds = book(funds, currency, net, now + wait * day, now);
          if (settles) {
            now += day;
            funds = settle(funds, now);
          }
          const pending = pendingByCurrency(funds);
          for (const each of Object.keys(sums))
            expect((funds.available[each] ?? 0) + (pending[each] ?? 0)).toBe(sums[each]);
        }
        expect(settle(funds, now + 6 * day).pending).toEqual([]);
      }),
      { numRuns: 200, seed: 3 },
    );
  });
});
