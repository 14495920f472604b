/** Every recurring price is a plan too, under the same id. */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import type { StoredPrice } from './stored.ts';

export function planOf(price: StoredPrice): Stripe.Plan | undefined {
  const { recurring } = price;
  if (recurring === null) return undefined;
  return {
    id: price.id,
    object: 'plan',
    active: price.active,
    amount: price.unit_amount,
    amount_decimal: price.unit_amount_decimal,
    billing_scheme: price.billing_scheme,
    created: price.created,
    currency: price.currency,
    interval: recurring.interval,
    interval_count: recurring.interval_count,
    livemode: false,
    metadata: price.metadata,
    meter: recurring.meter,
    nickname: price.nickname,
    product: price.product,
    ...(price.tiers !== undefined && { tiers: price.tiers }),
    tiers_mode: price.tiers_mode,
    transform_usage: price.transform_quantity,
    trial_period_days: recurring.trial_period_days,
    usage_type: recurring.usage_type,
  };
}

/** The plan changes first, as its event comes first. */
export async function changePrice(work: Work, price: StoredPrice, patch: Partial<StoredPrice>): Promise<StoredPrice> {
  const plan = await work.get<Stripe.Plan>('plan', price.id);
  const changed = planOf({ ...price, ...patch });
  if (plan !== undefined && changed !== undefined) await work.update(plan, changed);
  return work.update(price, patch);
}
