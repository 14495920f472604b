/** Amounts of tax on one thing, and their sums by rate. */
import type Stripe from 'stripe';
import { taxesOn } from '../invoice/amounts/taxes.ts';
import type { Imposition } from './impose.ts';

type LineBreakdown = Stripe.Tax.CalculationLineItem.TaxBreakdown;
type Breakdown = Stripe.Tax.Calculation.TaxBreakdown;

export interface Taxed {
  readonly imposition: Imposition;
  readonly inclusive: boolean;
  readonly amount: number;
  readonly taxable: number;
}

export function taxedBy(impositions: readonly Imposition[], amount: number, inclusive: boolean): Taxed[] {
  const rates = impositions.map(({ rate, reason }, at) => ({
    id: String(at),
    percentage: Number(rate),
    inclusive,
    reason,
  }));
  const taxes = taxesOn(amount, rates);
  return impositions.map((imposition, at) => ({
    imposition,
    inclusive,
    amount: taxes[at]?.amount ?? 0,
    taxable: taxes[at]?.taxable ?? 0,
  }));
}

/** `19` as Stripe Tax writes it: `19.0`. */
const percentage = (rate: string): string => (rate.includes('.') ? rate : `${rate}.0`);

const unimposed: ReadonlySet<string> = new Set(['not_supported', 'product_exempt']);

export function lineBreakdown(taxed: readonly Taxed[]): LineBreakdown[] {
  return taxed.map(({ imposition: { levy, rate, reason }, amount, taxable }) => ({
    amount,
    jurisdiction: levy.jurisdiction,
    sourcing: 'destination',
    tax_rate_details: unimposed.has(reason)
      ? null
      : { display_name: levy.display_name, percentage_decimal: percentage(rate), tax_type: levy.tax_type },
    taxability_reason: reason,
    taxable_amount: taxable,
  }));
}

const keyOf = ({ imposition: { levy, rate, reason }, inclusive }: Taxed): string =>
  [levy.jurisdiction.country, levy.jurisdiction.state, levy.tax_type, rate, reason, inclusive].join(' ');

/** One row for each rate, in the order in which they first appear. */
export function breakdownOf(all: readonly Taxed[]): Breakdown[] {
  const sums = new Map<string, Breakdown>();
  for (const taxed of all) {
    const { imposition, inclusive, amount, taxable } = taxed;
    const { levy, rate, reason } = imposition;
    const known = sums.get(keyOf(taxed));
    sums.set(keyOf(taxed), {
      amount: amount + (known?.amount ?? 0),
      inclusive,
      tax_rate_details: {
        country: levy.jurisdiction.country,
        flat_amount: null,
        percentage_decimal: percentage(rate),
        rate_type: unimposed.has(reason) ? null : 'percentage',
        state: levy.jurisdiction.state,
        tax_type: unimposed.has(reason) ? null : levy.tax_type,
      },
      taxability_reason: reason,
      taxable_amount: taxable + (known?.taxable_amount ?? 0),
    });
  }
  return [...sums.values()];
}

export const taxSum = (taxed: readonly Taxed[], inclusive: boolean): number =>
  taxed.reduce((sum, tax) => sum + (tax.inclusive === inclusive ? tax.amount : 0), 0);
