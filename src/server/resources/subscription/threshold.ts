/** Usage that reaches a threshold is billed at once: https://docs.stripe.com/billing/subscriptions/usage-based/thresholds */
import type Stripe from 'stripe';
import type { StoredObject, Work } from '../../kernel/work.ts';
import { customerOf } from '../billing-meter/usage.ts';
import type { StoredMeterEvent } from '../billing-meter-event/stored.ts';
import { type Exact, exact, minus, plus } from '../invoice/amounts/decimal.ts';
import { pendingItems } from '../invoice/items.ts';
import { withTotals } from '../invoice/preview-totals.ts';
import { rehearsal } from '../invoice/rehearsal.ts';
import type { StoredInvoice } from '../invoice/stored.ts';
import { linesOf } from '../invoice-line-item/of-invoice.ts';
import { applyChange } from './apply.ts';
import { draftFor, storeDraft } from './billing.ts';
import { creditUnused } from './cancel.ts';
import { cut, rhythmOf, timesOf } from './dates.ts';
import { nowBilled } from './net.ts';
import { boundaryAfter } from './period.ts';
import { periodCosts } from './proration.ts';
import { renewalDraft } from './renew.ts';
import { isMetered, itemsOf, type StoredSubscription, type StoredSubscriptionItem } from './stored.ts';
import { previewLines } from './upcoming.ts';
import { billedAtStart, type Usage, usageOf } from './usage.ts';

/** Trials cost nothing, and what is paused or unpaid is not collected. */
const evaluated: ReadonlySet<string> = new Set(['active', 'past_due']);

interface Accrued {
  readonly items: readonly StoredSubscriptionItem[];
  /** Of metered items, by id: what is not billed yet. */
  readonly usage: ReadonlyMap<string, Usage>;
}

async function accruedBy(
  work: Work,
  { customer, currency }: StoredSubscription,
  items: readonly StoredSubscriptionItem[],
): Promise<Accrued> {
  const usage = new Map<string, Usage>();
  const until = { at: work.now, including: true };
  for (const item of items)
    if (isMetered(item)) usage.set(item.id, await usageOf(work, item, customer, currency, until));
  return { items, usage };
}

const costsOf = ({ usage }: Accrued) => [...usage.values()].flatMap(({ costs }) => costs);

/** Without taxes, with discounts and the prorations that wait. */
async function amountOf(work: Work, subscription: StoredSubscription, accrued: Accrued): Promise<number> {
  const dry = rehearsal(work);
  const customer = await work.find<Stripe.Customer>('customer', subscription.customer, 'customer');
  const period = { start: work.now, end: work.now };
  const draft = await draftFor(dry, subscription, customer, {
    reason: 'subscription_threshold',
    period,
    advances: false,
  });
  const waiting = await pendingItems(work, draft, subscription.id);
  const shown = await withTotals(dry, draft, previewLines(dry, draft, waiting, costsOf(accrued)));
  return shown.total_excluding_tax ?? shown.total;
}

const billedOf = ({ billed }: StoredSubscriptionItem): Exact =>
  billed.filter(({ flat }) => !flat).reduce((sum, { quantity }) => plus(sum, exact(quantity)), exact(0));

function reachesUsage(item: StoredSubscriptionItem, usage: Usage | undefined): boolean {
  const gte = item.billing_thresholds?.usage_gte ?? null;
  if (gte === null || usage === undefined) return false;
  const fresh = minus(exact(usage.quantity), billedOf(item));
  return minus(fresh, exact(gte)).digits >= 0n;
}

interface Reason {
  readonly amount_gte: number | null;
  readonly items: readonly StoredSubscriptionItem[];
}

async function reached(work: Work, subscription: StoredSubscription, accrued: Accrued): Promise<Reason | undefined> {
  const items = accrued.items.filter((item) => reachesUsage(item, accrued.usage.get(item.id)));
  const gte = subscription.billing_thresholds?.amount_gte ?? null;
  const amount_gte = gte !== null && (await amountOf(work, subscription, accrued)) >= gte ? gte : null;
  return amount_gte === null && items.length === 0 ? undefined : { amount_gte, items };
}

async function reasonOf(
  work: Work,
  draft: StoredInvoice,
  { amount_gte, items }: Reason,
): Promise<NonNullable<StoredInvoice['threshold_reason']>> {
  const lines = await linesOf(work, draft.id);
  const item_reasons = items.map((item) => ({
    line_item_ids: lines
      .filter(({ parent }) => parent?.subscription_item_details?.subscription_item === item.id)
      .map(({ id }) => id),
    usage_gte: item.billing_thresholds?.usage_gte ?? 0,
  }));
  return { amount_gte, item_reasons };
}

interface After {
  readonly patch: Partial<StoredSubscription>;
  readonly items: readonly StoredSubscriptionItem[];
}

/** The period goes on, and remembers what is billed of it. */
const goesOn = ({ items, usage }: Accrued): After => ({
  patch: {},
  items: items.map((item) => ({ ...item, billed: usage.get(item.id)?.billed ?? item.billed })),
});

/** A new cycle begins now. What was used in this very second is billed already. */
async function startsAnew(work: Work, before: StoredSubscription, { items }: Accrued): Promise<After> {
  const after: StoredSubscription = { ...before, billing_cycle_anchor: work.now };
  const fresh: StoredSubscriptionItem[] = [];
  for (const item of items) {
    const period = {
      current_period_start: work.now,
      current_period_end: boundaryAfter(work.now, rhythmOf(item), work.now),
    };
    const billed = isMetered(item) ? await billedAtStart(work, item, before.customer, before.currency) : [];
    fresh.push({ ...item, ...period, billed, counts_from: null });
  }
  const begun = await nowBilled(work, after, cut(after, fresh));
  return { patch: { billing_cycle_anchor: work.now, ...timesOf(begun, after, work.now) }, items: begun };
}

async function bill(work: Work, subscription: StoredSubscription, accrued: Accrued, reason: Reason): Promise<void> {
  const resets = subscription.billing_thresholds?.reset_billing_cycle_anchor === true;
  const start = Math.min(work.now, ...accrued.items.map((item) => item.current_period_start));
  if (resets) await creditUnused(work, subscription);
  const { patch, items } = resets ? await startsAnew(work, subscription, accrued) : goesOn(accrued);
  const after = { ...subscription, ...patch };
  const costs = [...(resets ? await periodCosts(work, after, items) : []), ...costsOf(accrued)];
  const period = { start, end: work.now };
  const draft = await renewalDraft(work, after, costs, period, 'subscription_threshold');
  await storeDraft(work, { ...draft, threshold_reason: await reasonOf(work, draft, reason) });
  await applyChange(work, subscription, { patch: { ...patch, latest_invoice: draft.id }, items });
}

async function check(work: Work, subscription: StoredSubscription): Promise<void> {
  const items = await itemsOf(work, subscription.id);
  const isSet = subscription.billing_thresholds !== null || items.some((item) => item.billing_thresholds !== null);
  if (!isSet) return;
  const accrued = await accruedBy(work, subscription, items);
  const reason = await reached(work, subscription, accrued);
  if (reason !== undefined) await bill(work, subscription, accrued, reason);
}

export async function followUsage(work: Work, before?: StoredObject, after?: StoredObject): Promise<void> {
  if (before !== undefined || after === undefined) return;
  const customer = customerOf((after as StoredMeterEvent).account_key);
  for (const subscription of await work.list<StoredSubscription>('subscription', { where: { customer } }))
    if (evaluated.has(subscription.status)) await check(await work.at(subscription), subscription);
}
