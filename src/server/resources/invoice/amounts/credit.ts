/** What crediting a part of a line gives back, and what a credit note adds up to. */
import { divideRounded } from './decimal.ts';
import type { DiscountAmount, LineAmounts, Tax } from './lines.ts';
import { sum } from './sum.ts';
import { type Sums, sumByDiscount, sumByRate } from './totals.ts';

/** The share of `total` between two marks of `whole`; shares of neighbouring parts add up to the share of both. */
function share(total: number, from: number, to: number, whole: number): number {
  const at = (mark: number): number => (whole === 0 ? 0 : divideRounded(BigInt(total) * BigInt(mark), BigInt(whole)));
  return at(to) - at(from);
}

/** `gross` of a line of which `before` has been credited already, with its share of discounts and taxes. */
export function partOf(line: LineAmounts, before: number, gross: number): LineAmounts {
  const upTo = before + gross;
  const discounts = line.discounts.map(
    (each): DiscountAmount => ({ ...each, amount: share(each.amount, before, upTo, line.amount) }),
  );
  const taxes = line.taxes.map(
    (tax): Tax => ({
      ...tax,
      amount: share(tax.amount, before, upTo, line.amount),
      taxable: share(tax.taxable, before, upTo, line.amount),
    }),
  );
  return { amount: gross, discounts, taxes };
}

export interface CreditedLine extends LineAmounts {
  /** Discounts of the line itself; the others are the invoice's. */
  readonly own: readonly string[];
}

export interface CreditTotals extends Sums {
  /** What discounts took off; credits are none. */
  readonly discount_amount: number;
}

/** Shipping is neither discounted nor part of the subtotal. */
export function creditTotals(
  lines: readonly CreditedLine[],
  shipping: { readonly amount: number; readonly taxes: readonly Tax[] },
): CreditTotals {
  const discounts = sumByDiscount(lines.map((line) => line.discounts));
  const taxes = sumByRate([...lines.map((line) => line.taxes), shipping.taxes]);
  const inclusive = sum(taxes.filter((tax) => tax.inclusive));
  const inclusiveOfLines = sum(lines.flatMap((line) => line.taxes).filter((tax) => tax.inclusive));
  const own = lines.reduce(
    (all, line) => all + sum(line.discounts.filter(({ discount }) => line.own.includes(discount))),
    0,
  );
  const discounted = sum(lines) - sum(discounts) + shipping.amount;
  return {
    discount_amount: sum(discounts.filter(({ isCredit }) => isCredit !== true)),
    subtotal: sum(lines) - own,
    subtotal_excluding_tax: sum(lines) - own - inclusiveOfLines,
    total: discounted + sum(taxes) - inclusive,
    total_excluding_tax: discounted - inclusive,
    discounts,
    taxes,
  };
}
