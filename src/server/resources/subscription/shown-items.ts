import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import { itemsOf, type StoredSubscription } from './stored.ts';

/** The items as answers show them now, to be told of as what they were. */
export async function shownItems(
  work: Work,
  { id }: Pick<StoredSubscription, 'id'>,
): Promise<Stripe.ApiList<Stripe.SubscriptionItem>> {
  const data: Stripe.SubscriptionItem[] = [];
  for (const item of await itemsOf(work, id)) data.push(await work.show<Stripe.SubscriptionItem>(item));
  return { object: 'list', data, has_more: false, url: `/v1/subscription_items?subscription=${id}` };
}
