/** A product, with its first price when that is sent along. */
import type Stripe from 'stripe';
import type { Call } from '../../kernel/work.ts';
import { createPrice, type SentPrice } from '../price/create.ts';
import { createProduct } from './create.ts';
import type { StoredProduct } from './stored.ts';

export async function createProductOperation({
  work,
  params,
}: Call<Stripe.ProductCreateParams>): Promise<StoredProduct> {
  const { default_price_data: data, ...rest } = params;
  if (data === undefined) return createProduct(work, rest);
  const id = work.newId('price');
  const product = await createProduct(work, rest, { defaultPrice: id });
  await createPrice(work, product.id, data as SentPrice, { id });
  return product;
}
