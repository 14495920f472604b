/** Discounts of quotes: they count as redeemed only when the quote is accepted. */
import type { Work } from '../../kernel/work.ts';
import { discountsOf, redeemAll, type SentDiscount, type Target } from '../discount/redeem.ts';
import { rehearsal } from '../invoice/rehearsal.ts';

/** Before a quote has lines it has no currency: coupons over an amount are then those of this one. */
const currencyWithoutLines = 'usd';

interface Offer {
  readonly customer: string | null;
  readonly currency: string | null;
  /** A one-time payment takes no coupon that goes on for months. */
  readonly once: boolean;
  /** What it is taken off, before discounts. */
  readonly amount: number | undefined;
}

export async function offerDiscounts(
  work: Work,
  sent: readonly SentDiscount[] | '' | undefined,
  { customer, currency, once, amount }: Offer,
  param: string,
): Promise<string[]> {
  const target: Target = { customer, currency: currency ?? currencyWithoutLines, refuseRepeating: once, amount };
  const discounts = await redeemAll(rehearsal(work), sent, target, param);
  for (const discount of discounts)
    if ((await work.get('discount', discount.id)) === undefined) await work.insert(discount);
  return discounts.map(({ id }) => id);
}

/** The coupons and promotion codes behind discounts. */
export async function sourcesOf(work: Work, ids: readonly string[]): Promise<SentDiscount[]> {
  const discounts = await discountsOf(work, ids);
  return discounts.map(({ promotion_code, source }) =>
    promotion_code === null ? { coupon: source.coupon } : { promotion_code },
  );
}
