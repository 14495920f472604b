/** Items as requests describe them. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { mergeMetadata } from '../../kernel/merge.ts';
import type { Work } from '../../kernel/work.ts';
import { redeemAll, type SentDiscount } from '../discount/redeem.ts';
import { checkSize } from '../price/amounts.ts';
import { inCurrency } from '../price/charged.ts';
import { describedPrice, type PriceData } from '../price/described.ts';
import { planOf } from '../price/plan-twin.ts';
import type { StoredPrice } from '../price/stored.ts';
import { isUsable } from '../price/usable.ts';
import { findTaxRates } from '../tax-rate/find.ts';
import type { StoredSubscriptionItem } from './stored.ts';
import { readUsageThreshold } from './thresholds.ts';

export interface SentItem {
  readonly id?: string | undefined;
  readonly deleted?: boolean | undefined;
  readonly discounts?: readonly SentDiscount[] | '' | undefined;
  readonly metadata?: Stripe.Emptyable<Stripe.MetadataParam> | undefined;
  readonly plan?: string | undefined;
  readonly price?: string | undefined;
  readonly price_data?: PriceData | undefined;
  readonly quantity?: number | undefined;
  readonly tax_rates?: readonly string[] | '' | undefined;
  readonly billing_thresholds?: Stripe.Emptyable<{ usage_gte: number }> | undefined;
  readonly current_trial?: unknown;
}

/** What the items are for. Without a currency the first price decides. */
export interface ItemContext {
  readonly customer: string;
  readonly currency: string | undefined;
  readonly subscription: string;
}

const mostItems = 20;

export async function readPrice(work: Work, sent: SentItem, param: string): Promise<StoredPrice | undefined> {
  const given = (['plan', 'price', 'price_data'] as const).filter((name) => sent[name] !== undefined);
  if (given.length > 1) throw errors.exclusive(given.map((name) => `${param}[${name}]`));
  const { price: id = sent.plan, price_data: data } = sent;
  if (data !== undefined) return describedPrice(work, data, `${param}[price_data]`);
  if (id === undefined) return undefined;
  const where = `${param}[${sent.price === undefined ? 'plan' : 'price'}]`;
  const price = await work.find<StoredPrice>('price', id, where);
  if (price.recurring === null) {
    throw errors.invalid(
      'The price specified is set to `type=one_time` but this field only accepts prices with `type=recurring`.',
      where,
    );
  }
  if (isUsable(price)) return price;
  throw errors.invalid('The price specified is inactive. This field only accepts active prices.', where);
}

export function readQuantity(
  sent: number | undefined,
  known: number | undefined,
  price: Pick<Stripe.Price, 'recurring'>,
  param: string,
): number | undefined {
  if (price.recurring?.usage_type === 'metered') {
    if (sent === undefined) return undefined;
    throw errors.invalid('You cannot set the quantity of a metered price.', `${param}[quantity]`);
  }
  const quantity = sent ?? known ?? 1;
  if (quantity < 0) throw errors.invalid('Invalid non-negative integer', `${param}[quantity]`);
  checkSize(quantity, `${param}[quantity]`);
  return quantity;
}

function checkEmulated(sent: SentItem, param: string): void {
  if (sent.current_trial !== undefined && sent.current_trial !== '')
    throw errors.invalid(
      'This emulator does not support `current_trial` on subscription items yet.',
      `${param}[current_trial]`,
    );
}

/** An item with what was sent on top of what it is; not stored. Its period is the caller's to set. */
export async function readItem(
  work: Work,
  sent: SentItem,
  known: StoredSubscriptionItem | undefined,
  { customer, currency, subscription }: ItemContext,
  param: string,
): Promise<StoredSubscriptionItem> {
  checkEmulated(sent, param);
  const price = await readPrice(work, sent, param);
  if (price === undefined && known === undefined)
    throw errors.invalid('You must specify either `price` or `price_data`.', param, 'parameter_missing');
  const where = sent.price_data === undefined ? `${param}[price]` : `${param}[price_data][currency]`;
  const own = price && inCurrency(price, currency, where).currency;
  const blank = known ?? work.blank<StoredSubscriptionItem>('subscription_item');
  const plan = price && planOf(price);
  const shown = price && (await work.show<Stripe.Price>(price));
  const quantity = readQuantity(sent.quantity, known?.quantity, price ?? blank.price, param);
  const { quantity: _, ...bare } = blank;
  const target = { customer, currency: own ?? currency ?? 'usd', subscription_item: blank.id };
  return {
    ...bare,
    subscription,
    billing_thresholds: readUsageThreshold(
      sent.billing_thresholds,
      blank.billing_thresholds,
      price ?? blank.price,
      param,
    ),
    ...(shown && { price: shown }),
    ...(plan && { plan }),
    ...(quantity !== undefined && { quantity }),
    metadata: mergeMetadata(blank.metadata, sent.metadata),
    ...((sent.discounts !== undefined || known === undefined) && {
      discounts: (await redeemAll(work, sent.discounts, target, `${param}[discounts]`)).map(({ id }) => id),
    }),
    ...((sent.tax_rates !== undefined || known === undefined) && {
      tax_rates: await findTaxRates(work, sent.tax_rates || '', `${param}[tax_rates]`),
    }),
  };
}

export function checkItems(
  customer: string,
  items: readonly StoredSubscriptionItem[],
  billingMode: string,
  param: string,
): void {
  if (items.length === 0) throw errors.invalid('A subscription must have at least one active plan.', param);
  if (items.length > mostItems) {
    throw errors.invalid(
      `Customer ${customer} already has the maximum ${mostItems} items per subscription.`,
      param,
      'customer_max_subscriptions',
    );
  }
  const prices = items.map(({ price }) => price.id);
  const twice = prices.find((id, at) => prices.indexOf(id) !== at);
  if (twice !== undefined)
    throw errors.invalid(`Cannot add multiple subscription items with the same plan: ${twice}`, param);
  if (billingMode !== 'classic') return;
  const rhythms = new Set(items.map(({ plan }) => `${plan.interval_count} ${plan.interval}`));
  if (rhythms.size < 2) return;
  throw errors.invalid(
    'Currency and interval fields must match across all plans on this subscription. Found mismatch in interval field.',
    param,
  );
}

/** Of a request that creates them. */
export async function readItems(
  work: Work,
  sent: readonly SentItem[],
  context: ItemContext,
  param = 'items',
): Promise<{ items: StoredSubscriptionItem[]; currency: string }> {
  const items: StoredSubscriptionItem[] = [];
  let { currency } = context;
  for (const [at, each] of sent.entries()) {
    const item = await readItem(work, each, undefined, { ...context, currency }, `${param}[${at}]`);
    currency ??= item.price.currency;
    items.push(item);
  }
  return { items, currency: currency ?? 'usd' };
}
