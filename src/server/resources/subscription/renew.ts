/** A period ends and the next one begins: https://docs.stripe.com/billing/subscriptions/overview */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import { discountsOf } from '../discount/redeem.ts';
import { defaultMethod } from '../invoice/collect.ts';
import { pendingItems } from '../invoice/items.ts';
import type { StoredInvoice } from '../invoice/stored.ts';
import { addLines, type Billing, draftFor, isInForce, keepsDrafts, storeDraft } from './billing.ts';
import { end } from './cancel.ts';
import { nextPeriods, timesOf } from './dates.ts';
import type { Cost } from './lines.ts';
import { nowBilled } from './net.ts';
import { paused } from './paused.ts';
import { periodCosts } from './proration.ts';
import { shownItems } from './shown-items.ts';
import { itemsOf, type StoredSubscription, type StoredSubscriptionItem } from './stored.ts';
import { used } from './usage.ts';

/** Coupons whose months are over leave the subscription. */
async function dropDiscounts(work: Work, { discounts }: StoredSubscription, items: readonly StoredSubscriptionItem[]) {
  const all = await discountsOf(work, [...discounts, ...items.flatMap((item) => item.discounts)]);
  for (const discount of all) if (!isInForce(discount, work.now)) await work.remove(discount);
}

interface Turn {
  /** All items, those whose period is over with their next one. */
  readonly items: readonly StoredSubscriptionItem[];
  readonly moved: readonly StoredSubscriptionItem[];
  readonly costs: readonly Cost[];
  readonly began: number;
}

async function turnOf(
  work: Work,
  subscription: StoredSubscription,
  present: readonly StoredSubscriptionItem[],
): Promise<Turn> {
  const { customer, currency, status } = subscription;
  const over = present.filter((item) => item.current_period_end <= work.now);
  const next = nextPeriods(subscription, over);
  const costs = await periodCosts(work, subscription, next);
  // What was used on trial is free.
  const usage = status === 'trialing' ? [] : await used(work, over, customer, currency);
  const isNext = ({ id }: StoredSubscriptionItem): boolean => next.some((item) => item.id === id);
  const now = present.map((item) => next.find(({ id }) => id === item.id) ?? item);
  const billed = await nowBilled(work, subscription, now);
  const items = now.map((item, at) => (isNext(item) ? (billed[at] ?? item) : item));
  const began = Math.min(work.now, ...over.map((item) => item.current_period_start));
  return { items, moved: items.filter(isNext), costs: [...costs, ...usage], began };
}

/** The draft with its lines, not stored. */
export async function renewalDraft(
  work: Work,
  subscription: StoredSubscription,
  costs: readonly Cost[],
  period: { readonly start: number; readonly end: number },
  reason: Billing['reason'] = 'subscription_cycle',
): Promise<StoredInvoice> {
  const customer = await work.find<Stripe.Customer>('customer', subscription.customer, 'customer');
  const draft = await draftFor(work, subscription, customer, {
    reason,
    period,
    advances: !keepsDrafts(subscription),
  });
  const waiting = [...(await pendingItems(work, draft)), ...(await pendingItems(work, draft, subscription.id))];
  await addLines(work, draft, waiting, costs);
  return draft;
}

async function lacksMethod(work: Work, subscription: StoredSubscription, draft: StoredInvoice): Promise<boolean> {
  if (subscription.collection_method !== 'charge_automatically') return false;
  const { default_payment_method, default_source } = subscription;
  return (await defaultMethod(work, { ...draft, default_payment_method, default_source })) === undefined;
}

/** What Stripe does at the end of a trial when there is nothing to charge: undefined for carrying on. */
export async function withoutMethod(
  work: Work,
  subscription: StoredSubscription,
): Promise<StoredSubscription | undefined> {
  const behavior = subscription.trial_settings?.end_behavior.missing_payment_method ?? 'create_invoice';
  if (behavior === 'create_invoice') return undefined;
  const customer = await work.find<Stripe.Customer>('customer', subscription.customer, 'customer');
  const period = { start: work.now, end: work.now };
  const draft = await draftFor(work, subscription, customer, { reason: 'subscription_cycle', period, advances: true });
  if (!(await lacksMethod(work, subscription, draft))) return undefined;
  if (behavior === 'cancel') return end(work, subscription);
  return work.act<StoredSubscription>(subscription, 'pause', paused(work, 'trial_end_without_payment_method'));
}

export async function renew(work: Work, subscription: StoredSubscription): Promise<StoredSubscription> {
  const wasTrial = subscription.status === 'trialing';
  const stopped = wasTrial ? await withoutMethod(work, subscription) : undefined;
  if (stopped !== undefined) return stopped;
  const present = await itemsOf(work, subscription.id);
  await dropDiscounts(work, subscription, present);
  const former_items = await shownItems(work, subscription);
  const turn = await turnOf(work, subscription, present);
  const current = await work.find<StoredSubscription>('subscription', subscription.id, 'subscription');
  const draft = await renewalDraft(work, current, turn.costs, { start: turn.began, end: work.now });
  const patch = { latest_invoice: draft.id, former_items, ...timesOf(turn.items, current, work.now) };
  const move = async (): Promise<void> => {
    for (const item of turn.moved) await work.update(item, item);
  };
  if (!wasTrial) {
    await storeDraft(work, draft);
    await move();
    return work.update<StoredSubscription>(current, patch);
  }
  await move();
  const active = await work.act<StoredSubscription>(current, 'activate', patch);
  await storeDraft(work, draft);
  return active;
}
