import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { mergeMetadata } from '../../kernel/merge.ts';
import type { Call } from '../../kernel/work.ts';
import { currencyOptions, type SentOptions } from './currency-options.ts';
import { claimLookupKey } from './lookup-key.ts';
import { changePrice } from './plan-twin.ts';
import type { StoredPrice } from './stored.ts';

type Patch = { -readonly [K in keyof StoredPrice]?: StoredPrice[K] };

/** Amounts, currency, product and interval of a price never change. */
export async function updatePrice({ work, params, targets }: Call<Stripe.PriceUpdateParams>): Promise<StoredPrice> {
  const price = targets[0] as StoredPrice;
  const patch: Patch = {};
  const { active, lookup_key: key, metadata, nickname, tax_behavior: behavior, currency_options: options } = params;
  if (active !== undefined) {
    if (!active) await refuseDefault(work, price);
    patch.active = active;
  }
  if (key !== undefined) {
    if (key !== '') await claimLookupKey(work, key, params.transfer_lookup_key ?? false, price.id);
    patch.lookup_key = key || null;
  }
  if (metadata !== undefined) patch.metadata = mergeMetadata(price.metadata, metadata);
  if (nickname !== undefined) patch.nickname = nickname || null;
  if (behavior !== undefined) {
    if (price.tax_behavior !== 'unspecified' && price.tax_behavior !== behavior) {
      throw errors.invalid(
        `The tax behavior of this price is already set to ${String(price.tax_behavior)} and cannot be changed.`,
        'tax_behavior',
      );
    }
    patch.tax_behavior = behavior;
  }
  if (options || behavior !== undefined)
    patch.currency_options = currencyOptions(
      { ...price, ...patch },
      (options || undefined) as SentOptions | undefined,
      price.currency_options,
    );
  return changePrice(work, price, patch);
}

async function refuseDefault(work: Call['work'], price: StoredPrice): Promise<void> {
  const product = await work.get<Stripe.Product>('product', price.product);
  if (product?.default_price !== price.id) return;
  throw errors.invalid('This price cannot be archived because it is the default price of its product.', 'active');
}
