/** A price described where it is used, for that one use. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import { createProduct } from '../product/create.ts';
import { unitAmount } from './amounts.ts';
import { createPrice, type SentPrice } from './create.ts';
import type { StoredPrice } from './stored.ts';

export type PriceData = Omit<Stripe.QuoteCreateParams.LineItem.PriceData, 'product'> & {
  readonly product?: string | undefined;
  readonly product_data?: Stripe.ProductCreateParams | undefined;
};

async function productOf(work: Work, { product, product_data: data }: PriceData, param: string): Promise<string> {
  if (product !== undefined && data !== undefined)
    throw errors.exclusive([`${param}[product]`, `${param}[product_data]`]);
  if (data !== undefined) return (await createProduct(work, data, { inline: true })).id;
  if (product === undefined) throw errors.parameterMissing(`${param}[product]`);
  return (await work.find<Stripe.Product>('product', product, `${param}[product]`)).id;
}

export async function describedPrice(work: Work, data: PriceData, param: string): Promise<StoredPrice> {
  if (unitAmount(data, param).unit_amount_decimal === null) throw errors.parameterMissing(`${param}[unit_amount]`);
  const product = await productOf(work, data, param);
  const { product: _, product_data: __, ...terms } = data;
  return createPrice(work, product, { ...terms, active: false } as SentPrice, { inline: true });
}
