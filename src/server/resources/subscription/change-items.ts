/** The items of a subscription with what a request changes about them. */
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import { rhythmOf } from './dates.ts';
import { boundaryAfter } from './period.ts';
import { checkItems, type ItemContext, readItem, type SentItem } from './read-items.ts';
import type { StoredSubscription, StoredSubscriptionItem } from './stored.ts';

function knownItem(
  old: readonly StoredSubscriptionItem[],
  { id, price, price_data, plan }: SentItem,
  param: string,
): StoredSubscriptionItem | undefined {
  if (id === undefined) {
    if (price_data !== undefined) return undefined;
    // A price that is there already is changed rather than added.
    return old.find((item) => item.price.id === (price ?? plan));
  }
  const item = old.find((each) => each.id === id);
  if (item === undefined) throw errors.missing('subscription_item', id, `${param}[id]`, 'parameter');
  return item;
}

/** The rest of the period that the items of the same rhythm are in. */
function joined(
  work: Work,
  { billing_cycle_anchor: anchor, status, trial_end }: StoredSubscription,
  old: readonly StoredSubscriptionItem[],
  item: StoredSubscriptionItem,
  now: number,
): StoredSubscriptionItem {
  const { interval, interval_count } = rhythmOf(item);
  const like = old.find(({ plan }) => plan.interval === interval && plan.interval_count === interval_count);
  const onTrial = status === 'trialing' && trial_end !== null ? trial_end : undefined;
  return {
    ...item,
    created: work.now,
    current_period_start: like?.current_period_start ?? now,
    current_period_end: onTrial ?? like?.current_period_end ?? boundaryAfter(anchor, rhythmOf(item), now),
  };
}

export async function changeItems(
  work: Work,
  subscription: StoredSubscription,
  old: readonly StoredSubscriptionItem[],
  sent: readonly SentItem[],
  param = 'items',
): Promise<StoredSubscriptionItem[]> {
  const { customer, currency, id } = subscription;
  const context: ItemContext = { customer, currency, subscription: id };
  let items = [...old];
  for (const [at, each] of sent.entries()) {
    const where = param === 'items' ? `items[${at}]` : param;
    const known = knownItem(items, each, where);
    if (each.deleted === true) {
      if (known === undefined) throw errors.parameterMissing(`${where}[id]`);
      items = items.filter((item) => item.id !== known.id);
      continue;
    }
    const item = await readItem(work, each, known, context, where);
    if (known === undefined) items.push(joined(work, subscription, old, item, work.now));
    else items = items.map((present) => (present.id === known.id ? item : present));
  }
  checkItems(customer, items, subscription.billing_mode.type, 'items');
  return items;
}

const costly = ({ price, quantity }: StoredSubscriptionItem): string => `${price.id} ${String(quantity)}`;

/** Those that come, go, or cost something else from now on. */
export function concerned(
  old: readonly StoredSubscriptionItem[],
  fresh: readonly StoredSubscriptionItem[],
): ReadonlySet<string> {
  const was = new Map(old.map((item) => [item.id, costly(item)]));
  const is = new Map(fresh.map((item) => [item.id, costly(item)]));
  return new Set([...was.keys(), ...is.keys()].filter((id) => was.get(id) !== is.get(id)));
}

/** Whether an item that stays is from now on paid in another rhythm. */
export function changesRhythm(
  old: readonly StoredSubscriptionItem[],
  fresh: readonly StoredSubscriptionItem[],
): boolean {
  return fresh.some((item) => {
    const before = old.find(({ id }) => id === item.id);
    if (before === undefined) return false;
    return before.plan.interval !== item.plan.interval || before.plan.interval_count !== item.plan.interval_count;
  });
}
