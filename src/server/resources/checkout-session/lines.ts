/** What is bought. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { mergeMetadata } from '../../kernel/merge.ts';
import type { Work } from '../../kernel/work.ts';
import { priceOf as amountOf } from '../invoice/amounts/tiers.ts';
import { isRecurring, type StoredItem } from '../item/stored.ts';
import { checkSize } from '../price/amounts.ts';
import { inCurrency } from '../price/charged.ts';
import { describedPrice, type PriceData } from '../price/described.ts';
import type { StoredPrice } from '../price/stored.ts';
import { isUsable } from '../price/usable.ts';
import { findTaxRates } from '../tax-rate/find.ts';

export interface SentLine {
  readonly adjustable_quantity?: Stripe.Checkout.SessionCreateParams.LineItem.AdjustableQuantity | undefined;
  readonly dynamic_tax_rates?: readonly string[] | undefined;
  readonly metadata?: Stripe.Emptyable<Stripe.MetadataParam> | undefined;
  readonly price?: string | undefined;
  readonly price_data?: PriceData | undefined;
  readonly quantity?: number | undefined;
  readonly tax_rates?: readonly string[] | '' | undefined;
}

/** What the lines belong to. */
export interface Basket {
  readonly id: string;
  readonly mode: string;
  /** Undefined where the first line decides. */
  readonly currency: string | undefined;
}

const mostLines = 100;
const mostOfOne = 999_999;

async function priceOf(work: Work, sent: SentLine, param: string): Promise<StoredPrice> {
  const { price: id, price_data: data } = sent;
  if (id !== undefined && data !== undefined) throw errors.exclusive([`${param}[price]`, `${param}[price_data]`]);
  if (data !== undefined) return describedPrice(work, data, `${param}[price_data]`);
  if (id === undefined)
    throw errors.invalid('You must specify either `price` or `price_data`.', param, 'parameter_missing');
  const price = await work.find<StoredPrice>('price', id, `${param}[price]`);
  if (isUsable(price)) return price;
  throw errors.invalid('The price specified is inactive. This field only accepts active prices.', `${param}[price]`);
}

function quantityOf(sent: SentLine, price: StoredPrice, param: string): number | null {
  const { quantity } = sent;
  if (price.recurring?.usage_type === 'metered') {
    if (quantity === undefined) return null;
    throw errors.invalid('You cannot set the quantity of a metered price.', `${param}[quantity]`);
  }
  if (quantity === undefined)
    throw errors.invalid(`Quantity is required. Add \`quantity\` to \`${param}\``, `${param}[quantity]`);
  if (quantity < 1 && sent.adjustable_quantity?.enabled !== true) throw errors.tooSmall(`${param}[quantity]`, 1);
  if (quantity < 0) throw errors.invalid('Invalid non-negative integer', `${param}[quantity]`);
  checkSize(quantity, `${param}[quantity]`);
  return quantity;
}

function adjustable(sent: SentLine['adjustable_quantity'], param: string): StoredItem['adjustable_quantity'] {
  if (sent === undefined) return null;
  const { enabled, minimum = 0, maximum = 99 } = sent;
  if (maximum > mostOfOne || minimum < 0 || minimum > maximum)
    throw errors.invalid(`Invalid adjustable_quantity: between 0 and ${mostOfOne}.`, `${param}[adjustable_quantity]`);
  return { enabled, maximum, minimum } as StoredItem['adjustable_quantity'];
}

function checkMode({ mode }: Basket, price: StoredPrice, param: string): void {
  if (mode === 'payment' && price.recurring !== null)
    throw errors.invalid(
      'You specified `payment` mode but passed a recurring price. Either switch to `subscription` mode or use only one-time prices.',
      `${param}[price]`,
    );
  if (mode === 'subscription' && price.custom_unit_amount !== null)
    throw errors.invalid(
      'Prices whose amount the customer chooses can only be used in `payment` mode.',
      `${param}[price]`,
    );
}

/** What is asked for until the customer chooses: the preset, or the least. */
const presetOf = ({ custom_unit_amount: custom }: StoredPrice): number | undefined =>
  custom === null ? undefined : (custom.preset ?? custom.minimum ?? 0);

export async function readLine(work: Work, basket: Basket, sent: SentLine, param: string): Promise<StoredItem> {
  if (sent.dynamic_tax_rates !== undefined)
    throw errors.invalid(
      'This emulator does not support `dynamic_tax_rates`: use `tax_rates`.',
      `${param}[dynamic_tax_rates]`,
    );
  const price = await priceOf(work, sent, param);
  checkMode(basket, price, param);
  const quantity = quantityOf(sent, price, param);
  const where = sent.price_data === undefined ? `${param}[price]` : `${param}[price_data][currency]`;
  const own = inCurrency(price, basket.currency, where);
  const preset = presetOf(price);
  const amount = quantity === null ? 0 : preset === undefined ? amountOf(own, quantity) : preset * quantity;
  checkSize(amount, `${param}[quantity]`);
  const product = await work.get<Stripe.Product>('product', price.product);
  return {
    id: work.newId('item'),
    object: 'item',
    adjustable_quantity: adjustable(sent.adjustable_quantity, param),
    amount_discount: 0,
    amount_subtotal: amount,
    amount_tax: 0,
    amount_total: amount,
    currency: own.currency,
    description: product?.name ?? null,
    metadata: mergeMetadata({}, sent.metadata),
    price: await work.show<Stripe.Price>(price),
    quantity,
    _parent: basket.id,
    rates: await findTaxRates(work, sent.tax_rates || '', `${param}[tax_rates]`),
    reductions: [],
  };
}

function checkRecurring({ mode }: Pick<Basket, 'mode'>, items: readonly StoredItem[]): void {
  const recurring = items.filter(isRecurring);
  if (mode === 'subscription' && recurring.length === 0)
    throw errors.invalid(
      'You must provide at least one recurring price in `subscription` mode when using prices.',
      'line_items',
    );
  const rhythms = new Set(
    recurring.map(({ price }) => `${price.recurring?.interval_count} ${price.recurring?.interval}`),
  );
  if (rhythms.size > 1)
    throw errors.invalid('Checkout does not support multiple prices with different billing intervals.', 'line_items');
}

/** Nothing is stored yet but prices. The first line decides the currency of all where none is wanted. */
export async function readLines(work: Work, basket: Basket, sent: readonly SentLine[]): Promise<StoredItem[]> {
  if (sent.length > mostLines)
    throw errors.invalid(`A Checkout Session can have at most ${mostLines} line items.`, 'line_items');
  const items: StoredItem[] = [];
  for (const [at, line] of sent.entries()) {
    const currency = basket.currency ?? items[0]?.currency;
    items.push(await readLine(work, { ...basket, currency }, line, `line_items[${at}]`));
  }
  checkRecurring(basket, items);
  return items;
}
