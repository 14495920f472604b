/** When and how an account is paid out: `settings.payouts`. Its balance settings say the same in other words. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { delayDaysOf } from './countries.ts';
import { dailyPayouts } from './defaults.ts';

export type Payouts = Stripe.Account.Settings.Payouts;
type Schedule = Payouts['schedule'];
type Sent = Stripe.AccountUpdateParams.Settings.Payouts;
type Interval = 'daily' | 'manual' | 'monthly' | 'weekly';
type WeekDay = Stripe.Account.Settings.Payouts.Schedule.WeeklyPayoutDay;

const longestDelay = 31;

/** Days until money from cards is available, as long as nobody chooses another number. */
export const leastDelay = (interval: string, country: string): number =>
  interval === 'manual' && country === 'US' ? 1 : delayDaysOf(country);

export const newPayouts = (country: string, debitsNegativeBalances: boolean): Payouts =>
  dailyPayouts(delayDaysOf(country), debitsNegativeBalances);

/** The sandbox's own account is paid out by hand until its settings say otherwise. */
export const platformCountry = 'US';
export const platformPayouts: Payouts = {
  ...newPayouts(platformCountry, false),
  schedule: { delay_days: delayDaysOf(platformCountry), interval: 'manual' },
};

interface Days {
  readonly weekly?: readonly string[] | undefined;
  readonly monthly?: readonly number[] | undefined;
}

/** A day of the week or month belongs to the interval that asks for one; the older fields name the first of them. */
export function scheduleOn(interval: string, delay: number, { weekly, monthly }: Days): Schedule {
  const common = { delay_days: delay, interval };
  const [weekDay] = weekly ?? [];
  const [monthDay] = monthly ?? [];
  if (interval === 'weekly' && weekly && weekDay !== undefined)
    return { ...common, weekly_anchor: weekDay, weekly_payout_days: [...weekly] as WeekDay[] };
  if (interval === 'monthly' && monthly && monthDay !== undefined)
    return { ...common, monthly_anchor: monthDay, monthly_payout_days: [...monthly] };
  return common;
}

/** The days of a schedule, however it names them. */
export const daysOf = (schedule: Schedule): Days => ({
  weekly: schedule.weekly_payout_days ?? (schedule.weekly_anchor === undefined ? undefined : [schedule.weekly_anchor]),
  monthly:
    schedule.monthly_payout_days ?? (schedule.monthly_anchor === undefined ? undefined : [schedule.monthly_anchor]),
});

/** `within` names the hash in which the request sends them. */
export function checkDays(interval: string, { weekly, monthly }: Days, missing: string, within: string): void {
  if (interval === 'weekly' && !weekly?.length) throw errors.parameterMissing(`${within}[weekly_${missing}]`);
  if (interval === 'monthly' && !monthly?.length) throw errors.parameterMissing(`${within}[monthly_${missing}]`);
  if (monthly?.some((day) => day < 1 || day > 31))
    throw errors.invalid('Days of the month go from 1 to 31.', `${within}[monthly_${missing}]`);
}

export function checkDelay(days: number, param: string): void {
  if (days >= 0 && days <= longestDelay) return;
  throw errors.invalid(`The delay must lie between 0 and ${longestDelay} days.`, param);
}

const within = 'settings[payouts][schedule]';

function sentDays({ weekly_anchor, weekly_payout_days, monthly_anchor, monthly_payout_days }: SentSchedule): Days {
  for (const unit of ['weekly', 'monthly'] as const) {
    const both = unit === 'weekly' ? [weekly_anchor, weekly_payout_days] : [monthly_anchor, monthly_payout_days];
    if (both.every((each) => each !== undefined))
      throw errors.exclusive([`${within}[${unit}_anchor]`, `${within}[${unit}_payout_days]`]);
  }
  return {
    weekly: weekly_payout_days ?? (weekly_anchor === undefined ? undefined : [weekly_anchor]),
    monthly: monthly_payout_days ?? (monthly_anchor === undefined ? undefined : [monthly_anchor]),
  };
}

type SentSchedule = NonNullable<Sent['schedule']>;

function changedSchedule(current: Schedule, sent: SentSchedule, country: string): Schedule {
  const interval = sent.interval ?? (current.interval as Interval);
  const least = leastDelay(interval, country);
  const usual = interval === current.interval ? current.delay_days : least;
  const delay = sent.delay_days === 'minimum' ? least : (sent.delay_days ?? usual);
  checkDelay(delay, `${within}[delay_days]`);
  const before = daysOf(current);
  const { weekly = before.weekly, monthly = before.monthly } = sentDays(sent);
  checkDays(interval, { weekly, monthly }, 'anchor', within);
  return scheduleOn(interval, delay, { weekly, monthly });
}

export function changedPayouts(current: Payouts, sent: Sent, country: string): Payouts {
  const {
    debit_negative_balances = current.debit_negative_balances,
    schedule,
    statement_descriptor: descriptor,
  } = sent;
  return {
    debit_negative_balances,
    schedule: schedule === undefined ? current.schedule : changedSchedule(current.schedule, schedule, country),
    statement_descriptor: descriptor === undefined ? current.statement_descriptor : descriptor || null,
  };
}
