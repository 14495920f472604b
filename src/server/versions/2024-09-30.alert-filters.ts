import { isHash, type Params } from '../kernel/params.ts';
import type { Shown } from '../kernel/reader.ts';
import { type VersionChange, value } from './change.ts';
import { renamed } from './reshape.ts';

function upgrade({ filter, ...sent }: Params): Params {
  const params = renamed(sent, 'usage_threshold_config', 'usage_threshold');
  const { usage_threshold: threshold } = params;
  if (!isHash(filter) || !isHash(threshold)) return params;
  const filters = filter.customer === undefined ? [] : [{ type: 'customer', customer: filter.customer }];
  return { ...params, usage_threshold: { ...threshold, ...(filters.length > 0 && { filters }) } };
}

/** https://docs.stripe.com/changelog/acacia/2024-09-30 */
export const alertFilters: VersionChange = {
  version: '2024-09-30.acacia',
  description: '`usage_threshold_config` and `filter` of a billing alert are its `usage_threshold`.',
  operations: new Set(['billing.alerts.create']),
  takes: { 'billing.alerts.create': ['filter', 'usage_threshold_config'] },
  renames: [
    ['filter.customer', 'usage_threshold.filters[].customer'],
    ['usage_threshold_config', 'usage_threshold'],
  ],
  upgrade,
  restores: { 'billing.alert': { filter: value, usage_threshold_config: value } },
  inside: { 'billing.alert': { 'filter.customer': ['customer'], 'usage_threshold_config.meter': ['billing.meter'] } },
  drops: { 'billing.alert': ['usage_threshold'] },
  objects: {
    'billing.alert'(draft, _, dropped) {
      const threshold = dropped.usage_threshold as Shown | null | undefined;
      const [first] = (threshold?.filters ?? []) as readonly Shown[];
      draft.filter = first === undefined ? null : { customer: first.customer ?? null };
      draft.usage_threshold_config =
        threshold == null ? null : { gte: threshold.gte, meter: threshold.meter, recurrence: threshold.recurrence };
    },
  },
};
