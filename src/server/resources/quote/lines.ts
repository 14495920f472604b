import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import { priceOf as amountOf } from '../invoice/amounts/tiers.ts';
import { isRecurring, type StoredItem } from '../item/stored.ts';
import { checkSize } from '../price/amounts.ts';
import { inCurrency } from '../price/charged.ts';
import type { StoredPrice } from '../price/stored.ts';
import { findTaxRates } from '../tax-rate/find.ts';
import { offerDiscounts } from './discounts.ts';
import { priceOf, type SentPrices } from './prices.ts';
import type { StoredQuote } from './stored.ts';

export type SentLine = Omit<Stripe.QuoteUpdateParams.LineItem, 'price' | 'price_data'> & SentPrices;

function quantityOf(sent: SentLine, known: StoredItem | undefined, price: StoredPrice, param: string): number | null {
  if (price.recurring?.usage_type === 'metered') {
    if (sent.quantity !== undefined)
      throw errors.invalid('You cannot set the quantity of a metered price.', `${param}[quantity]`);
    return null;
  }
  const quantity = sent.quantity ?? known?.quantity ?? 1;
  if (quantity < 0) throw errors.invalid('Invalid non-negative integer', `${param}[quantity]`);
  checkSize(quantity, `${param}[quantity]`);
  return quantity;
}

async function knownLine(
  work: Work,
  quote: string,
  id: string | undefined,
  param: string,
): Promise<StoredItem | undefined> {
  if (id === undefined) return undefined;
  const item = await work.find<StoredItem>('item', id, `${param}[id]`);
  if (item._parent === quote) return item;
  throw errors.missing('item', id, `${param}[id]`, 'parameter');
}

async function readLine(
  work: Work,
  quote: Pick<StoredQuote, 'id' | 'customer' | 'currency'>,
  sent: SentLine,
  param: string,
): Promise<StoredItem> {
  const known = await knownLine(work, quote.id, sent.id, param);
  const price =
    (await priceOf(work, sent, param)) ??
    (known && (await work.find<StoredPrice>('price', known.price.id, `${param}[id]`)));
  if (price === undefined)
    throw errors.invalid('You must specify either `price` or `price_data`.', param, 'parameter_missing');
  const quantity = quantityOf(sent, known, price, param);
  const where = sent.price_data === undefined ? `${param}[price]` : `${param}[price_data][currency]`;
  const own = inCurrency(price, quote.currency ?? undefined, where);
  const amount = quantity === null ? 0 : amountOf(own, quantity);
  checkSize(amount, `${param}[quantity]`);
  const { currency } = own;
  const offer = { customer: quote.customer, currency, once: price.recurring === null, amount };
  const product = await work.get<Stripe.Product>('product', price.product);
  return {
    id: known?.id ?? work.newId('item'),
    object: 'item',
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: amount,
    amount_tax: 0,
    amount_total: amount,
    currency,
    description: product?.name ?? null,
    metadata: known?.metadata ?? {},
    price: await work.show<Stripe.Price>(price),
    quantity,
    _parent: quote.id,
    rates:
      sent.tax_rates === undefined
        ? (known?.rates ?? [])
        : await findTaxRates(work, sent.tax_rates || '', `${param}[tax_rates]`),
    reductions:
      sent.discounts === undefined
        ? (known?.reductions ?? [])
        : await offerDiscounts(work, sent.discounts || '', offer, `${param}[discounts]`),
  };
}

function checkNamedOnce(sent: readonly SentLine[]): void {
  const ids = sent.flatMap(({ id }) => id ?? []);
  const at = ids.findIndex((id, index) => ids.indexOf(id) !== index);
  if (at !== -1) throw errors.invalid(`The line item ${ids[at]} is named more than once.`, 'line_items');
}

function checkIntervals(items: readonly StoredItem[]): void {
  const rhythm = ({ price: { recurring } }: StoredItem): string =>
    `${String(recurring?.interval_count)} ${String(recurring?.interval)}`;
  const [first, ...others] = items.filter(isRecurring);
  const other = first && others.find((item) => rhythm(item) !== rhythm(first));
  if (first === undefined || other === undefined) return;
  throw errors.invalid(
    `All recurring prices of a quote must have the same billing interval: ${rhythm(first)} and ${rhythm(other)} differ.`,
    'line_items',
  );
}

/** Nothing is stored yet but prices and discounts. The first line decides the currency of all. */
export async function readLines(
  work: Work,
  quote: Pick<StoredQuote, 'id' | 'customer'>,
  sent: readonly SentLine[],
): Promise<StoredItem[]> {
  checkNamedOnce(sent);
  const items: StoredItem[] = [];
  for (const [at, line] of sent.entries()) {
    const { id, customer } = quote;
    const currency = items[0]?.currency ?? null;
    items.push(await readLine(work, { id, customer, currency }, line, `line_items[${at}]`));
  }
  checkIntervals(items);
  return items;
}
