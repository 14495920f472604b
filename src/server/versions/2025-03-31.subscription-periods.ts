import type { Shown } from '../kernel/reader.ts';
import { type VersionChange, value, whole } from './change.ts';

interface Item extends Shown {
  readonly current_period_start?: number;
  readonly current_period_end?: number;
}

const itemsOf = ({ items }: Shown): readonly Item[] => ((items as Shown | undefined)?.data ?? []) as Item[];

/** https://docs.stripe.com/changelog/basil/2025-03-31/deprecate-subscription-current-period-start-and-end */
export const subscriptionPeriods: VersionChange = {
  version: '2025-03-31.basil',
  description:
    '`current_period_start` and `current_period_end` stand on the items of a subscription, no longer on itself; `discount` became `discounts`.',
  restores: {
    subscription: { current_period_end: value, current_period_start: value, discount: whole('discount') },
  },
  objects: {
    subscription(draft) {
      const items = itemsOf(draft);
      const [discount = null] = (draft.discounts ?? []) as unknown[];
      const starts = items.flatMap(({ current_period_start: start }) => start ?? []);
      const ends = items.flatMap(({ current_period_end: end }) => end ?? []);
      if (starts.length > 0) draft.current_period_start = Math.min(...starts);
      if (ends.length > 0) draft.current_period_end = Math.min(...ends);
      draft.discount = discount;
    },
  },
};
