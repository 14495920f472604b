/** Subscriptions, as the customer sees and changes them. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Params } from '../../kernel/params.ts';
import { day } from '../../kernel/wording.ts';
import { isOver, type StoredSubscription } from '../../resources/subscription/stored.ts';
import { money } from '../amount.ts';
import { isPaused } from './pause.ts';
import type { ShownSubscription } from './views.ts';
import type { Portal } from './visit.ts';

export const itemsOf = ({ work }: Portal, subscription: string): Promise<Stripe.SubscriptionItem[]> =>
  Promise.resolve(work.list<Stripe.SubscriptionItem>('subscription_item', { where: { subscription } }));

export async function nameOf({ work }: Portal, { product }: Stripe.Price): Promise<string> {
  return (await work.get<Stripe.Product>('product', String(product)))?.name ?? 'Subscription';
}

export function priceText({ currency, recurring, unit_amount: amount }: Stripe.Price, quantity = 1): string {
  const { interval = 'month', interval_count: count = 1 } = recurring ?? {};
  const every = count === 1 ? `per ${interval}` : `every ${count} ${interval}s`;
  return amount === null ? `by usage, ${every}` : `${money(amount * quantity, currency)} ${every}`;
}

const endOf = (items: readonly Stripe.SubscriptionItem[]): number =>
  Math.min(...items.map(({ current_period_end: end }) => end));

const isClassic = ({ billing_mode: mode }: StoredSubscription): boolean => mode.type === 'classic';

/** When one that is canceled at the end of its period ends; in flexible mode, the items may have periods of their own. */
export const lastDay = (subscription: StoredSubscription, items: readonly Stripe.SubscriptionItem[]): number =>
  isClassic(subscription) ? endOf(items) : Math.max(...items.map(({ current_period_end: end }) => end));

function standingOf(
  { cancel_at, cancel_at_period_end, pause_collection: pause, status, trial_end }: StoredSubscription,
  items: readonly Stripe.SubscriptionItem[],
): string {
  if (pause !== null) return pause.resumes_at === null ? 'Paused' : `Paused until ${day(pause.resumes_at)}`;
  if (cancel_at !== null) return `Ends on ${day(cancel_at)}`;
  if (cancel_at_period_end) return `Ends on ${day(endOf(items))}`;
  if (status === 'trialing' && trial_end !== null) return `Trial ends on ${day(trial_end)}`;
  return status === 'active' ? `Renews on ${day(endOf(items))}` : status.replaceAll('_', ' ');
}

export const isEnding = ({ cancel_at, cancel_at_period_end }: StoredSubscription): boolean =>
  cancel_at !== null || cancel_at_period_end;

function actionsFor({ features }: Portal, subscription: StoredSubscription): [string, string][] {
  const actions: [string, string][] = [];
  const { id } = subscription;
  const ending = isEnding(subscription);
  if (features.subscription_update.enabled && !ending) actions.push(['Update plan', `subscriptions/${id}/update`]);
  if (features.subscription_pause.enabled) {
    if (isPaused(subscription)) actions.push(['Resume subscription', `subscriptions/${id}/unpause`]);
    else if (!ending) actions.push(['Pause subscription', `subscriptions/${id}/pause`]);
  }
  if (features.subscription_cancel.enabled)
    actions.push(
      ending
        ? ["Don't cancel subscription", `subscriptions/${id}/resume`]
        : ['Cancel subscription', `subscriptions/${id}/cancel`],
    );
  return actions;
}

export async function shownSubscriptions(portal: Portal): Promise<ShownSubscription[]> {
  const { work, customer } = portal;
  const all = await work.list<StoredSubscription>('subscription', { where: { customer: customer.id } });
  const shown: ShownSubscription[] = [];
  for (const subscription of all.filter((each) => !isOver(each))) {
    const items = await itemsOf(portal, subscription.id);
    const [first] = items;
    if (first === undefined) continue;
    shown.push({
      id: subscription.id,
      name: await nameOf(portal, first.price),
      price: priceText(first.price, first.quantity),
      standing: standingOf(subscription, items),
      actions: actionsFor(portal, subscription),
    });
  }
  return shown;
}

/** The customer's own, and not over yet. */
export async function ownSubscription({ work, customer }: Portal, id: string): Promise<StoredSubscription> {
  const found = await work.get<StoredSubscription>('subscription', id);
  if (found?.customer === customer.id && !isOver(found)) return found;
  throw errors.missing('subscription', id, 'subscription', 'path');
}

export async function cancel(portal: Portal, subscription: StoredSubscription, feedback: string): Promise<void> {
  const { subscription_cancel: feature } = portal.features;
  if (!feature.enabled) throw errors.invalid('Subscriptions cannot be canceled here.');
  const details: Params = feedback === '' ? {} : { cancellation_details: { feedback } };
  if (feature.mode === 'at_period_end') {
    // https://docs.stripe.com/billing/subscriptions/billing-mode/compare: cancellations in the Customer Portal
    const end: Params = isClassic(subscription) ? { cancel_at_period_end: 'true' } : { cancel_at: 'max_period_end' };
    await portal.call('subscriptions.update', { ...end, ...details }, [subscription]);
  } else {
    const prorates = feature.proration_behavior !== 'none';
    const billed = feature.proration_behavior === 'always_invoice';
    await portal.call('subscriptions.cancel', { prorate: String(prorates), invoice_now: String(billed), ...details }, [
      subscription,
    ]);
  }
}

export async function resume(portal: Portal, subscription: StoredSubscription): Promise<void> {
  const params: Params = subscription.cancel_at_period_end ? { cancel_at_period_end: 'false' } : { cancel_at: '' };
  await portal.call('subscriptions.update', params, [subscription]);
}
