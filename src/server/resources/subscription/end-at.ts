/** When a schedule ends its subscription: the periods end with it, and what that changes is prorated. */
import type { Work } from '../../kernel/work.ts';
import { applyChange } from './apply.ts';
import { cut, timesOf, uncut } from './dates.ts';
import { prorations, storeProration } from './proration.ts';
import { itemsOf, type StoredSubscription } from './stored.ts';

/** `cancel_at` is null for a subscription that goes on. `patch` belongs to the same change. */
export async function endAt(
  work: Work,
  before: StoredSubscription,
  cancel_at: number | null,
  patch: Partial<StoredSubscription> = {},
): Promise<StoredSubscription> {
  const after: StoredSubscription = { ...before, cancel_at };
  const old = await itemsOf(work, before.id);
  const fresh = cut(after, uncut(before, old));
  const exchange = { before, after, old, fresh, concerns: new Set<string>(), time: work.now };
  for (const each of await prorations(work, exchange)) await storeProration(work, before, each);
  const times = timesOf(fresh, after, work.now);
  return applyChange(work, before, { patch: { ...patch, cancel_at, ...times }, items: fresh });
}
