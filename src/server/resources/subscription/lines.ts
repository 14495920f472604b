/** What items cost, and the lines that say so: for a period ahead, or for a trial. */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import { type DecimalLike, divideRounded, type Exact, text } from '../invoice/amounts/decimal.ts';
import { sum } from '../invoice/amounts/sum.ts';
import { type Part, type Pricing, partsOf } from '../invoice/amounts/tiers.ts';
import type { StoredLine } from '../invoice-line-item/stored.ts';
import { checkSize } from '../price/amounts.ts';
import { inCurrency } from '../price/charged.ts';
import { decimal } from '../price/decimal.ts';
import type { StoredPrice } from '../price/stored.ts';
import type { StoredProduct } from '../product/stored.ts';
import type { Period } from './period.ts';
import { isMetered, type StoredSubscriptionItem } from './stored.ts';
import { classicTrialText, classicUsageTrialText, periodText, trialText } from './wording.ts';

/** One line of what an item costs for a period, and how an invoice words that. */
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

interface Wording {
  readonly name: string;
  readonly unit_label?: string | null | undefined;
}

export async function productOf(work: Work, price: Pick<Stripe.Price, 'product'>): Promise<Wording | undefined> {
  return work.get<StoredProduct>('product', String(price.product));
}

async function pricingOf(
  work: Work,
  { price: { id } }: Pick<StoredSubscriptionItem, 'price'>,
  currency: string,
): Promise<Pricing> {
  return inCurrency(await work.find<StoredPrice>('price', id, 'items'), currency, 'items');
}

/** What is billed for a quantity, line by line. */
export async function partsFor(
  work: Work,
  item: StoredSubscriptionItem,
  quantity: DecimalLike,
  currency: string,
): Promise<Part[]> {
  const parts = partsOf(await pricingOf(work, item, currency), quantity);
  checkSize(sum(parts), 'items');
  return parts;
}

/** For a whole period, in the smallest unit of `currency`. */
export const amountOf = async (
  work: Work,
  item: StoredSubscriptionItem,
  quantity: DecimalLike,
  currency: string,
): Promise<number> => sum(await partsFor(work, item, quantity, currency));

/** Of all items for a whole period; undefined where usage will tell. */
export async function periodAmount(
  work: Work,
  items: readonly StoredSubscriptionItem[],
  currency: string,
): Promise<number | undefined> {
  let all = 0;
  for (const item of items) {
    if (item.quantity === undefined) return undefined;
    all += await amountOf(work, item, item.quantity, currency);
  }
  return all;
}

const counted = (quantity: Exact): Pick<Cost, 'quantity' | 'quantity_decimal'> => ({
  quantity: Math.trunc(Number(text(quantity))),
  quantity_decimal: decimal(text(quantity)),
});

/** A line for each part; `share` is what of the period they are for. */
export async function costsOf(
  work: Work,
  item: StoredSubscriptionItem,
  currency: string,
  period: Period,
  parts: readonly Part[],
  share: Share = whole,
): Promise<Cost[]> {
  const product = await productOf(work, item.price);
  return parts.map((part): Cost => {
    const count = counted(part.quantity);
    const { price } = item;
    return {
      ...count,
      item,
      period,
      amount: shareOf(part.amount, share),
      description: periodText({ quantity: count.quantity, product, price, part, currency }),
      unit_amount_decimal: part.flat || part.rate === null ? null : decimal(part.rate),
    };
  });
}

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
    const parts = await partsFor(work, item, item.quantity ?? 1, currency);
    costs.push(...(await costsOf(work, item, currency, period, parts, shareFor(item))));
  }
  return costs;
}

/** A trial costs nothing, and the invoice says so. */
export async function onTrial(
  work: Work,
  { billing_mode: { type } }: Pick<Stripe.Subscription, 'billing_mode'>,
  items: readonly StoredSubscriptionItem[],
): Promise<Cost[]> {
  const costs: Cost[] = [];
  for (const item of items) {
    // What is billed by usage has no line before it was used; in the classic mode it has one.
    if (type !== 'classic' && isMetered(item)) continue;
    const quantity = item.quantity ?? 0;
    const worded = { quantity, product: await productOf(work, item.price) };
    const classic = isMetered(item) ? classicUsageTrialText : classicTrialText;
    costs.push({
      quantity,
      quantity_decimal: decimal(quantity),
      item: { ...item, discounts: [] },
      period: { start: item.current_period_start, end: item.current_period_end },
      amount: 0,
      description: type === 'classic' ? classic(worded) : trialText(worded),
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
