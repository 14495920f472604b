/** https://docs.stripe.com/billing/subscriptions/pause */
import type Stripe from 'stripe';
import { next } from '../../kernel/machine.ts';
import type { Call, Work } from '../../kernel/work.ts';
import { issue } from '../invoice/at-once.ts';
import { defaultMethod, noMethod } from '../invoice/collect.ts';
import { pendingItems } from '../invoice/items.ts';
import { applyChange } from './apply.ts';
import { addLines, draftFor } from './billing.ts';
import { creditUnused } from './cancel.ts';
import { cut, rhythmOf, timesOf } from './dates.ts';
import { machine } from './machine.ts';
import { nowBilled, unbilled } from './net.ts';
import { paused } from './paused.ts';
import { billWaiting } from './pending-items.ts';
import { boundaryAfter } from './period.ts';
import { periodCosts, remainders, storeProration, storeUsage } from './proration.ts';
import { isMetered, itemsOf, type StoredSubscription, type StoredSubscriptionItem } from './stored.ts';
import { usageOf } from './usage.ts';

type PauseParams = Stripe.SubscriptionPauseParams;
type Counted = readonly StoredSubscriptionItem[];

/** What was used and not billed yet waits for the next invoice. */
async function billUsage(work: Work, subscription: StoredSubscription, items: Counted): Promise<Counted> {
  const billed: StoredSubscriptionItem[] = [];
  for (const item of items) {
    if (!isMetered(item)) {
      billed.push(item);
      continue;
    }
    const until = { at: work.now, including: true };
    const usage = await usageOf(work, item, subscription.customer, subscription.currency, until);
    for (const cost of usage.costs) if (cost.amount !== 0) await storeUsage(work, subscription, cost);
    billed.push({ ...item, billed: usage.billed });
  }
  return billed;
}

/** The time that is left, or the whole period, comes back. */
async function creditTime(
  work: Work,
  subscription: StoredSubscription,
  items: Counted,
  from: string,
): Promise<Counted> {
  if (from === 'none') return items;
  const start = Math.min(work.now, ...items.map((item) => item.current_period_start));
  await creditUnused(work, subscription, from === 'now' ? work.now : start);
  return items.map((item) => (isMetered(item) ? item : { ...item, paid: unbilled(item) }));
}

async function billPause(work: Work, subscription: StoredSubscription): Promise<Partial<StoredSubscription>> {
  const period = { start: work.now, end: work.now };
  const invoice = await billWaiting(work, subscription, { reason: 'subscription_update', period, advances: true });
  return invoice === undefined ? {} : { latest_invoice: invoice.id };
}

export async function pauseSubscription({ work, params, targets }: Call<PauseParams>): Promise<StoredSubscription> {
  const subscription = targets.at(-1) as StoredSubscription;
  next(machine, subscription, 'pause');
  const { unused_time_from: unused, outstanding_usage_through: usage } = params.bill_for ?? {};
  const present = await itemsOf(work, subscription.id);
  const used = usage?.type === 'none' ? present : await billUsage(work, subscription, present);
  const items = await creditTime(work, subscription, used, unused?.type ?? 'now');
  for (const item of items) await work.update<StoredSubscriptionItem>(item, { billed: item.billed, paid: item.paid });
  const bill = params.invoicing_behavior === 'invoice' ? await billPause(work, subscription) : {};
  return work.act<StoredSubscription>(subscription, 'pause', { ...bill, ...paused(work, 'pause_requested') });
}

/** A paused subscription begins its cycle anew, or goes on in the one it had. */
export async function resumeSubscription({
  work,
  params,
  targets,
}: Call<Stripe.SubscriptionResumeParams>): Promise<StoredSubscription> {
  const subscription = targets.at(-1) as StoredSubscription;
  next(machine, subscription, 'resume');
  return resume(work, subscription, params);
}

/** The items at the beginning of a period, or within one of a cycle that goes on. */
async function begun(
  work: Work,
  subscription: StoredSubscription,
  items: readonly StoredSubscriptionItem[],
): Promise<StoredSubscriptionItem[]> {
  const fresh = items.map((item) => ({
    ...item,
    billed: [],
    counts_from: null,
    current_period_start: work.now,
    current_period_end: boundaryAfter(subscription.billing_cycle_anchor, rhythmOf(item), work.now),
  }));
  return nowBilled(work, subscription, cut(subscription, fresh));
}

async function resume(
  work: Work,
  subscription: StoredSubscription,
  params: Stripe.SubscriptionResumeParams,
): Promise<StoredSubscription> {
  const keeps = params.billing_cycle_anchor?.type === 'unchanged';
  const anchor = keeps ? subscription.billing_cycle_anchor : work.now;
  const present = await itemsOf(work, subscription.id);
  const isInPeriod = keeps && present.every((item) => item.current_period_end > work.now);
  const resumed: StoredSubscription = { ...subscription, billing_cycle_anchor: anchor, status: 'active' };
  const items = isInPeriod ? await nowBilled(work, resumed, present) : await begun(work, resumed, present);
  const patch: Partial<StoredSubscription> = {
    billing_cycle_anchor: anchor,
    status_details: undefined,
    ...timesOf(items, resumed, work.now),
  };
  const proration = params.proration_behavior ?? 'create_prorations';
  const parts = isInPeriod && proration !== 'none' ? await remainders(work, resumed, present) : [];
  for (const each of parts) await storeProration(work, resumed, each);
  const billsNow = !isInPeriod || (proration === 'always_invoice' && parts.length > 0);
  if (!billsNow) return applyChange(work, subscription, { patch, items }, 'resume');
  const customer = await work.find<Stripe.Customer>('customer', subscription.customer, 'customer');
  const draft = await draftFor(work, resumed, customer, {
    reason: 'subscription_update',
    period: { start: work.now, end: work.now },
    advances: false,
  });
  const waiting = [...(await pendingItems(work, draft)), ...(await pendingItems(work, draft, subscription.id))];
  // Without prorations, what a cycle that goes on has left of the period is free.
  const isFree = isInPeriod || (keeps && proration === 'none');
  await addLines(work, draft, waiting, isFree ? [] : await periodCosts(work, resumed, items));
  const { default_payment_method, default_source, collection_method } = subscription;
  const charges = collection_method === 'charge_automatically';
  const method = charges ? await defaultMethod(work, { ...draft, default_payment_method, default_source }) : undefined;
  if (charges && method === undefined) throw noMethod();
  const { invoice, refusal, processing = false } = await issue(work, draft, { method, retries: true });
  const unpaid = invoice.status === 'open' && charges && !processing;
  if (unpaid && params.payment_behavior === 'resume_on_payment_success') throw refusal?.error ?? noMethod();
  const done = await applyChange(
    work,
    subscription,
    { patch: { ...patch, latest_invoice: invoice.id }, items },
    'resume',
  );
  return unpaid ? work.act<StoredSubscription>(done, 'miss_payment') : done;
}

/** `pause_collection` has come to its end. */
export const collectAgain = (work: Work, subscription: StoredSubscription): Promise<StoredSubscription> =>
  Promise.resolve(work.update<StoredSubscription>(subscription, { pause_collection: null }));
