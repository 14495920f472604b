import { type Awaitable, andThen } from '../kernel/awaitable.ts';
import type { Shown } from '../kernel/reader.ts';
import type { Draft, OlderReader, VersionChange } from './change.ts';

interface Items extends Shown {
  readonly data: readonly Shown[];
  readonly has_more: boolean;
}

function countOf({ data, has_more }: Items, subscription: unknown, read: OlderReader): Awaitable<number> {
  return has_more ? andThen(read.list('subscription_item', { subscription }), (all) => all.length) : data.length;
}

/** Programs of before 2018-05-21 read them: https://docs.stripe.com/changelog/2018-05-21. Recorded up to 2026-03-25.dahlia. */
function subscription(draft: Draft, read: OlderReader): Awaitable<void> {
  const items = draft.items as Items | undefined;
  if (items === undefined) return undefined;
  return andThen(countOf(items, draft.id, read), (total_count) => {
    const [only] = total_count === 1 ? items.data : [];
    draft.items = { ...items, total_count };
    draft.plan ??= only?.plan ?? null;
    draft.quantity ??= only?.quantity ?? null;
  });
}

export const planOfSubscriptions: VersionChange = {
  version: '2026-09-30.endive',
  description:
    'A subscription with one item no longer shows its `plan` and `quantity`, nor how many items it has: Stripe still answered these in 2026-03-25.dahlia, though no description had them. The newest version keeps to what is described.',
  inside: { subscription: { 'plan.product': ['product'] } },
  objects: { subscription },
};
