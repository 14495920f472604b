import { errors } from '../../kernel/errors.ts';
import type { Call, Deleted } from '../../kernel/work.ts';
import { discountsOf } from '../discount/redeem.ts';
import type { StoredSubscription } from './stored.ts';

/** Takes every discount of the subscription away; those of its items stay. */
export async function deleteDiscount({ work, targets }: Call<object>): Promise<Deleted> {
  const subscription = targets.at(-1) as StoredSubscription;
  const discounts = await discountsOf(work, subscription.discounts);
  const [first] = discounts;
  if (first === undefined)
    throw errors.invalid(`No active discount for subscription: ${subscription.id}`, undefined, undefined, 404);
  await work.update<StoredSubscription>(subscription, { discounts: [] });
  for (const discount of discounts) await work.remove(discount);
  const stub = await work.stub('discount', first.id);
  return { ...stub, id: first.id, object: 'discount', deleted: true };
}
