import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Call } from '../../kernel/work.ts';
import { createPrice, type SentPrice } from '../price/create.ts';
import { createProduct } from '../product/create.ts';

/** Requests of older versions, or of none, may say how usage records add up. */
type Params = Stripe.PlanCreateParams & { readonly aggregate_usage?: string };

/** A plan is a recurring price with older names. */
export async function createPlan({ work, params }: Call<Params>): Promise<Stripe.Plan> {
  const { product: sent, id = work.newId('plan') } = params;
  if ((await work.get('plan', id)) !== undefined)
    throw errors.invalid('Plan already exists.', 'id', 'resource_already_exists');
  if (sent === undefined) throw errors.parameterMissing('product');
  const product =
    typeof sent === 'string'
      ? await work.find<Stripe.Product>('product', sent, 'product')
      : await createProduct(work, sent);
  const price = {
    active: params.active,
    billing_scheme: params.billing_scheme,
    currency: params.currency,
    metadata: params.metadata,
    nickname: params.nickname,
    recurring: {
      aggregate_usage: params.aggregate_usage,
      interval: params.interval,
      interval_count: params.interval_count,
      meter: params.meter,
      trial_period_days: params.trial_period_days,
      usage_type: params.usage_type,
    },
    tiers: params.tiers,
    tiers_mode: params.tiers_mode,
    transform_quantity: params.transform_usage,
    unit_amount: params.amount,
    unit_amount_decimal: params.amount_decimal,
  };
  await createPrice(work, product.id, price as SentPrice, { id });
  return work.find<Stripe.Plan>('plan', id, 'plan');
}
