import type Stripe from 'stripe';
import { mergeMetadata } from '../../kernel/merge.ts';
import type { Call, Deleted } from '../../kernel/work.ts';
import { changePrice } from '../price/plan-twin.ts';
import type { StoredPrice } from '../price/stored.ts';

export async function updatePlan({ work, params, targets }: Call<Stripe.PlanUpdateParams>): Promise<Stripe.Plan> {
  const plan = targets[0] as Stripe.Plan;
  const price = await work.find<StoredPrice>('price', plan.id, 'plan');
  const { active, metadata, nickname, product, trial_period_days: trial } = params;
  if (product !== undefined) await work.find('product', product, 'product');
  await changePrice(work, price, {
    ...(active !== undefined && { active }),
    ...(metadata !== undefined && { metadata: mergeMetadata(price.metadata, metadata) }),
    ...(nickname !== undefined && { nickname: nickname || null }),
    ...(product !== undefined && { product }),
    ...(trial !== undefined && price.recurring && { recurring: { ...price.recurring, trial_period_days: trial } }),
  });
  return work.find<Stripe.Plan>('plan', plan.id, 'plan');
}

/** The price goes with its plan; subscriptions keep what they have. */
export async function deletePlan({ work, targets }: Call): Promise<Deleted> {
  const plan = targets[0] as Stripe.Plan;
  await work.remove(plan);
  const price = await work.get<StoredPrice>('price', plan.id);
  if (price !== undefined) await work.remove(price);
  return { id: plan.id, object: 'plan', deleted: true };
}
