/** Trials, anchors and ends, as requests set them. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import { boundaryAfter, day, type Period, periodAround, type Rhythm } from './period.ts';
import type { StoredSubscription, StoredSubscriptionItem } from './stored.ts';

type Create = Stripe.SubscriptionCreateParams;

const longestTrialDays = 730;
/** Seconds before a renewal, and before the end of a trial, at which Stripe tells of them. */
const reminder = 7 * day;
const warning = 3 * day;

export function futureTime(work: Work, time: number, param: string): number {
  if (time > work.now) return time;
  throw errors.invalid('Invalid timestamp: must be an integer Unix timestamp in the future.', param);
}

/** Null without a trial. */
export function trialEnd(
  work: Work,
  params: Pick<Create, 'trial_end' | 'trial_from_plan' | 'trial_period_days'>,
  items: readonly StoredSubscriptionItem[],
): number | null {
  const { trial_end: end, trial_period_days: days, trial_from_plan: fromPlan } = params;
  if (end !== undefined && days !== undefined) throw errors.exclusive(['trial_end', 'trial_period_days']);
  const longest = work.now + longestTrialDays * day;
  if (end === 'now') return null;
  if (typeof end === 'number') {
    if (end > longest)
      throw errors.invalid('Invalid timestamp: can be no more than two years in the future.', 'trial_end');
    return futureTime(work, end, 'trial_end');
  }
  const length = days ?? (fromPlan ? items.find((item) => item.plan.trial_period_days)?.plan.trial_period_days : null);
  if (!length) return null;
  if (length < 0) throw errors.tooSmall('trial_period_days', 0);
  if (length > longestTrialDays)
    throw errors.invalid(`Invalid trial_period_days: must be at most ${longestTrialDays}.`, 'trial_period_days');
  return work.now + length * day;
}

export const rhythmOf = ({ price: { recurring } }: Pick<StoredSubscriptionItem, 'price'>): Rhythm =>
  recurring ?? { interval: 'month', interval_count: 1 };

type Config = NonNullable<Create['billing_cycle_anchor_config']>;

const monthly: Rhythm = { interval: 'month', interval_count: 1 };

function checkConfig(config: Config): void {
  const ranges = { day_of_month: [1, 31], month: [1, 12], hour: [0, 23], minute: [0, 59], second: [0, 59] } as const;
  for (const [name, [least, most]] of Object.entries(ranges)) {
    const value = config[name as keyof Config];
    if (value === undefined || (value >= least && value <= most)) continue;
    const param = `billing_cycle_anchor_config[${name}]`;
    throw errors.invalid(`Invalid ${name}: must be between ${least} and ${most}.`, param);
  }
}

/** The next moment that the configuration names. */
function configuredAnchor(config: Config, now: number): number {
  checkConfig(config);
  const date = new Date(now * 1000);
  const { day_of_month, month, hour = date.getUTCHours(), minute = date.getUTCMinutes() } = config;
  const second = config.second ?? date.getUTCSeconds();
  // January has 31 days: counting from there, short months end a cycle on their last day.
  const january = Date.UTC(date.getUTCFullYear() - 1, 0, day_of_month, hour, minute, second) / 1000;
  let anchor = boundaryAfter(january, monthly, now);
  while (month !== undefined && new Date(anchor * 1000).getUTCMonth() !== month - 1)
    anchor = boundaryAfter(january, monthly, anchor);
  return anchor;
}

/** When the cycle begins anew; undefined where the request leaves that to the start. */
export function sentAnchor(work: Work, params: Create, items: readonly StoredSubscriptionItem[]): number | undefined {
  const { billing_cycle_anchor: anchor, billing_cycle_anchor_config: config } = params;
  if (anchor !== undefined && config !== undefined)
    throw errors.exclusive(['billing_cycle_anchor', 'billing_cycle_anchor_config']);
  if (config !== undefined) return configuredAnchor(config, work.now);
  if (anchor === undefined) return undefined;
  futureTime(work, anchor, 'billing_cycle_anchor');
  const natural = Math.min(...items.map((item) => boundaryAfter(work.now, rhythmOf(item), work.now)));
  if (anchor > natural) {
    throw errors.invalid(
      `billing_cycle_anchor cannot be later than next natural billing date (${natural}) for plan`,
      'billing_cycle_anchor',
    );
  }
  return anchor;
}

/** The period that an item is in at `now`, in the cycle through `anchor`, cut off at `start`. */
export function currentPeriod(item: StoredSubscriptionItem, anchor: number, now: number, start: number): Period {
  const period = periodAround(anchor, rhythmOf(item), now);
  return { start: Math.max(period.start, start), end: period.end };
}

type Ends = Pick<StoredSubscription, 'billing_cycle_anchor' | 'cancel_at' | 'cancel_at_period_end' | 'status'>;

/** Whether periods end with the subscription, within the cycle. A trial lasts as long as it was given. */
const isCut = ({ cancel_at, cancel_at_period_end: atEnd, status }: Ends): boolean =>
  cancel_at !== null && !atEnd && status !== 'trialing';

/** The items with the periods that the cycle gives them, where `subscription` has cut them short. */
export const uncut = <I extends StoredSubscriptionItem>(subscription: Ends, items: readonly I[]): I[] =>
  items.map((item) => {
    if (!isCut(subscription) || item.current_period_end !== subscription.cancel_at) return item;
    const { billing_cycle_anchor: anchor } = subscription;
    return { ...item, current_period_end: boundaryAfter(anchor, rhythmOf(item), item.current_period_start) };
  });

/** No period is longer than its subscription. */
export const cut = <I extends StoredSubscriptionItem>(subscription: Ends, items: readonly I[]): I[] =>
  items.map((item) => {
    const { cancel_at: at } = subscription;
    const ends = isCut(subscription) && at !== null && at < item.current_period_end && at > item.current_period_start;
    return ends ? { ...item, current_period_end: at } : item;
  });

/** The items in the periods that follow theirs; nothing of those is billed yet. */
export function nextPeriods(subscription: Ends, items: readonly StoredSubscriptionItem[]): StoredSubscriptionItem[] {
  const { billing_cycle_anchor: anchor } = subscription;
  const next = items.map((item): StoredSubscriptionItem => {
    const start = item.current_period_end;
    const current_period_end = boundaryAfter(anchor, rhythmOf(item), start);
    return { ...item, current_period_start: start, current_period_end, billed: [], counts_from: null };
  });
  return cut({ ...subscription, status: 'active' }, next);
}

/** When the clock has to look after the subscription again. */
export function timesOf(
  items: readonly Pick<StoredSubscriptionItem, 'current_period_end' | 'current_period_start'>[],
  { trial_end }: Pick<StoredSubscription, 'trial_end'>,
  now: number,
): Pick<StoredSubscription, 'renews_at' | 'reminds_at' | 'warns_at'> {
  const renews_at = items.length === 0 ? null : Math.min(...items.map((item) => item.current_period_end));
  const began = Math.min(...items.map((item) => item.current_period_start));
  const reminds_at = renews_at === null ? null : renews_at - reminder;
  return {
    renews_at,
    // A period too short to be reminded of passes without.
    reminds_at: reminds_at !== null && reminds_at > began && reminds_at > now ? reminds_at : null,
    warns_at: trial_end !== null && trial_end - warning > now ? trial_end - warning : null,
  };
}

/** Whether a trial is so short that its end is told of as it begins. */
export const endsSoon = (trialEndsAt: number, now: number): boolean => trialEndsAt - warning <= now;

type SentEnd = Pick<Stripe.SubscriptionUpdateParams, 'cancel_at' | 'cancel_at_period_end' | 'cancellation_details'>;
type EndFields = Pick<
  StoredSubscription,
  'cancel_at' | 'cancel_at_period_end' | 'canceled_at' | 'cancellation_details'
>;

export const noReason = (
  details: StoredSubscription['cancellation_details'],
): NonNullable<StoredSubscription['cancellation_details']> => ({
  comment: null,
  feedback: null,
  feedback_option: null,
  ...details,
  reason: null,
});

/** Cancellations that wait for their day. */
export function endFields(
  work: Work,
  subscription: StoredSubscription,
  sent: SentEnd,
  items: readonly StoredSubscriptionItem[],
): Partial<EndFields> {
  const { cancel_at: at, cancel_at_period_end: atPeriodEnd } = sent;
  if (at !== undefined && at !== '' && atPeriodEnd === true)
    throw errors.exclusive(['cancel_at', 'cancel_at_period_end']);
  const ends = items.map((item) => item.current_period_end);
  const details = noReason(subscription.cancellation_details);
  const requested = {
    canceled_at: work.now,
    cancellation_details: { ...details, reason: 'cancellation_requested' as const },
  };
  if (atPeriodEnd === true) return { cancel_at: Math.min(...ends), cancel_at_period_end: true, ...requested };
  if (at === '' || (atPeriodEnd === false && subscription.cancel_at_period_end && at === undefined))
    return { cancel_at: null, cancel_at_period_end: false, canceled_at: null, cancellation_details: details };
  if (at === undefined) return {};
  const time =
    typeof at === 'number'
      ? futureTime(work, at, 'cancel_at')
      : at === 'min_period_end'
        ? Math.min(...ends)
        : Math.max(...ends);
  return { cancel_at: time, cancel_at_period_end: false, ...requested };
}
