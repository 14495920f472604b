/** Credits and debits for parts of periods: https://docs.stripe.com/billing/subscriptions/prorations */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import type { StoredItem as InvoiceItem } from '../invoice-item/stored.ts';
import { decimal } from '../price/decimal.ts';
import { rhythmOf } from './dates.ts';
import { ahead, type Cost, productOf, type Share, shareOf } from './lines.ts';
import { asBilled, netAmounts } from './net.ts';
import { type Period, periodAround } from './period.ts';
import type { StoredSubscription, StoredSubscriptionItem } from './stored.ts';
import { remainingText, unusedText } from './wording.ts';

/** One part of a period, given back or to be paid. */
export interface Proration {
  readonly item: StoredSubscriptionItem;
  readonly period: Period;
  readonly amount: number;
  readonly description: string;
}

/** What of a whole period of the cycle lies between two moments. */
function shareOfCycle(
  { billing_cycle_anchor: anchor }: Pick<StoredSubscription, 'billing_cycle_anchor'>,
  item: StoredSubscriptionItem,
  { start, end }: Period,
): Share {
  const all = periodAround(anchor, rhythmOf(item), item.current_period_start);
  return { part: Math.max(0, end - start), whole: all.end - all.start };
}

/** Of licensed items for the periods they are in, or for what there is of them. */
export const periodCosts = (
  work: Work,
  subscription: Pick<StoredSubscription, 'billing_cycle_anchor' | 'currency'>,
  items: readonly StoredSubscriptionItem[],
): Promise<Cost[]> =>
  ahead(work, items, subscription.currency, (item) =>
    shareOfCycle(subscription, item, { start: item.current_period_start, end: item.current_period_end }),
  );

interface Side {
  readonly subscription: StoredSubscription;
  readonly sign: 1 | -1;
  readonly text: typeof unusedText;
}

const credit = (subscription: StoredSubscription): Side => ({ subscription, sign: -1, text: unusedText });
const debit = (subscription: StoredSubscription): Side => ({ subscription, sign: 1, text: remainingText });

async function part(
  work: Work,
  { subscription, sign, text }: Side,
  item: StoredSubscriptionItem,
  amount: number,
  period: Period,
): Promise<Proration[]> {
  const share = shareOfCycle(subscription, item, period);
  if (item.quantity === undefined || share.part === 0) return [];
  const worded = { quantity: item.quantity, product: await productOf(work, item.price) };
  return [{ item, period, amount: sign * shareOf(amount, share) || 0, description: text(worded, period.start) }];
}

/** What is left of the item's period at `time`. */
const rest = (
  { current_period_start: start, current_period_end: end }: StoredSubscriptionItem,
  time: number,
): Period => ({
  start: Math.max(start, time),
  end,
});

interface Exchange {
  readonly before: StoredSubscription;
  readonly after: StoredSubscription;
  readonly old: readonly StoredSubscriptionItem[];
  readonly fresh: readonly StoredSubscriptionItem[];
  /** Items whose cost changes, or that begin a period anew. */
  readonly concerns: ReadonlySet<string>;
  readonly time: number;
}

/** What was paid for and is not used comes back; what is used instead is paid. */
export async function prorations(work: Work, exchange: Exchange): Promise<Proration[]> {
  const { before, after, old, fresh, concerns, time } = exchange;
  const parts: Proration[] = [];
  for (const [at, item] of (await asBilled(work, before, old)).entries()) {
    const was = old[at];
    if (was !== undefined && item !== undefined && concerns.has(was.id))
      parts.push(...(await part(work, credit(before), item.item, item.amount, rest(was, time))));
  }
  const amounts = await netAmounts(work, after, fresh);
  for (const [at, item] of fresh.entries())
    if (concerns.has(item.id))
      parts.push(...(await part(work, debit(after), item, amounts[at] ?? 0, rest(item, time))));
  return [...parts, ...(await extents(work, exchange))];
}

/** Periods of items that stay as they are, but end at another time: because the subscription does, or no longer. */
async function extents(work: Work, { before, after, old, fresh, concerns }: Exchange): Promise<Proration[]> {
  const billed = await asBilled(work, before, old);
  const parts: Proration[] = [];
  for (const [at, was] of old.entries()) {
    const [is, paid] = [fresh.find(({ id }) => id === was.id), billed[at]];
    if (is === undefined || paid === undefined || concerns.has(was.id)) continue;
    const [from, to] = [was.current_period_end, is.current_period_end];
    if (to < from) parts.push(...(await part(work, credit(before), paid.item, paid.amount, { start: to, end: from })));
    if (to > from) parts.push(...(await part(work, debit(after), paid.item, paid.amount, { start: from, end: to })));
  }
  return parts;
}

/** The rest of the periods of items that nobody is billed for. */
export async function remainders(
  work: Work,
  subscription: StoredSubscription,
  items: readonly StoredSubscriptionItem[],
): Promise<Proration[]> {
  const amounts = await netAmounts(work, subscription, items);
  const parts: Proration[] = [];
  for (const [at, item] of items.entries())
    if (item.paid?.quantity === 0)
      parts.push(...(await part(work, debit(subscription), item, amounts[at] ?? 0, rest(item, work.now))));
  return parts;
}

/** Waiting for the next invoice of the subscription; `invoiceitem.created` tells of it. Discounts are in its amount. */
export const storeProration = (
  work: Work,
  subscription: StoredSubscription,
  { item, period, amount, description }: Proration,
): Promise<InvoiceItem> => {
  const quantity = item.quantity ?? 1;
  const { unit_amount_decimal } = item.price;
  const count = { quantity, quantity_decimal: decimal(quantity), unit_amount_decimal };
  return storeItem(work, subscription, { ...count, item, period, amount, description }, true);
};

/** What an item was used for, waiting for the next invoice of the subscription. */
export const storeUsage = (work: Work, subscription: StoredSubscription, cost: Cost): Promise<InvoiceItem> =>
  storeItem(work, subscription, cost, false);

async function storeItem(
  work: Work,
  { id: subscription, customer, currency, test_clock }: StoredSubscription,
  { item, period, amount, description, quantity, quantity_decimal, unit_amount_decimal }: Cost,
  proration: boolean,
): Promise<InvoiceItem> {
  return work.insert<InvoiceItem>({
    id: work.newId('invoiceitem'),
    object: 'invoiceitem',
    amount,
    currency,
    customer,
    customer_account: null,
    date: work.now,
    description,
    discountable: !proration,
    discounts: [],
    invoice: null,
    livemode: false,
    metadata: {},
    net_amount: amount,
    parent: { subscription_details: { subscription, subscription_item: item.id }, type: 'subscription_details' },
    period,
    pricing: {
      price_details: { price: item.price.id, product: String(item.price.product) },
      type: 'price_details',
      unit_amount_decimal,
    },
    proration,
    quantity,
    quantity_decimal,
    tax_rates: item.tax_rates as Stripe.TaxRate[],
    test_clock,
    tax_code: null,
  });
}
