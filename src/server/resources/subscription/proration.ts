/** Credits and debits for parts of periods: https://docs.stripe.com/billing/subscriptions/prorations */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import { discountsOf } from '../discount/redeem.ts';
import { reductionOf } from '../discount/stored.ts';
import type { LineAmounts } from '../invoice/amounts/lines.ts';
import { totalsOf } from '../invoice/amounts/totals.ts';
import type { StoredItem as InvoiceItem } from '../invoice-item/stored.ts';
import { decimal } from '../price/decimal.ts';
import { isInForce } from './billing.ts';
import { amountOf, productOf, type Share, shareOf, type Wording } from './lines.ts';
import type { Period } from './period.ts';
import type { StoredSubscription, StoredSubscriptionItem } from './stored.ts';
import { remainingText, unusedText } from './wording.ts';

/** One part of a period, given back or to be paid. */
export interface Proration {
  readonly item: StoredSubscriptionItem;
  readonly period: Period;
  readonly amount: number;
  readonly description: string;
}

const net = ({ amount, discounts }: LineAmounts): number =>
  amount - discounts.reduce((sum, discount) => sum + discount.amount, 0);

/** What each item costs per period after its discounts and its share of the subscription's. */
async function netAmounts(
  work: Work,
  { currency, discounts: own }: StoredSubscription,
  items: readonly StoredSubscriptionItem[],
): Promise<number[]> {
  const reductions = async (ids: readonly string[]) =>
    (await discountsOf(work, ids)).filter((each) => isInForce(each, work.now)).map(reductionOf);
  const lines = [];
  for (const item of items) {
    const { amount } = await amountOf(work, item, item.quantity ?? 0, currency);
    const product = String(item.price.product);
    lines.push({ amount, discountable: true, product, discounts: await reductions(item.discounts), rates: [] });
  }
  return totalsOf(lines, await reductions(own)).lines.map(net);
}

interface Side {
  readonly subscription: StoredSubscription;
  readonly items: readonly StoredSubscriptionItem[];
  readonly sign: 1 | -1;
  readonly text: typeof unusedText;
}

/** The part of the item's period that lies after `time`. */
function shareAfter(item: StoredSubscriptionItem, time: number): Share {
  const { current_period_start: start, current_period_end: end } = item;
  return { part: Math.max(0, Math.min(end - start, end - time)), whole: end - start };
}

async function partsOf(
  work: Work,
  { subscription, items, sign, text }: Side,
  wanted: (item: StoredSubscriptionItem) => boolean,
  time: number,
): Promise<Proration[]> {
  const amounts = await netAmounts(work, subscription, items);
  const parts: Proration[] = [];
  for (const [at, item] of items.entries()) {
    const share = shareAfter(item, time);
    if (!wanted(item) || item.quantity === undefined || share.part === 0) continue;
    const product: Wording | undefined = await productOf(work, item);
    const worded = { quantity: item.quantity, product, price: item.price, currency: subscription.currency };
    const amount = sign * shareOf(amounts[at] ?? 0, share) || 0;
    parts.push({
      item,
      period: { start: time, end: item.current_period_end },
      amount,
      description: text(worded, time),
    });
  }
  return parts;
}

export interface Exchange {
  readonly before: StoredSubscription;
  readonly after: StoredSubscription;
  readonly old: readonly StoredSubscriptionItem[];
  readonly fresh: readonly StoredSubscriptionItem[];
  /** Items whose cost changes, or whose period does. */
  readonly concerns: ReadonlySet<string>;
  readonly time: number;
}

/** What was paid for and is not used comes back; what is used instead is paid. */
export async function prorations(work: Work, exchange: Exchange): Promise<Proration[]> {
  const { before, after, old, fresh, concerns, time } = exchange;
  const wanted = ({ id }: StoredSubscriptionItem): boolean => concerns.has(id);
  const back = await partsOf(work, { subscription: before, items: old, sign: -1, text: unusedText }, wanted, time);
  const due = await partsOf(work, { subscription: after, items: fresh, sign: 1, text: remainingText }, wanted, time);
  return [...back, ...due];
}

/** Waiting for the next invoice of the subscription; `invoiceitem.created` tells of it. Discounts are in its amount. */
export async function storeProration(
  work: Work,
  { id: subscription, customer, currency, test_clock }: StoredSubscription,
  { item, period, amount, description }: Proration,
): Promise<InvoiceItem> {
  const quantity = item.quantity ?? 1;
  return work.insert<InvoiceItem>({
    id: work.newId('invoiceitem'),
    object: 'invoiceitem',
    amount,
    currency,
    customer,
    customer_account: null,
    date: work.now,
    description,
    discountable: false,
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
      unit_amount_decimal: item.price.unit_amount_decimal,
    },
    proration: true,
    quantity,
    quantity_decimal: decimal(quantity),
    tax_rates: item.tax_rates as Stripe.TaxRate[],
    test_clock,
    tax_code: null,
  });
}
