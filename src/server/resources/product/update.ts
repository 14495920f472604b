import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { mergeMetadata } from '../../kernel/merge.ts';
import type { Call, Work } from '../../kernel/work.ts';
import type { StoredPrice } from '../price/stored.ts';
import { taxDetails } from './fields.ts';
import type { StoredProduct } from './stored.ts';

type Params = Stripe.ProductUpdateParams;

/** '' unsets them. */
const texts = ['description', 'statement_descriptor', 'tax_code', 'unit_label', 'url'] as const;
const plain = ['active', 'name', 'shippable'] as const;
const lists = ['images', 'marketing_features', 'package_dimensions'] as const;

async function checkDefault(work: Work, product: StoredProduct, id: string): Promise<void> {
  const price = await work.find<StoredPrice>('price', id, 'default_price');
  if (price.product !== product.id) {
    throw errors.invalid(
      `The price specified (\`${id}\`) does not belong to the product \`${product.id}\`.`,
      'default_price',
    );
  }
  if (!price.active) throw errors.invalid(`The price specified (\`${id}\`) is inactive.`, 'default_price');
}

export async function updateProduct({ work, params, targets }: Call<Params>): Promise<StoredProduct> {
  const product = targets[0] as StoredProduct;
  const patch: Record<string, unknown> = {};
  for (const name of texts) if (params[name] !== undefined) patch[name] = params[name] || null;
  for (const name of plain) if (params[name] !== undefined) patch[name] = params[name];
  for (const name of lists)
    if (params[name] !== undefined) patch[name] = params[name] || (name === 'package_dimensions' ? null : []);
  if (params.metadata !== undefined) patch.metadata = mergeMetadata(product.metadata, params.metadata);
  if (params.tax_details !== undefined) patch.tax_details = taxDetails(params.tax_details || undefined);
  if (params.default_price !== undefined) {
    if (params.default_price !== '') await checkDefault(work, product, params.default_price);
    patch.default_price = params.default_price || null;
  }
  return work.update<StoredProduct>(product, { ...patch, updated: work.now });
}
