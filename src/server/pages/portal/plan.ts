/** Customers change to another price: at once, or when their period ends. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Params } from '../../kernel/params.ts';
import type { StoredSubscription } from '../../resources/subscription/stored.ts';
import { schedule } from './later.ts';
import type { Portal } from './visit.ts';

type Feature = Portal['features']['subscription_update'];

/** What the customer may change to; the present price where only the quantity is the customer's to choose. */
export async function offeredPrices({ work, features }: Portal, present: Stripe.Price): Promise<Stripe.Price[]> {
  const { default_allowed_updates: allowed, products } = features.subscription_update;
  if (!allowed.includes('price')) return [present];
  const prices: Stripe.Price[] = [];
  for (const id of (products ?? []).flatMap((each) => each.prices)) {
    const price = await work.get<Stripe.Price>('price', id);
    if (price?.active) prices.push(price);
  }
  return prices;
}

interface Limits {
  readonly minimum: number;
  readonly maximum: number | undefined;
}

/** How many of its items the customer may choose; undefined where their number is fixed. */
export function limitsOf({ features }: Portal, { product }: Stripe.Price): Limits | undefined {
  const { default_allowed_updates: allowed, products } = features.subscription_update;
  const limits = products?.find((each) => each.product === String(product))?.adjustable_quantity;
  if (!allowed.includes('quantity') || !limits?.enabled) return undefined;
  return { minimum: limits.minimum, maximum: limits.maximum ?? undefined };
}

interface PlanChange {
  readonly item: string;
  readonly price?: string | null | undefined;
  readonly quantity?: number | undefined;
  readonly discounts?: readonly { readonly coupon: string | null; readonly promotion_code: string | null }[] | null;
}

const days: Readonly<Record<string, number>> = { day: 1, week: 7, month: 30, year: 365 };

const lengthOf = ({ recurring }: Stripe.Price): number =>
  (days[recurring?.interval ?? 'month'] ?? 0) * (recurring?.interval_count ?? 1);

/** Whether the configuration wants the customer to keep what is paid for until the period ends. */
function waits(
  { schedule_at_period_end: { conditions } }: Feature,
  item: Stripe.SubscriptionItem,
  to: Stripe.Price,
  quantity: number,
) {
  const before = (item.price.unit_amount ?? 0) * (item.quantity ?? 1);
  const cheaper = (to.unit_amount ?? 0) * quantity < before;
  const shorter = lengthOf(to) < lengthOf(item.price);
  return conditions.some(({ type }) => (type === 'decreasing_item_amount' ? cheaper : shorter));
}

export async function changePlan(portal: Portal, subscription: StoredSubscription, change: PlanChange): Promise<void> {
  const { subscription_update: feature } = portal.features;
  if (!feature.enabled) throw errors.invalid('Subscriptions cannot be changed here.');
  const { item: id, price: wanted, quantity, discounts } = change;
  const item = await portal.work.find<Stripe.SubscriptionItem>('subscription_item', id, 'item');
  const to = wanted ? await portal.work.find<Stripe.Price>('price', wanted, 'price') : item.price;
  const count = quantity ?? item.quantity;
  if (waits(feature, item, to, count ?? 1)) return schedule(portal, subscription, item, to, count);
  const reductions = (discounts ?? []).map(
    ({ coupon, promotion_code }): Params => (coupon === null ? { promotion_code } : { coupon }),
  );
  const ends = subscription.status === 'trialing' && feature.trial_update_behavior === 'end_trial';
  await portal.call(
    'subscriptions.update',
    {
      items: [{ id, ...(wanted && { price: wanted }), ...(quantity !== undefined && { quantity: String(quantity) }) }],
      proration_behavior: feature.proration_behavior,
      ...(feature.billing_cycle_anchor === 'now' && !ends && { billing_cycle_anchor: { type: 'now' } }),
      ...(ends && { trial_end: 'now' }),
      ...(reductions.length > 0 && { discounts: reductions }),
    },
    [subscription],
  );
}
