/** What items cost: for a period ahead, for a trial, or for what was used. */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import { billedQuantity } from '../billing-meter/usage.ts';
import { type DecimalLike, divideRounded } from '../invoice/amounts/decimal.ts';
import { priceOf } from '../invoice/amounts/tiers.ts';
import type { StoredLine } from '../invoice-line-item/stored.ts';
import { checkSize } from '../price/amounts.ts';
import { inCurrency } from '../price/charged.ts';
import { decimal } from '../price/decimal.ts';
import type { StoredPrice } from '../price/stored.ts';
import type { StoredProduct } from '../product/stored.ts';
import type { Period } from './period.ts';
import { isMetered, type StoredSubscriptionItem } from './stored.ts';
import { periodText, trialText } from './wording.ts';

/** One item, what it costs for a period, and how an invoice words that. */
export interface Cost {
  readonly item: StoredSubscriptionItem;
  readonly period: Period;
  readonly amount: number;
  readonly description: string;
  readonly quantity: number;
  readonly quantity_decimal: Stripe.Decimal;
  readonly unit_amount_decimal: Stripe.Decimal | null;
}

/** What is left of a whole, in seconds. */
export interface Share {
  readonly part: number;
  readonly whole: number;
}

export const whole: Share = { part: 1, whole: 1 };

export const shareOf = (amount: number, { part, whole: all }: Share): number =>
  all <= 0 ? 0 : divideRounded(BigInt(amount) * BigInt(part), BigInt(all));

export interface Wording {
  readonly name: string;
  readonly unit_label?: string | null | undefined;
}

export async function productOf(work: Work, item: StoredSubscriptionItem): Promise<Wording | undefined> {
  return work.get<StoredProduct>('product', String(item.price.product));
}

/** For a whole period, in the smallest unit of `currency`. */
export async function amountOf(
  work: Work,
  { price: { id } }: StoredSubscriptionItem,
  quantity: DecimalLike,
  currency: string,
): Promise<{ amount: number; unit_amount_decimal: Stripe.Decimal | null }> {
  const price = await work.find<StoredPrice>('price', id, 'items');
  const own = inCurrency(price, currency, 'items');
  const amount = priceOf(own, quantity);
  checkSize(amount, 'items');
  return { amount, unit_amount_decimal: own.unit_amount_decimal === null ? null : decimal(own.unit_amount_decimal) };
}

/** Of all items for a whole period; undefined where usage will tell. */
export async function periodAmount(
  work: Work,
  items: readonly StoredSubscriptionItem[],
  currency: string,
): Promise<number | undefined> {
  let sum = 0;
  for (const item of items) {
    if (item.quantity === undefined) return undefined;
    sum += (await amountOf(work, item, item.quantity, currency)).amount;
  }
  return sum;
}

async function costOf(
  work: Work,
  item: StoredSubscriptionItem,
  currency: string,
  period: Period,
  count: { readonly quantity: number; readonly quantity_decimal: Stripe.Decimal },
  share: Share,
): Promise<Cost> {
  const { amount, unit_amount_decimal } = await amountOf(work, item, count.quantity_decimal, currency);
  const price = { recurring: item.price.recurring, unit_amount_decimal };
  const worded = { quantity: count.quantity, product: await productOf(work, item), price, currency };
  return {
    ...count,
    item,
    period,
    amount: shareOf(amount, share),
    description: periodText(worded),
    unit_amount_decimal,
  };
}

const counted = (item: StoredSubscriptionItem): { quantity: number; quantity_decimal: Stripe.Decimal } => ({
  quantity: item.quantity ?? 1,
  quantity_decimal: decimal(item.quantity ?? 1),
});

/** Licensed items are paid for their period ahead; metered ones come afterwards. */
export async function ahead(
  work: Work,
  items: readonly StoredSubscriptionItem[],
  currency: string,
  shareFor: (item: StoredSubscriptionItem) => Share = () => whole,
): Promise<Cost[]> {
  const costs: Cost[] = [];
  for (const item of items) {
    if (isMetered(item)) continue;
    const period = { start: item.current_period_start, end: item.current_period_end };
    costs.push(await costOf(work, item, currency, period, counted(item), shareFor(item)));
  }
  return costs;
}

/** What metered items used in their period up to `end`. */
export async function used(
  work: Work,
  items: readonly StoredSubscriptionItem[],
  customer: string,
  currency: string,
  end?: number,
): Promise<Cost[]> {
  const costs: Cost[] = [];
  for (const item of items) {
    if (!isMetered(item)) continue;
    const period = { start: item.current_period_start, end: end ?? item.current_period_end };
    const count = await billedQuantity(work, item.price, customer, period);
    costs.push(await costOf(work, item, currency, period, count, whole));
  }
  return costs;
}

/** A trial costs nothing, and the invoice says so. */
export async function onTrial(work: Work, items: readonly StoredSubscriptionItem[], currency: string): Promise<Cost[]> {
  const costs: Cost[] = [];
  for (const item of items) {
    const count = counted(item);
    const worded = { quantity: count.quantity, product: await productOf(work, item), price: item.price, currency };
    costs.push({
      ...count,
      item: { ...item, discounts: [] },
      period: { start: item.current_period_start, end: item.current_period_end },
      amount: 0,
      description: trialText(worded),
      unit_amount_decimal: decimal(0),
    });
  }
  return costs;
}

export function lineOf(work: Work, cost: Cost, invoice: string, currency: string): StoredLine {
  const { item, amount, period, quantity, quantity_decimal, unit_amount_decimal, description } = cost;
  return {
    id: work.newId('line_item'),
    object: 'line_item',
    amount,
    currency,
    description,
    discount_amounts: [],
    discountable: true,
    discounts: item.discounts,
    invoice,
    livemode: false,
    metadata: item.metadata,
    parent: {
      invoice_item_details: null,
      subscription_item_details: {
        invoice_item: null,
        proration: false,
        proration_details: { credited_items: null },
        subscription: item.subscription,
        subscription_item: item.id,
      },
      type: 'subscription_item_details',
    },
    period,
    pretax_credit_amounts: [],
    pricing: {
      price_details: { price: item.price.id, product: String(item.price.product) },
      type: 'price_details',
      unit_amount_decimal,
    },
    quantity,
    quantity_decimal,
    subscription: item.subscription,
    subtotal: amount,
    taxes: [],
    rates: item.tax_rates,
  };
}
