/** The lines of a quote, a Checkout Session or a payment link. */
import type { Awaitable } from '../../kernel/awaitable.ts';
import type { Work } from '../../kernel/work.ts';
import type { StoredItem } from './stored.ts';

/** In the order in which they were sent. */
export function itemsOf(work: Work, parent: string): Awaitable<StoredItem[]> {
  return work.list<StoredItem>('item', { where: { _parent: parent } });
}

/** Lists show the newest first, so the last line is written first. */
export async function storeItems(work: Work, parent: string, items: readonly StoredItem[]): Promise<void> {
  for (const old of await itemsOf(work, parent)) await work.remove(old);
  for (const item of items.toReversed()) await work.insert(item);
}
