/** Writes a change: the items first, as the subscription's event shows them. */
import type { Work } from '../../kernel/work.ts';
import type { Change } from './change.ts';
import { shownItems } from './shown-items.ts';
import { itemsOf, type StoredSubscription, type StoredSubscriptionItem } from './stored.ts';

const same = (a: object, b: object): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Whether anything was written. */
async function writeItems(
  work: Work,
  present: readonly StoredSubscriptionItem[],
  items: readonly StoredSubscriptionItem[],
): Promise<boolean> {
  let wrote = false;
  for (const item of present) {
    if (items.some(({ id }) => id === item.id)) continue;
    await work.remove(item);
    wrote = true;
  }
  for (const item of items) {
    const known = present.find(({ id }) => id === item.id);
    if (known !== undefined && same(known, item)) continue;
    if (known === undefined) await work.insert(item);
    else {
      // A metered price leaves no quantity behind.
      const { quantity } = item;
      await work.update<StoredSubscriptionItem>(known, { ...item, quantity });
    }
    wrote = true;
  }
  return wrote;
}

/** `action` moves the subscription in the same change. */
export async function applyChange(
  work: Work,
  { id }: Pick<StoredSubscription, 'id'>,
  { patch, items }: Change,
  action?: 'activate' | 'begin_trial' | 'resume',
): Promise<StoredSubscription> {
  const current = await work.find<StoredSubscription>('subscription', id, 'subscription');
  const present = await itemsOf(work, id);
  const former_items = await shownItems(work, current);
  const wrote = await writeItems(work, present, items);
  const all = { ...patch, ...(wrote && { former_items }) };
  return action === undefined
    ? work.update<StoredSubscription>(current, all)
    : work.act<StoredSubscription>(current, action, all);
}
