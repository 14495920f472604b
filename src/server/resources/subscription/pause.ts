/** https://docs.stripe.com/billing/subscriptions/pause */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { next } from '../../kernel/machine.ts';
import type { Call, Work } from '../../kernel/work.ts';
import { issue } from '../invoice/at-once.ts';
import { defaultMethod, noMethod } from '../invoice/collect.ts';
import { pendingItems } from '../invoice/items.ts';
import { applyChange } from './apply.ts';
import { addLines, draftFor } from './billing.ts';
import { creditUnused } from './cancel.ts';
import { rhythmOf, timesOf } from './dates.ts';
import { ahead } from './lines.ts';
import { machine } from './machine.ts';
import { paused } from './paused.ts';
import { boundaryAfter } from './period.ts';
import { itemsOf, type StoredSubscription } from './stored.ts';

export async function pauseSubscription({
  work,
  params,
  targets,
}: Call<Stripe.SubscriptionPauseParams>): Promise<StoredSubscription> {
  const subscription = targets.at(-1) as StoredSubscription;
  next(machine, subscription, 'pause');
  if (params.invoicing_behavior === 'invoice')
    throw errors.invalid(
      'This emulator leaves what a pause credits for the next invoice: pass `pending_invoice_item`.',
      'invoicing_behavior',
    );
  if (params.bill_for?.unused_time_from?.type === 'now') await creditUnused(work, subscription);
  return work.act<StoredSubscription>(subscription, 'pause', paused(work, 'pause_requested'));
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

async function resume(
  work: Work,
  subscription: StoredSubscription,
  params: Stripe.SubscriptionResumeParams,
): Promise<StoredSubscription> {
  const keeps = params.billing_cycle_anchor?.type === 'unchanged';
  const anchor = keeps ? subscription.billing_cycle_anchor : work.now;
  const present = await itemsOf(work, subscription.id);
  const isInPeriod = keeps && present.every((item) => item.current_period_end > work.now);
  const items = isInPeriod
    ? present
    : present.map((item) => ({
        ...item,
        current_period_start: work.now,
        current_period_end: boundaryAfter(anchor, rhythmOf(item), work.now),
      }));
  const resumed: StoredSubscription = { ...subscription, billing_cycle_anchor: anchor };
  const patch: Partial<StoredSubscription> = {
    billing_cycle_anchor: anchor,
    status_details: undefined,
    ...timesOf(items, resumed, work.now),
  };
  if (isInPeriod) return applyChange(work, subscription, { patch, items }, 'resume');
  const customer = await work.find<Stripe.Customer>('customer', subscription.customer, 'customer');
  const draft = await draftFor(work, resumed, customer, {
    reason: 'subscription_update',
    period: { start: work.now, end: work.now },
    advances: false,
  });
  const waiting = [...(await pendingItems(work, draft)), ...(await pendingItems(work, draft, subscription.id))];
  await addLines(work, draft, waiting, await ahead(work, items, subscription.currency));
  const { default_payment_method, default_source, collection_method } = subscription;
  const charges = collection_method === 'charge_automatically';
  const method = charges ? await defaultMethod(work, { ...draft, default_payment_method, default_source }) : undefined;
  if (charges && method === undefined) throw noMethod();
  const { invoice, refusal } = await issue(work, draft, { method, retries: true });
  if (invoice.status === 'open' && charges && params.payment_behavior === 'resume_on_payment_success')
    throw refusal?.error ?? noMethod();
  const done = await applyChange(
    work,
    subscription,
    { patch: { ...patch, latest_invoice: invoice.id }, items },
    'resume',
  );
  return invoice.status === 'open' && charges ? work.act<StoredSubscription>(done, 'miss_payment') : done;
}

/** `pause_collection` has come to its end. */
export const collectAgain = (work: Work, subscription: StoredSubscription): Promise<StoredSubscription> =>
  Promise.resolve(work.update<StoredSubscription>(subscription, { pause_collection: null }));
