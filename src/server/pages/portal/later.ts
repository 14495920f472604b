/** A change of plan that waits: the subscription stays as it is until its period ends. */
import type Stripe from 'stripe';
import type { Params } from '../../kernel/params.ts';
import type { StoredSubscription } from '../../resources/subscription/stored.ts';
import { phaseAt } from '../../resources/subscription-schedule/run.ts';
import { itemsOf } from './subscriptions.ts';
import type { Portal } from './visit.ts';

async function scheduleOf({ call, work }: Portal, { id, schedule }: StoredSubscription) {
  const known = schedule ? await work.get<Stripe.SubscriptionSchedule>('subscription_schedule', schedule) : undefined;
  return known ?? call<Stripe.SubscriptionSchedule>('subscriptionSchedules.create', { from_subscription: id });
}

/** Those of metered prices have no quantity. */
const line = (price: Stripe.Price, quantity: number | undefined): Params => ({
  price: price.id,
  ...(quantity !== undefined && price.recurring?.usage_type !== 'metered' && { quantity: String(quantity) }),
});

/** What a phase would strip the subscription of by saying nothing. */
const termsOf = ({
  collection_method,
  days_until_due: days,
  default_tax_rates: rates,
  discounts,
}: StoredSubscription): Params => ({
  collection_method,
  ...(days !== null && { invoice_settings: { days_until_due: String(days) } }),
  ...(discounts.length > 0 && { discounts: discounts.map((discount): Params => ({ discount })) }),
  ...(rates && rates.length > 0 && { default_tax_rates: rates.map(({ id }) => id) }),
});

/** The present phase as it is, then one with the new price. */
export async function schedule(
  portal: Portal,
  subscription: StoredSubscription,
  item: Stripe.SubscriptionItem,
  to: Stripe.Price,
  quantity: number | undefined,
): Promise<void> {
  const made = await scheduleOf(portal, subscription);
  const present = phaseAt(made.phases, portal.work.now);
  const { start_date: start = item.current_period_start, end_date: end = item.current_period_end } = present ?? {};
  const terms = termsOf(subscription);
  const others = (await itemsOf(portal, subscription.id)).filter(({ id }) => id !== item.id);
  const lines = (price: Stripe.Price, count: number | undefined): Params[] => [
    line(price, count),
    ...others.map((each) => line(each.price, each.quantity)),
  ];
  const phases: Params[] = [
    {
      ...terms,
      items: lines(item.price, item.quantity),
      start_date: String(start),
      end_date: String(end),
    },
    { ...terms, items: lines(to, quantity) },
  ];
  await portal.call('subscriptionSchedules.update', { end_behavior: 'release', phases }, [made]);
}
