/** What lines, discounts and taxes add up to: https://docs.stripe.com/invoicing/overview */
import { discountLines, ownDiscounts } from './discounts.ts';
import type { DiscountAmount, Line, LineAmounts, Rate, Reduction, Tax } from './lines.ts';
import { sum } from './sum.ts';
import { taxesOn } from './taxes.ts';

interface Shipping {
  readonly amount: number;
  readonly rates: readonly Rate[];
}

export interface Sums {
  /** After the lines' own discounts, before those of the invoice and before exclusive tax. */
  readonly subtotal: number;
  readonly subtotal_excluding_tax: number;
  readonly total: number;
  readonly total_excluding_tax: number;
  readonly discounts: readonly DiscountAmount[];
  readonly taxes: readonly Tax[];
}

export interface Totals extends Sums {
  readonly lines: readonly LineAmounts[];
  readonly shippingTaxes: readonly Tax[];
}

const inclusiveSum = (taxes: readonly Tax[]): number => sum(taxes.filter(({ inclusive }) => inclusive));

export function sumByDiscount(all: readonly (readonly DiscountAmount[])[]): DiscountAmount[] {
  const sums = new Map<string, DiscountAmount>();
  for (const each of all.flat())
    sums.set(each.discount, { ...each, amount: (sums.get(each.discount)?.amount ?? 0) + each.amount });
  return [...sums.values()];
}

export function sumByRate(all: readonly (readonly Tax[])[]): Tax[] {
  const sums = new Map<string, Tax>();
  for (const tax of all.flat()) {
    const key = tax.reason === undefined ? tax.rate : `${tax.rate} ${tax.reason}`;
    const known = sums.get(key);
    sums.set(
      key,
      known === undefined ? tax : { ...tax, amount: known.amount + tax.amount, taxable: known.taxable + tax.taxable },
    );
  }
  return [...sums.values()];
}

/** `reductions` are those of the whole invoice; shipping is neither discounted nor part of the subtotal. */
export function totalsOf(lines: readonly Line[], reductions: readonly Reduction[], shipping?: Shipping): Totals {
  const discounts = discountLines(lines, reductions);
  const amounts = lines.map((line, at): LineAmounts => {
    const own = discounts[at] ?? [];
    return {
      amount: line.amount,
      discounts: own,
      taxes: line.taxes ?? taxesOn(line.amount - sum(own), line.rates),
    };
  });
  const shippingTaxes = shipping === undefined ? [] : taxesOn(shipping.amount, shipping.rates);
  const taxes = sumByRate([...amounts.map((line) => line.taxes), shippingTaxes]);

  const beforeInvoice = lines.map((line) => line.amount - sum(ownDiscounts(line)));
  const subtotal = beforeInvoice.reduce((all, amount) => all + amount, 0);
  const inclusiveBefore = lines.map((line, at) =>
    line.taxes === undefined ? inclusiveSum(taxesOn(beforeInvoice[at] ?? 0, line.rates)) : inclusiveSum(line.taxes),
  );
  const discounted = sum(lines) - sum(discounts.flat()) + (shipping?.amount ?? 0);
  return {
    lines: amounts,
    subtotal,
    subtotal_excluding_tax: subtotal - inclusiveBefore.reduce((all, amount) => all + amount, 0),
    total: discounted + sum(taxes) - inclusiveSum(taxes),
    total_excluding_tax: discounted - inclusiveSum(taxes),
    discounts: sumByDiscount(discounts),
    taxes,
    shippingTaxes,
  };
}
