/** Discounts in order: those of each line first, then those of the whole invoice, each on what the ones before it left. */
import { percentOf } from './decimal.ts';
import type { DiscountAmount, Line, Reduction } from './lines.ts';
import { spread } from './spread.ts';

function reductionOf({ percent_off, amount_off }: Reduction, base: number): number {
  const wanted = percent_off === null ? (amount_off ?? 0) : percentOf(base, percent_off);
  return Math.min(base, Math.max(0, wanted));
}

const concerns = (reduction: Reduction, { product }: Line): boolean =>
  reduction.products === null || (product !== null && reduction.products.includes(product));

/** What each discount takes off one line by itself. */
export function ownDiscounts(line: Line): DiscountAmount[] {
  if (!line.discountable || line.amount <= 0) return [];
  let left = line.amount;
  return line.discounts.map((reduction) => {
    const amount = concerns(reduction, line) ? reductionOf(reduction, left) : 0;
    left -= amount;
    return { discount: reduction.id, amount };
  });
}

const sumOf = (amounts: readonly DiscountAmount[]): number => amounts.reduce((sum, { amount }) => sum + amount, 0);

/** What every line loses: its own discounts, then its share of each discount of the invoice, then what credits pay. */
export function discountLines(lines: readonly Line[], reductions: readonly Reduction[]): DiscountAmount[][] {
  const all = lines.map(ownDiscounts);
  for (const reduction of reductions) {
    const left = lines.map((line, at) =>
      line.discountable && line.amount > 0 && concerns(reduction, line) ? line.amount - sumOf(all[at] ?? []) : 0,
    );
    const base = left.reduce((sum, amount) => sum + amount, 0);
    const shares = spread(reductionOf(reduction, base), left);
    shares.forEach((amount, at) => {
      if (amount !== 0) all[at]?.push({ discount: reduction.id, amount });
    });
  }
  lines.forEach(({ credits = [] }, at) => {
    all[at]?.push(...credits);
  });
  return all;
}
