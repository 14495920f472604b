import { type EventRule, on } from '../../kernel/events.ts';
import type { StoredSubscription } from './stored.ts';

type Counter = 'reminders' | 'warnings';

const counts = (type: string, counter: Counter): Pick<EventRule<StoredSubscription>, 'type' | 'previous' | 'when'> => ({
  type,
  previous: false,
  when: (before, after) => (after?.[counter] ?? 0) > (before?.[counter] ?? 0),
});

const moves = (
  type: string,
  when: (before: StoredSubscription, after: StoredSubscription) => boolean,
): EventRule<StoredSubscription> => ({
  type,
  previous: false,
  when: (before, after) => before !== undefined && after !== undefined && when(before, after),
});

const ends = (before: StoredSubscription, after: StoredSubscription): boolean =>
  after.status === 'canceled' && before.status !== 'canceled';

const resolves = (type: string, outcome: StoredSubscription['outcome']): EventRule<StoredSubscription> =>
  moves(
    type,
    (before, after) => before.pending_update !== null && after.pending_update === null && after.outcome === outcome,
  );

export const events: readonly EventRule<StoredSubscription>[] = [
  on.create('customer.subscription.created'),
  {
    ...on.change<StoredSubscription>('customer.subscription.updated', (before, after) => !ends(before, after)),
    // Items are objects of their own: what they were before a change is kept with the change.
    formerly: (before, after) =>
      after.former_items === before.former_items || after.former_items === null ? {} : { items: after.former_items },
  },
  moves('customer.subscription.deleted', ends),
  moves('customer.subscription.paused', (before, after) => after.status === 'paused' && before.status !== 'paused'),
  moves('customer.subscription.resumed', (before, after) => before.status === 'paused' && after.status === 'active'),
  resolves('customer.subscription.pending_update_applied', 'applied'),
  resolves('customer.subscription.pending_update_expired', 'expired'),
  counts('customer.subscription.trial_will_end', 'warnings'),
  { ...counts('invoice.upcoming', 'reminders'), about: ({ upcoming }) => upcoming ?? {} },
];
