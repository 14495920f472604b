/** What a line of a quote costs: a price, or one described on the spot. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import { unitAmount } from '../price/amounts.ts';
import { createPrice, type SentPrice } from '../price/create.ts';
import type { StoredPrice } from '../price/stored.ts';
import { createProduct } from '../product/create.ts';

/** Stripe itself takes no `product_data` here; guides send it all the same. */
type PriceData = Omit<Stripe.QuoteCreateParams.LineItem.PriceData, 'product'> & {
  readonly product?: string | undefined;
  readonly product_data?: Stripe.ProductCreateParams | undefined;
};

export interface SentPrices {
  readonly price?: string | undefined;
  readonly price_data?: PriceData | undefined;
}

async function productOf(work: Work, { product, product_data: data }: PriceData, param: string): Promise<string> {
  if (product !== undefined && data !== undefined)
    throw errors.exclusive([`${param}[product]`, `${param}[product_data]`]);
  if (data !== undefined) return (await createProduct(work, data, { inline: true })).id;
  if (product === undefined) throw errors.parameterMissing(`${param}[product]`);
  return (await work.find<Stripe.Product>('product', product, `${param}[product]`)).id;
}

async function describedPrice(work: Work, data: PriceData, param: string): Promise<StoredPrice> {
  if (unitAmount(data, param).unit_amount_decimal === null) throw errors.parameterMissing(`${param}[unit_amount]`);
  const product = await productOf(work, data, param);
  const { product: _, product_data: __, ...terms } = data;
  return createPrice(work, product, { ...terms, active: false } as SentPrice, { inline: true });
}

/** Prices made for one line are inactive from the start. */
export const isUsable = ({ active, inline }: StoredPrice): boolean => active || inline;

/** Undefined where neither is sent. */
export async function priceOf(
  work: Work,
  { price: id, price_data: data }: SentPrices,
  param: string,
): Promise<StoredPrice | undefined> {
  if (id !== undefined && data !== undefined) throw errors.exclusive([`${param}[price]`, `${param}[price_data]`]);
  if (data !== undefined) return describedPrice(work, data, `${param}[price_data]`);
  if (id === undefined) return undefined;
  const price = await work.find<StoredPrice>('price', id, `${param}[price]`);
  if (!isUsable(price))
    throw errors.invalid('The price specified is inactive. This field only accepts active prices.', `${param}[price]`);
  if (price.custom_unit_amount !== null)
    throw errors.invalid('Prices whose amount the customer chooses cannot be quoted.', `${param}[price]`);
  return price;
}
