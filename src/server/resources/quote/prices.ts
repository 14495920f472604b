/** What a line of a quote costs: a price, or one described on the spot. */
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import { describedPrice, type PriceData } from '../price/described.ts';
import type { StoredPrice } from '../price/stored.ts';
import { isUsable } from '../price/usable.ts';

export interface SentPrices {
  readonly price?: string | undefined;
  /** Stripe itself takes no `product_data` here; guides send it all the same. */
  readonly price_data?: PriceData | undefined;
}

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
