/** What an update comes to, before anything of the subscription itself is written. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import { discountsOf, redeemAll } from '../discount/redeem.ts';
import { changeItems, changesRhythm, concerned } from './change-items.ts';
import { cut, endFields, endsSoon, futureTime, rhythmOf, timesOf, trialEnd, uncut } from './dates.ts';
import { type Params as FieldParams, sentFields } from './fields.ts';
import { type Cost, periodAmount } from './lines.ts';
import { nowBilled, unbilled } from './net.ts';
import { boundaryAfter } from './period.ts';
import { type Proration, periodCosts, prorations } from './proration.ts';
import type { SentItem } from './read-items.ts';
import { isMetered, itemsOf, type StoredSubscription, type StoredSubscriptionItem } from './stored.ts';
import { leftUsage, used } from './usage.ts';

export type UpdateParams = Stripe.SubscriptionUpdateParams;

export interface Plan {
  readonly after: StoredSubscription;
  readonly patch: Partial<StoredSubscription>;
  readonly items: readonly StoredSubscriptionItem[];
  readonly prorations: readonly Proration[];
  /** What metered items that go, or get another price, were used for. */
  readonly usage: readonly Cost[];
  /** What prorations are counted from. */
  readonly prorated: number;
  /** Of a cycle that begins anew. */
  readonly costs: readonly Cost[];
  readonly bills: boolean;
  readonly action: 'activate' | 'begin_trial' | undefined;
}

function prorationTime(
  work: Work,
  { proration_date: date }: UpdateParams,
  old: readonly StoredSubscriptionItem[],
): number {
  if (date === undefined) return work.now;
  const start = Math.min(...old.map((item) => item.current_period_start));
  const end = Math.max(...old.map((item) => item.current_period_end));
  if (date >= start && date <= end) return date;
  throw errors.invalid(
    'Invalid proration_date: must lie within the current period of the subscription.',
    'proration_date',
  );
}

async function sentDiscounts(
  work: Work,
  subscription: StoredSubscription,
  { discounts: sent }: UpdateParams,
  items: readonly StoredSubscriptionItem[],
) {
  if (sent === undefined) return {};
  const { customer, currency, id, schedule } = subscription;
  // A phase begins whatever it is worth.
  const amount = schedule === null ? await periodAmount(work, items, currency) : undefined;
  const given = await redeemAll(work, sent, { customer, currency, amount, subscription: id });
  return { discounts: given.map((discount) => discount.id) };
}

/** Discounts that an update leaves out are gone. */
export async function dropDiscounts(work: Work, before: StoredSubscription, after: StoredSubscription): Promise<void> {
  const gone = before.discounts.filter((id) => !after.discounts.includes(id));
  for (const discount of await discountsOf(work, gone)) await work.remove(discount);
}

async function isFree(work: Work, items: readonly StoredSubscriptionItem[], currency: string): Promise<boolean> {
  return (await periodAmount(work, items, currency)) === 0;
}

interface Trial {
  readonly fields: Partial<StoredSubscription>;
  readonly ends: boolean;
  readonly begins: boolean;
}

function trialOf(
  work: Work,
  before: StoredSubscription,
  params: UpdateParams,
  items: readonly StoredSubscriptionItem[],
): Trial {
  const onTrial = before.status === 'trialing';
  if (params.trial_end === undefined && params.trial_from_plan !== true)
    return { fields: {}, ends: false, begins: false };
  const end = trialEnd(work, params, items);
  if (end === null) {
    if (!onTrial) return { fields: {}, ends: false, begins: false };
    return { fields: { trial_end: work.now, billing_cycle_anchor: work.now }, ends: true, begins: false };
  }
  const fields = { trial_end: end, trial_start: onTrial ? before.trial_start : work.now, billing_cycle_anchor: end };
  return { fields, ends: false, begins: true };
}

function periodsOf(
  items: readonly StoredSubscriptionItem[],
  trial: Trial,
  restarts: boolean,
  now: number,
): readonly StoredSubscriptionItem[] {
  const { trial_end: end } = trial.fields;
  if (trial.begins && typeof end === 'number')
    return items.map((item) => ({ ...item, current_period_start: now, current_period_end: end }));
  if (!restarts) return items;
  return items.map((item) => ({
    ...item,
    current_period_start: now,
    current_period_end: boundaryAfter(now, rhythmOf(item), now),
  }));
}

/** `extra` changes along with what the parameters say. */
export async function planUpdate(
  work: Work,
  before: StoredSubscription,
  params: UpdateParams,
  extra: Partial<StoredSubscription> = {},
): Promise<Plan> {
  const old = await itemsOf(work, before.id);
  const sent = (params.items ?? []) as readonly SentItem[];
  const changed = sent.length === 0 ? old : await changeItems(work, before, old, sent);
  const trial = trialOf(work, before, params, changed);
  const onTrial = before.status === 'trialing';
  const running = !onTrial && !trial.begins;
  const restarts =
    trial.ends ||
    (running &&
      (params.billing_cycle_anchor?.type === 'now' ||
        changesRhythm(old, changed) ||
        (sent.length > 0 &&
          (await isFree(work, old, before.currency)) &&
          !(await isFree(work, changed, before.currency)))));
  const uncutItems = periodsOf(uncut(before, changed), trial, restarts, work.now);
  const patch: Partial<StoredSubscription> = {
    ...(await sentFields(work, before, params as FieldParams)),
    ...(await sentDiscounts(work, before, params, changed)),
    ...trial.fields,
    ...(restarts && { billing_cycle_anchor: work.now }),
    ...endFields(work, before, params, uncutItems),
    ...pauseFields(work, params),
    ...extra,
  };
  if (restarts && before.cancel_at_period_end && patch.cancel_at === undefined)
    patch.cancel_at = Math.min(...uncutItems.map((item) => item.current_period_end));
  const after: StoredSubscription = { ...before, ...patch };
  const status = trial.begins ? 'trialing' : restarts ? 'active' : before.status;
  const items = cut({ ...after, status }, uncutItems).map((item) => {
    const was = old.find(({ id }) => id === item.id);
    const isRepriced = isMetered(item) && was !== undefined && was.price.id !== item.price.id;
    return isRepriced ? { ...item, billed: [], counts_from: work.now } : item;
  });
  const behavior = params.proration_behavior ?? 'create_prorations';
  const time = prorationTime(work, params, old);
  const everything = restarts || trial.begins;
  const concerns = everything ? new Set(old.map(({ id }) => id)) : concerned(old, items);
  const prorates = behavior !== 'none' && !onTrial && before.status !== 'incomplete';
  const fresh = everything ? [] : items;
  const parts = prorates ? await prorations(work, { before, after, old, fresh, concerns, time }) : [];
  const costs = restarts
    ? [
        ...(await periodCosts(work, after, items)),
        ...(onTrial ? [] : await used(work, old, before.customer, before.currency, { at: work.now, including: false })),
      ]
    : [];
  const usage = restarts ? [] : await leftUsage(work, before, old, items, behavior !== 'none');
  const isNow =
    behavior === 'always_invoice' && (parts.length + usage.length > 0 || (params.add_invoice_items?.length ?? 0) > 0);
  const warned = trial.ends || (trial.begins && endsSoon(after.trial_end ?? 0, work.now));
  return {
    after,
    patch: {
      ...patch,
      ...timesOf(items, after, work.now),
      // Stripe tells of a trial that is cut short as it tells of one that runs out.
      ...(warned && { warnings: before.warnings + 1 }),
    },
    items: await settled(work, { before, after, old, items, restarts, billed: concerns, prorates }),
    prorations: parts,
    usage,
    prorated: time,
    costs,
    bills: restarts || isNow,
    action: trial.ends ? 'activate' : trial.begins && !onTrial ? 'begin_trial' : undefined,
  };
}

interface Settling {
  readonly before: StoredSubscription;
  readonly after: StoredSubscription;
  readonly old: readonly StoredSubscriptionItem[];
  readonly items: readonly StoredSubscriptionItem[];
  readonly restarts: boolean;
  /** Items that cost something else from now on. */
  readonly billed: ReadonlySet<string>;
  readonly prorates: boolean;
}

/** The items with what they were last billed for: what changes without a proration stays as it was billed. */
async function settled(
  work: Work,
  { before, after, old, items, restarts, billed, prorates }: Settling,
): Promise<readonly StoredSubscriptionItem[]> {
  if (restarts)
    return (await nowBilled(work, after, items)).map((item) => ({ ...item, billed: [], counts_from: null }));
  if (billed.size === 0) return items;
  if (prorates) {
    const now = await nowBilled(work, after, items);
    return items.map((item, at) => (billed.has(item.id) ? (now[at] ?? item) : item));
  }
  const was = await nowBilled(work, before, old);
  return items.map((item) => {
    if (!billed.has(item.id)) return item;
    const known = was.find(({ id }) => id === item.id);
    return { ...item, paid: known === undefined ? unbilled(item) : (item.paid ?? known.paid) };
  });
}

function pauseFields(work: Work, { pause_collection: sent }: UpdateParams): Partial<StoredSubscription> {
  if (sent === undefined) return {};
  if (!sent) return { pause_collection: null };
  const { behavior, resumes_at: end } = sent;
  const resumes_at = end === undefined ? null : futureTime(work, end, 'pause_collection[resumes_at]');
  return { pause_collection: { behavior, resumes_at } };
}
