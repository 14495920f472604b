/** One amount, taxes included, taken off all lines and the shipping in proportion to what is left of them. */
import { errors } from '../../kernel/errors.ts';
import { divideRounded } from '../invoice/amounts/decimal.ts';
import { spread } from '../invoice/amounts/spread.ts';
import type { Amounts, Remaining } from './remaining.ts';
import type { Parts } from './reverse.ts';

interface Gross {
  readonly amounts: Amounts;
  /** With its tax. */
  readonly gross: number;
}

const grossOf = (amounts: Amounts, inclusive: boolean): Gross => ({
  amounts,
  gross: amounts.amount + (inclusive ? 0 : amounts.amount_tax),
});

/** The part of `share` that is tax, both below zero. */
function split({ amounts: { amount_tax }, gross }: Gross, share: number, inclusive: boolean): Amounts {
  const tax = gross === 0 ? 0 : divideRounded(BigInt(share) * BigInt(amount_tax), BigInt(gross));
  return { amount: inclusive ? share : share - tax, amount_tax: tax };
}

export function flatParts({ lines, shipping }: Remaining, flat: number): Parts {
  if (flat >= 0) throw errors.invalid('The amount of a reversal must be negative.', 'flat_amount');
  const behaviors = lines.map(({ line }) => line.tax_behavior === 'inclusive');
  const all = lines.map((each, at) => grossOf(each, behaviors[at] ?? false));
  const cost = grossOf(shipping, false);
  const grosses = [...all, cost].map(({ gross }) => gross);
  const most = grosses.reduce((sum, gross) => sum + gross, 0);
  if (-flat > most)
    throw errors.invalid(`The amount to reverse (${-flat}) is greater than what is left (${most}).`, 'flat_amount');
  const shares = spread(flat, grosses);
  return {
    lines: lines.flatMap(({ line }, at) => {
      const share = shares[at] ?? 0;
      const own = all[at];
      return share === 0 || own === undefined ? [] : [{ line, ...split(own, share, behaviors[at] ?? false) }];
    }),
    shipping: shares.at(-1) ? split(cost, shares.at(-1) ?? 0, false) : null,
  };
}
