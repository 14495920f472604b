/** What the first period of a subscription costs: nothing on trial, a part of it before the day on which its cycle begins. */
import { isRecurring, type StoredItem } from '../item/stored.ts';
import { addIntervals } from '../subscription/period.ts';
import type { StoredSession } from './stored.ts';

type Data = StoredSession['subscription_data'];

const onTrial = (data: Data): boolean => (data.trial_period_days ?? 0) > 0 || data.trial_end !== undefined;

function shareOf(
  { billing_cycle_anchor: anchor, proration_behavior: behavior }: Data,
  item: StoredItem,
  now: number,
): number {
  const { recurring } = item.price;
  if (anchor === undefined || !recurring || anchor <= now) return 1;
  const whole = anchor - addIntervals(anchor, recurring, -1);
  if (anchor - now >= whole) return 1;
  return behavior === 'none' ? 0 : (anchor - now) / whole;
}

/** The line as it is due at `now` (Unix seconds). */
export function dueNow(data: Data, item: StoredItem, now: number): StoredItem {
  if (!isRecurring(item)) return item;
  const share = onTrial(data) ? 0 : shareOf(data, item, now);
  return share === 1 ? item : { ...item, amount_subtotal: Math.round(item.amount_subtotal * share) };
}
