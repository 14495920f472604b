/** Items one at a time: each change is an update of their subscription. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Call, Deleted, Work } from '../../kernel/work.ts';
import { itemsOf, type StoredSubscription, type StoredSubscriptionItem } from '../subscription/stored.ts';
import { updateSubscription } from '../subscription/update.ts';

type Collection = Pick<
  Stripe.SubscriptionItemUpdateParams,
  'off_session' | 'payment_behavior' | 'proration_behavior' | 'proration_date'
>;
type Item = NonNullable<Stripe.SubscriptionUpdateParams['items']>[number];

async function change(work: Work, id: string, item: Item, how: Collection): Promise<StoredSubscription> {
  const subscription = await work.find<StoredSubscription>('subscription', id, 'subscription');
  const params: Stripe.SubscriptionUpdateParams = { ...how, items: [item] };
  return updateSubscription({ work, params, ids: {}, targets: [subscription] });
}

interface Split {
  readonly how: Collection;
  readonly item: Item;
}

function split(params: Stripe.SubscriptionItemUpdateParams): Split {
  const { expand: _, off_session, payment_behavior, proration_behavior, proration_date, ...item } = params;
  const how = { off_session, payment_behavior, proration_behavior, proration_date };
  return {
    how: Object.fromEntries(Object.entries(how).filter(([, value]) => value !== undefined)),
    item: item as Item,
  };
}

export async function createSubscriptionItem({
  work,
  params: { subscription, ...params },
}: Call<Stripe.SubscriptionItemCreateParams>): Promise<StoredSubscriptionItem> {
  await work.find('subscription', subscription, 'subscription');
  const before = new Set((await itemsOf(work, subscription)).map(({ id }) => id));
  const { how, item } = split(params);
  const present = await itemsOf(work, subscription);
  const twice = present.find(({ price }) => price.id === (item.price ?? item.plan));
  if (twice !== undefined) {
    throw errors.invalid(
      `Cannot add multiple subscription items with the same plan: ${twice.price.id}`,
      item.price === undefined ? 'plan' : 'price',
    );
  }
  await change(work, subscription, item, how);
  const added = (await itemsOf(work, subscription)).find(({ id }) => !before.has(id));
  if (added !== undefined) return added;
  throw errors.invalid('The item waits for its payment: look at `pending_update` of the subscription.');
}

export async function updateSubscriptionItem({
  work,
  params,
  targets,
}: Call<Stripe.SubscriptionItemUpdateParams>): Promise<StoredSubscriptionItem> {
  const { id, subscription } = targets[0] as StoredSubscriptionItem;
  const { how, item } = split(params);
  await change(work, subscription, { ...item, id }, how);
  return work.find<StoredSubscriptionItem>('subscription_item', id, 'item');
}

export async function deleteSubscriptionItem({
  work,
  params,
  targets,
}: Call<Stripe.SubscriptionItemDeleteParams>): Promise<Deleted> {
  const { id, subscription } = targets[0] as StoredSubscriptionItem;
  const { clear_usage: _, ...rest } = params;
  await change(work, subscription, { id, deleted: true }, split(rest).how);
  return { id, object: 'subscription_item', deleted: true };
}
