import { errors } from '../../kernel/errors.ts';
import type { Call, Deleted } from '../../kernel/work.ts';
import type { StoredProduct } from './stored.ts';

/** Products with prices can only be archived. */
export async function deleteProduct({ work, targets }: Call): Promise<Deleted> {
  const product = targets[0] as StoredProduct;
  const prices = await work.list('price', { where: { product: product.id }, limit: 1 });
  if (prices.length > 0)
    throw errors.invalid('This product cannot be deleted because it has one or more user-created prices.');
  await work.remove(product);
  return { id: product.id, object: 'product', deleted: true };
}
