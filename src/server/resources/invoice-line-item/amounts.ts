/** Between stored lines and the plain data of the arithmetic. */
import type Stripe from 'stripe';
import { reductionOf, type StoredDiscount } from '../discount/stored.ts';
import type { DiscountAmount, Line, LineAmounts, Rate, Tax } from '../invoice/amounts/lines.ts';
import type { StoredLine } from './stored.ts';

type ShownTax = Stripe.InvoiceLineItem.Tax;

export const rateOf = ({ id, percentage, inclusive }: Stripe.TaxRate): Rate => ({ id, percentage, inclusive });

export function plainLine(
  line: StoredLine,
  rates: readonly Rate[],
  discounts: ReadonlyMap<string, StoredDiscount>,
): Line {
  return {
    amount: line.amount,
    discountable: line.discountable,
    product: line.pricing?.price_details?.product ?? null,
    discounts: line.discounts.flatMap((id) => {
      const discount = discounts.get(id);
      return discount === undefined ? [] : [reductionOf(discount)];
    }),
    rates,
    credits: creditsOn(line),
  };
}

export const shownTax = ({ rate, inclusive, amount, taxable, reason }: Tax): ShownTax => ({
  amount,
  tax_behavior: inclusive ? 'inclusive' : 'exclusive',
  tax_rate_details: { tax_rate: rate },
  taxability_reason: reason ?? 'not_available',
  taxable_amount: taxable,
  type: 'tax_rate_details',
});

export const shownCredits = (
  discounts: readonly DiscountAmount[],
): (ShownCredit | { amount: number; discount: string; type: 'discount' })[] =>
  discounts.map(({ amount, discount: id, isCredit }) =>
    isCredit
      ? { amount, credit_balance_transaction: id, type: 'credit_balance_transaction' }
      : { amount, discount: id, type: 'discount' },
  );

interface ShownCredit {
  amount: number;
  credit_balance_transaction: string;
  type: 'credit_balance_transaction';
}

export const shownDiscounts = (discounts: readonly DiscountAmount[]): { amount: number; discount: string }[] =>
  discounts.filter(({ isCredit }) => isCredit !== true).map(({ amount, discount }) => ({ amount, discount }));

/** What grants have given to the line, as the arithmetic knows it. */
export const creditsOn = ({ credits = [] }: StoredLine): DiscountAmount[] =>
  credits.map(({ amount, transaction }) => ({ amount, discount: transaction, isCredit: true }));

/** The fields of a line that depend on the whole invoice. */
export function computedFields({
  discounts,
  taxes,
}: LineAmounts): Pick<StoredLine, 'discount_amounts' | 'pretax_credit_amounts' | 'taxes'> {
  return {
    discount_amounts: shownDiscounts(discounts),
    pretax_credit_amounts: shownCredits(discounts.filter(({ amount }) => amount !== 0)),
    taxes: taxes.map(shownTax),
  };
}
