import type { StoredDiscount } from '../discount/stored.ts';
import { reductionOf } from '../discount/stored.ts';
import { ownDiscounts } from '../invoice/amounts/discounts.ts';
import type { StoredItem } from './stored.ts';

/** What is left of the item after its own discounts. */
export function netAmount(
  { amount, discountable, pricing }: Pick<StoredItem, 'amount' | 'discountable' | 'pricing'>,
  discounts: readonly StoredDiscount[],
): number {
  const taken = ownDiscounts({
    amount,
    discountable,
    product: pricing?.price_details?.product ?? null,
    discounts: discounts.map(reductionOf),
    rates: [],
  });
  return amount - taken.reduce((sum, discount) => sum + discount.amount, 0);
}
