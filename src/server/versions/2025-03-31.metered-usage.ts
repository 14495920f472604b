import { type Awaitable, andThen } from '../kernel/awaitable.ts';
import { errors } from '../kernel/errors.ts';
import { isHash, type Params } from '../kernel/params.ts';
import type { Shown } from '../kernel/reader.ts';
import { type Draft, type OlderReader, type VersionChange, value } from './change.ts';

const isRecorded = (recurring: Shown): boolean => recurring.usage_type === 'metered' && recurring.meter === null;

/** Prices and plans share ids; what nobody knows of a deleted one was most likely summed up. */
function aggregation(draft: Draft, recurring: Shown, read: OlderReader): Awaitable<unknown> {
  if (!isRecorded(recurring)) return null;
  return andThen(read.stored('price', String(draft.id)), (price) => price?.aggregate_usage ?? 'sum');
}

/** https://docs.stripe.com/changelog/basil/2025-03-31/deprecate-legacy-usage-based-billing */
export const meteredUsage: VersionChange = {
  version: '2025-03-31.basil',
  description:
    'Metered prices have a meter; before, usage records of subscription items were billed as `aggregate_usage` says.',
  operations: new Set(['prices.create', 'plans.create']),
  takes: { 'prices.create': ['recurring.aggregate_usage'], 'plans.create': ['aggregate_usage'] },
  // The prices themselves read it.
  upgrade: (params) => params,
  refuse({ aggregate_usage: sent, recurring }: Params): void {
    if (sent !== undefined) throw errors.parameterUnknown(['aggregate_usage']);
    if (isHash(recurring) && 'aggregate_usage' in recurring)
      throw errors.parameterUnknown(['recurring[aggregate_usage]']);
  },
  restores: { price: { 'recurring.aggregate_usage': value }, plan: { aggregate_usage: value } },
  objects: {
    price(draft, read) {
      const recurring = draft.recurring as Shown | null | undefined;
      if (recurring == null) return undefined;
      return andThen(aggregation(draft, recurring, read), (aggregate_usage) => {
        draft.recurring = { ...recurring, aggregate_usage };
      });
    },
    plan: (draft, read) =>
      andThen(aggregation(draft, draft, read), (aggregate_usage) => {
        draft.aggregate_usage = aggregate_usage;
      }),
  },
};
