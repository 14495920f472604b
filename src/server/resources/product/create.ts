import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { mergeMetadata } from '../../kernel/merge.ts';
import type { Work } from '../../kernel/work.ts';
import { taxDetails } from './fields.ts';
import type { StoredProduct } from './stored.ts';

type Params = Stripe.ProductCreateParams;

const mostImages = 8;

async function checkNew(work: Work, id: string): Promise<void> {
  if ((await work.get('product', id)) === undefined) return;
  throw errors.invalid('Product already exists.', 'id', 'resource_already_exists');
}

/** Stores the product; `defaultPrice` is the id of a price that is made next. */
export async function createProduct(
  work: Work,
  sent: Omit<Params, 'default_price_data'>,
  { defaultPrice = null, inline = false }: { defaultPrice?: string | null; inline?: boolean } = {},
): Promise<StoredProduct> {
  if (sent.id !== undefined) await checkNew(work, sent.id);
  if ((sent.images?.length ?? 0) > mostImages)
    throw errors.invalid(`A product can have at most ${mostImages} images.`, 'images');
  return work.insert<StoredProduct>({
    id: sent.id ?? work.newId('product'),
    object: 'product',
    active: sent.active ?? true,
    created: work.now,
    default_price: defaultPrice,
    description: sent.description ?? null,
    images: sent.images ?? [],
    livemode: false,
    marketing_features: sent.marketing_features ?? [],
    metadata: mergeMetadata({}, sent.metadata),
    name: sent.name,
    package_dimensions: sent.package_dimensions || null,
    shippable: sent.shippable ?? null,
    statement_descriptor: sent.statement_descriptor ?? null,
    tax_code: sent.tax_code ?? null,
    tax_details: taxDetails(sent.tax_details),
    type: sent.type ?? 'service',
    unit_label: sent.unit_label ?? null,
    updated: work.now,
    url: sent.url ?? null,
    inline,
  });
}
