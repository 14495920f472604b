import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { creditTotals, partOf } from '../../src/server/resources/invoice/amounts/credit.ts';
import { divideRounded, exact, percentOf, text } from '../../src/server/resources/invoice/amounts/decimal.ts';
import { dueOf } from '../../src/server/resources/invoice/amounts/due.ts';
import type { Line, Rate, Reduction } from '../../src/server/resources/invoice/amounts/lines.ts';
import { spread } from '../../src/server/resources/invoice/amounts/spread.ts';
import { taxesOn } from '../../src/server/resources/invoice/amounts/taxes.ts';
import { partsOf, priceOf } from '../../src/server/resources/invoice/amounts/tiers.ts';
import { totalsOf } from '../../src/server/resources/invoice/amounts/totals.ts';

const sum = (amounts: readonly { amount: number }[]): number => amounts.reduce((all, { amount }) => all + amount, 0);

const percentage = fc.integer({ min: 1, max: 1_000_000 }).map((value) => value / 10_000);
const reduction = fc.record({
  id: fc.constantFrom('di_a', 'di_b', 'di_c'),
  products: fc.constantFrom(null, ['prod_a']),
  value: fc.oneof(
    percentage.map((percent_off) => ({ percent_off, amount_off: null })),
    fc.integer({ min: 1, max: 20_000 }).map((amount_off) => ({ percent_off: null, amount_off })),
  ),
});
const reductions = fc
  .array(reduction, { maxLength: 3 })
  .map((all): Reduction[] => all.map(({ value, ...rest }) => ({ ...rest, ...value })));
const rate = fc.record({ id: fc.constantFrom('txr_a', 'txr_b'), percentage, inclusive: fc.boolean() });
const rates = fc.uniqueArray(rate, { maxLength: 2, selector: ({ id }) => id });
const line: fc.Arbitrary<Line> = fc.record({
  amount: fc.integer({ min: -50_000, max: 200_000 }),
  discountable: fc.boolean(),
  product: fc.constantFrom('prod_a', 'prod_b', null),
  discounts: reductions,
  rates,
});
const lines = fc.array(line, { maxLength: 6 });

const noShipping = { amount: 0, taxes: [] };

describe('totals of an invoice', () => {
  it('add up, whatever the lines, discounts and taxes', () => {
    fc.assert(
      fc.property(lines, reductions, fc.integer({ min: 0, max: 5000 }), (all, invoice, shipping) => {
        const totals = totalsOf(all, invoice, { amount: shipping, rates: [] });
        const inclusive = sum(totals.taxes.filter((tax) => tax.inclusive));
        const exclusive = sum(totals.taxes) - inclusive;
        const discounts = sum(totals.discounts);
        expect(totals.total).toBe(sum(all) - discounts + exclusive + shipping);
        expect(totals.total_excluding_tax).toBe(totals.total - sum(totals.taxes));
        expect(sum(totals.lines.flatMap(({ discounts: own }) => own))).toBe(discounts);
        expect(sum(totals.lines.flatMap(({ taxes }) => taxes))).toBe(sum(totals.taxes));
        for (const { amount, discounts: own } of totals.lines) {
          expect(sum(own)).toBeLessThanOrEqual(Math.max(0, amount));
          for (const each of own) expect(each.amount).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('leave nothing negative to pay, and the balance accounts for the rest', () => {
    const amount = fc.integer({ min: -100_000, max: 100_000 });
    fc.assert(
      fc.property(amount, amount, (total, balance) => {
        const due = dueOf(total, balance, 50);
        expect(due.amount_due).toBeGreaterThanOrEqual(0);
        expect(due.amount_due === 0 || due.amount_due >= 50).toBe(true);
        expect(balance + due.applied + due.tooSmall).toBe(due.ending_balance);
        expect(due.amount_due + due.ending_balance).toBe(total + balance);
      }),
    );
  });

  it('come back to the cent when a line is credited piece by piece', () => {
    const parts = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(parts, reductions, rates, (pieces, invoice, taxed) => {
        const amount = pieces.reduce((all, piece) => all + piece, 0);
        const [whole] = totalsOf(
          [{ amount, discountable: true, product: 'prod_a', discounts: [], rates: taxed }],
          invoice,
        ).lines;
        if (whole === undefined) throw new Error('no line');
        let before = 0;
        let credited = 0;
        for (const piece of pieces) {
          credited += creditTotals([{ ...partOf(whole, before, piece), own: [] }], noShipping).total;
          before += piece;
        }
        expect(credited).toBe(creditTotals([{ ...whole, own: [] }], noShipping).total);
      }),
    );
  });
});

describe('rounding', () => {
  it.each([
    [5n, 10n, 1],
    [-5n, 10n, -1],
    [4n, 10n, 0],
    [15n, 10n, 2],
    [-15n, 10n, -2],
  ])('%s / %s is %s', (dividend, divisor, quotient) => {
    expect(divideRounded(dividend, divisor)).toBe(quotient);
  });

  it.each([
    ['0.0525', '0.0525'],
    ['1500', '1500'],
    ['10.50', '10.5'],
    ['-0.25', '-0.25'],
    ['1e-7', '0.0000001'],
  ])('keeps %s exactly', (sent, shown) => {
    expect(text(exact(sent))).toBe(shown);
  });

  it('takes percentages exactly', () => {
    expect(percentOf(1000, 33.3333)).toBe(333);
    expect(percentOf(100, 0.5)).toBe(1);
    expect(percentOf(2000, 8.875)).toBe(178);
  });

  it('spreads everything, the last share taking the rest', () => {
    expect(spread(500, [1000, 2000])).toEqual([166, 334]);
    expect(spread(100, [100, 200, 300])).toEqual([16, 33, 51]);
    expect(spread(10, [5, 5, 5, 0])).toEqual([3, 3, 4, 0]);
    expect(spread(2, [1, 1, 1, 1])).toEqual([0, 0, 1, 1]);
    expect(spread(-10, [1, 2])).toEqual([-3, -7]);
    expect(spread(5, [0, 0])).toEqual([0, 0]);
  });
});

describe('taxes', () => {
  const of = (percentage: number, inclusive: boolean, id = 'txr'): Rate => ({ id, percentage, inclusive });

  it.each([
    [1000, [of(10, false)], [100]],
    [1190, [of(19, true)], [190]],
    [1000, [of(19, true)], [160]],
    [1200, [of(10, true, 'a'), of(10, true, 'b')], [100, 100]],
    [1100, [of(10, true, 'a'), of(20, false, 'b')], [100, 200]],
    [-1000, [of(10, false)], [-100]],
  ])('on %s', (base, all, amounts) => {
    expect(taxesOn(base, all).map(({ amount }) => amount)).toEqual(amounts);
  });
});

describe('tiers', () => {
  const tiers = [
    { up_to: 10, unit_amount_decimal: '100', flat_amount_decimal: null },
    { up_to: null, unit_amount_decimal: '50', flat_amount_decimal: '20' },
  ];
  it.each([
    ['graduated', 5, 500],
    ['graduated', 10, 1000],
    ['graduated', 12, 1120],
    ['volume', 5, 500],
    ['volume', 12, 620],
  ] as const)('%s, %s pieces', (tiers_mode, quantity, amount) => {
    expect(priceOf({ unit_amount_decimal: null, tiers, tiers_mode }, quantity)).toBe(amount);
  });

  it('are rounded one by one', () => {
    const fine = [
      { up_to: 1, unit_amount_decimal: '0.5', flat_amount_decimal: null },
      { up_to: null, unit_amount_decimal: '0.5', flat_amount_decimal: '0.5' },
    ];
    const parts = partsOf({ unit_amount_decimal: null, tiers: fine, tiers_mode: 'graduated' }, '2');
    expect(parts.map(({ tier, flat, amount }) => [tier, flat, amount])).toEqual([
      [1, false, 1],
      [2, false, 1],
      [2, true, 1],
    ]);
  });
});
