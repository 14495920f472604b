import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import { itemsOf, type StoredSubscription } from './stored.ts';

const billable: readonly Stripe.Subscription.Status[] = ['active', 'trialing', 'past_due'];

/** Of the customer's subscriptions the one that is billed next. */
export async function nextBilled(work: Work, customer: string): Promise<string | undefined> {
  const subscriptions = await work.list<StoredSubscription>('subscription', { where: { customer } });
  let next: { readonly id: string; readonly at: number } | undefined;
  for (const { id, status, cancel_at_period_end: ends } of subscriptions) {
    if (!billable.includes(status) || ends) continue;
    const items = await itemsOf(work, id);
    const at = Math.min(...items.map((item) => item.current_period_end));
    if (next === undefined || at < next.at) next = { id, at };
  }
  return next?.id;
}
