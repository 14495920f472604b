/** Optional items that the customer has not taken yet. */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import type { StoredSession } from '../../resources/checkout-session/stored.ts';
import { priceOf } from '../../resources/invoice/amounts/tiers.ts';
import type { StoredItem } from '../../resources/item/stored.ts';
import { inCurrency } from '../../resources/price/charged.ts';
import type { StoredPrice } from '../../resources/price/stored.ts';
import type { ShownExtra } from './summary.ts';

export async function extrasOf(
  work: Work,
  session: StoredSession,
  taken: readonly StoredItem[],
): Promise<ShownExtra[]> {
  const extras: ShownExtra[] = [];
  for (const { price: id, quantity, adjustable_quantity: limits } of session.optional_items ?? []) {
    if (taken.some(({ price }) => price.id === id)) continue;
    const price = await work.find<StoredPrice>('price', id, 'optional_items');
    const product = await work.get<Stripe.Product>('product', price.product);
    const maximum = limits?.enabled ? (limits.maximum ?? 99) : undefined;
    const amount = priceOf(inCurrency(price, session.currency ?? 'usd', 'price'), maximum === undefined ? quantity : 1);
    extras.push({ price: id, name: product?.name ?? 'Item', amount, quantity, maximum });
  }
  return extras;
}
