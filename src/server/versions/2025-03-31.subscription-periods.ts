import type { Shown, VersionChange } from './change.ts';

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
  restores: { subscription: ['current_period_end', 'current_period_start', 'discount'] },
  objects: {
    subscription(subscription) {
      const items = itemsOf(subscription);
      const [discount = null] = (subscription.discounts ?? []) as unknown[];
      const starts = items.flatMap(({ current_period_start: start }) => start ?? []);
      const ends = items.flatMap(({ current_period_end: end }) => end ?? []);
      return {
        ...subscription,
        ...(starts.length > 0 && { current_period_start: Math.min(...starts) }),
        ...(ends.length > 0 && { current_period_end: Math.min(...ends) }),
        discount: typeof discount === 'object' ? discount : null,
      };
    },
  },
};
