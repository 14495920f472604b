import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { mergeMetadata } from '../../kernel/merge.ts';
import type { Call, Work } from '../../kernel/work.ts';
import { discountsOf } from '../discount/redeem.ts';
import { type Issued, issue } from '../invoice/at-once.ts';
import { defaultMethod, noMethod } from '../invoice/collect.ts';
import { amountDue } from '../invoice/finalize.ts';
import { pendingItems } from '../invoice/items.ts';
import { freshFields } from '../invoice/refresh.ts';
import type { StoredInvoice } from '../invoice/stored.ts';
import { applyChange } from './apply.ts';
import { actionRequired } from './begin.ts';
import { addLines, draftFor } from './billing.ts';
import { sentDetails } from './cancel.ts';
import { noReason } from './dates.ts';
import { addExtras } from './extras.ts';
import { checkPendable, postpone } from './pending.ts';
import { dropDiscounts, type Plan, planUpdate, type UpdateParams } from './plan-update.ts';
import { storeProration, storeUsage } from './proration.ts';
import { withoutMethod } from './renew.ts';
import { isOver, type StoredSubscription } from './stored.ts';

const afterwards: ReadonlySet<string> = new Set(['cancellation_details', 'expand', 'metadata']);
const ofSchedule: readonly (keyof UpdateParams)[] = ['cancel_at', 'cancel_at_period_end'];

function checkChangeable(subscription: StoredSubscription, params: UpdateParams): void {
  const { schedule, status } = subscription;
  if (isOver(subscription)) {
    const frozen = Object.keys(params).find((name) => !afterwards.has(name));
    if (frozen === undefined) return;
    throw errors.invalid('A canceled subscription can only update its cancellation_details and metadata.', frozen);
  }
  const managed = ofSchedule.find((name) => params[name] !== undefined);
  if (schedule !== null && managed !== undefined) {
    throw errors.invalid(
      `The subscription is managed by the subscription schedule \`${schedule}\`, and updating any cancelation behavior directly is not allowed. Please update the schedule instead.`,
      managed,
    );
  }
  const costly = (['items', 'trial_end', 'billing_cycle_anchor'] as const).find((name) => params[name] !== undefined);
  if (costly === undefined || (status !== 'incomplete' && status !== 'paused')) return;
  throw errors.invalid(
    `You cannot update a subscription in \`${status}\` status in a way that results in a new invoice.`,
    costly,
  );
}

/** The invoice with what the change costs, not stored. Credits and debits wait as items where nothing is billed now. */
async function draftOf(
  work: Work,
  plan: Plan,
  params: UpdateParams,
): Promise<{ draft: StoredInvoice; owes: boolean } | undefined> {
  const { after, items } = plan;
  const customer = await work.find<Stripe.Customer>('customer', after.customer, 'customer');
  for (const each of plan.prorations) await storeProration(work, after, each);
  for (const cost of plan.usage) await storeUsage(work, after, cost);
  const period = { start: work.now, end: Math.min(...items.map((item) => item.current_period_end)) };
  await addExtras(work, after, customer, params.add_invoice_items, period);
  if (!plan.bills) return undefined;
  const began = Math.min(work.now, ...items.map((item) => item.current_period_start));
  const draft = await draftFor(work, after, customer, {
    reason: 'subscription_update',
    period: { start: began, end: work.now },
    advances: false,
  });
  const waiting = [...(await pendingItems(work, draft)), ...(await pendingItems(work, draft, after.id))];
  await addLines(work, draft, waiting, plan.costs);
  const fresh = { ...draft, ...(await freshFields(work, draft)) };
  return { draft, owes: amountDue(fresh).amount_due > 0 };
}

async function collectNow(
  work: Work,
  plan: Plan,
  draft: StoredInvoice,
  owes: boolean,
  behavior: string,
): Promise<Issued> {
  const { collection_method, default_payment_method, default_source } = plan.after;
  if (!owes || collection_method === 'send_invoice') return issue(work, draft, { retries: true });
  if (behavior === 'default_incomplete') return issue(work, draft);
  const method = await defaultMethod(work, { ...draft, default_payment_method, default_source });
  if (method === undefined) {
    // The clock asks nobody: what it bills stays open and is tried again.
    if (work.origin.id === null) return issue(work, draft, { retries: true });
    throw noMethod();
  }
  return issue(work, draft, { method, retries: behavior !== 'pending_if_incomplete' });
}

export async function change(
  work: Work,
  before: StoredSubscription,
  params: UpdateParams,
  extra: Partial<StoredSubscription> = {},
): Promise<StoredSubscription> {
  const behavior = params.payment_behavior ?? 'allow_incomplete';
  const waits = behavior === 'pending_if_incomplete';
  if (waits) checkPendable(params);
  const plan = await planUpdate(work, before, params, extra);
  const bill = await draftOf(work, plan, params);
  const { patch, items, action } = plan;
  if (bill === undefined) return finishUpdate(work, before, plan, patch);
  const { draft, owes } = bill;
  // Not shown; it keeps the subscription from counting as past due while its update waits.
  if (waits) await work.update<StoredSubscription>(before, { pending_invoice: draft.id });
  const { invoice, refusal, processing = false } = await collectNow(work, plan, draft, owes, behavior);
  const unpaid =
    owes && !processing && invoice.status !== 'paid' && invoice.collection_method === 'charge_automatically';
  if (unpaid && behavior === 'error_if_incomplete') throw refusal?.error ?? actionRequired();
  if (unpaid && waits) return postpone(work, before, { patch, items }, invoice.id);
  const done = await finishUpdate(work, before, plan, { ...patch, latest_invoice: invoice.id, pending_invoice: null });
  const missed = unpaid && (done.status === 'active' || done.status === 'trialing');
  return missed && action !== 'begin_trial' ? work.act<StoredSubscription>(done, 'miss_payment') : done;
}

async function finishUpdate(
  work: Work,
  before: StoredSubscription,
  { after, items, action }: Plan,
  patch: Partial<StoredSubscription>,
): Promise<StoredSubscription> {
  // What was billed on the way may have used some coupons up.
  const left = patch.discounts && { discounts: (await discountsOf(work, patch.discounts)).map(({ id }) => id) };
  const done = await applyChange(work, before, { patch: { ...patch, ...left }, items }, action);
  await dropDiscounts(work, before, after);
  return done;
}

/** A trial that is ended by hand ends as its own settings say when there is nothing to charge. */
async function endTrialUnpaid(
  work: Work,
  subscription: StoredSubscription,
  { trial_end: trialEnd, ...others }: UpdateParams,
): Promise<StoredSubscription | undefined> {
  const alone = Object.keys(others).every((name) => name === 'expand');
  if (!alone || trialEnd !== 'now' || subscription.status !== 'trialing') return undefined;
  const stopped = await withoutMethod(work, subscription);
  return stopped && !isOver(stopped) ? work.update<StoredSubscription>(stopped, { trial_end: work.now }) : stopped;
}

export async function updateSubscription({ work, params, targets }: Call<UpdateParams>): Promise<StoredSubscription> {
  const subscription = targets.at(-1) as StoredSubscription;
  checkChangeable(subscription, params);
  const { cancellation_details: sent, ...rest } = params;
  const details = sent && { ...noReason(subscription.cancellation_details), ...sentDetails(sent) };
  if (isOver(subscription)) {
    return work.update<StoredSubscription>(subscription, {
      metadata: mergeMetadata(subscription.metadata, rest.metadata),
      ...(details && {
        cancellation_details: { ...details, reason: subscription.cancellation_details?.reason ?? null },
      }),
    });
  }
  const changed = (await endTrialUnpaid(work, subscription, rest)) ?? (await change(work, subscription, rest));
  if (details === undefined) return changed;
  const reason = changed.cancellation_details?.reason ?? null;
  return work.update<StoredSubscription>(changed, { cancellation_details: { ...details, reason } });
}
