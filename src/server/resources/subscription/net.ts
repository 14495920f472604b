/** What items cost after their discounts, and what they were billed at. */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import { discountsOf } from '../discount/redeem.ts';
import { reductionOf } from '../discount/stored.ts';
import type { LineAmounts } from '../invoice/amounts/lines.ts';
import { totalsOf } from '../invoice/amounts/totals.ts';
import { invoiceDiscounts, isInForce } from './billing.ts';
import { amountOf } from './lines.ts';
import type { Paid, StoredSubscription, StoredSubscriptionItem } from './stored.ts';

const net = ({ amount, discounts }: LineAmounts): number =>
  amount - discounts.reduce((sum, discount) => sum + discount.amount, 0);

/** What each item costs per period after its discounts and its share of the subscription's. */
export async function netAmounts(
  work: Work,
  subscription: StoredSubscription,
  items: readonly StoredSubscriptionItem[],
): Promise<number[]> {
  if (items.length === 0) return [];
  const reductions = async (ids: readonly string[]) =>
    (await discountsOf(work, ids)).filter((each) => isInForce(each, work.now)).map(reductionOf);
  const lines = [];
  for (const item of items) {
    const amount = await amountOf(work, item, item.quantity ?? 0, subscription.currency);
    const product = String(item.price.product);
    lines.push({ amount, discountable: true, product, discounts: await reductions(item.discounts), rates: [] });
  }
  const customer = await work.find<Stripe.Customer>('customer', subscription.customer, 'customer');
  const whole = await reductions(await invoiceDiscounts(work, subscription, customer));
  return totalsOf(lines, whole).lines.map(net);
}

/** The items once what they cost now is billed; metered ones are billed afterwards. */
export async function nowBilled(
  work: Work,
  subscription: StoredSubscription,
  items: readonly StoredSubscriptionItem[],
): Promise<StoredSubscriptionItem[]> {
  const amounts = await netAmounts(work, subscription, items);
  return items.map((item, at): StoredSubscriptionItem => {
    const { quantity, price } = item;
    return { ...item, paid: quantity === undefined ? null : { amount: amounts[at] ?? 0, quantity, price } };
  });
}

/** Nobody has been billed for the item, so that nothing of it comes back. */
export const unbilled = ({ price }: Pick<StoredSubscriptionItem, 'price'>): Paid => ({ amount: 0, quantity: 0, price });

interface Billed {
  /** As it was when it was billed. */
  readonly item: StoredSubscriptionItem;
  /** For a whole period. */
  readonly amount: number;
}

/**
 * What comes back of an item is counted, in the flexible billing mode, from what was billed for it, and in the classic one
 * from what it costs now: https://docs.stripe.com/billing/subscriptions/prorations#credit-prorations
 */
export async function asBilled(
  work: Work,
  subscription: StoredSubscription,
  items: readonly StoredSubscriptionItem[],
): Promise<(Billed | undefined)[]> {
  const amounts = await netAmounts(work, subscription, items);
  return items.map((item, at) => {
    const { paid } = item;
    if (paid === null || subscription.billing_mode.type === 'classic') return { item, amount: amounts[at] ?? 0 };
    if (paid.quantity === 0) return undefined;
    return { item: { ...item, price: paid.price, quantity: paid.quantity }, amount: paid.amount };
  });
}
