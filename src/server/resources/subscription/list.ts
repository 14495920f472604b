import type Stripe from 'stripe';
import { pageQuery } from '../../kernel/page.ts';
import { inRange } from '../../kernel/range.ts';
import type { Call, ListResult, StoredObject, Work } from '../../kernel/work.ts';
import { isOver, type StoredSubscription } from './stored.ts';

type Params = Stripe.SubscriptionListParams;

/** Without a status, those that are not canceled. */
function hasStatus({ status }: StoredSubscription, wanted: Params['status']): boolean {
  if (wanted === 'all') return true;
  if (wanted === 'ended') return isOver({ status });
  return wanted === undefined ? status !== 'canceled' : status === wanted;
}

/** Ids of the subscriptions with an item that is as wanted; undefined where nothing is asked of items. */
async function withItems(work: Work, params: Params): Promise<ReadonlySet<string> | undefined> {
  const { price = params.plan, current_period_end: ends, current_period_start: starts } = params;
  if (price === undefined && ends === undefined && starts === undefined) return undefined;
  const items = await work.list<Stripe.SubscriptionItem>('subscription_item');
  const wanted = items.filter(
    (item) =>
      (price === undefined || item.price.id === price) &&
      inRange(item.current_period_end, ends) &&
      inRange(item.current_period_start, starts),
  );
  return new Set(wanted.map(({ subscription }) => subscription));
}

/** Those of test clocks are left out unless the request names the clock or the customer. */
export async function listSubscriptions({ work, params, targets }: Call<Params>): Promise<ListResult> {
  const customer = targets[0]?.id ?? params.customer;
  if (customer !== undefined && (await work.stub('customer', customer)) === undefined)
    await work.find('customer', customer, 'customer');
  const { collection_method, status, test_clock } = params;
  const where = {
    ...(collection_method !== undefined && { collection_method }),
    ...(customer !== undefined && { customer }),
    ...(test_clock !== undefined && { test_clock }),
  };
  const ids = await withItems(work, params);
  const hides = customer === undefined && test_clock === undefined;
  const filter = (row: StoredObject): boolean => {
    const subscription = row as StoredSubscription;
    if (hides && subscription.test_clock !== null) return false;
    if (params.automatic_tax !== undefined && subscription.automatic_tax.enabled !== params.automatic_tax.enabled)
      return false;
    return hasStatus(subscription, status) && (ids?.has(subscription.id) ?? true);
  };
  return work.page(['subscription'], { ...pageQuery(params), where, filter }, '/v1/subscriptions');
}
