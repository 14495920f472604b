/**
 * Balance settings are the payout settings of the account in other words, and what those have no words for. What both
 * tell of is kept with the account alone.
 */
import type Stripe from 'stripe';
import { type Awaitable, andThen } from '../../kernel/awaitable.ts';
import type { Work } from '../../kernel/work.ts';
import { delayDaysOf as countryDelay } from '../account/countries.ts';
import { daysOf, leastDelay, type Payouts, platformCountry, platformPayouts } from '../account/payout-settings.ts';
import { isFreeToSend } from '../payout/permission.ts';

const settingsId = 'balance_settings';

/** As it was told of last: one in the partition of each account whose settings were changed. */
export interface StoredSettings extends Stripe.BalanceSettings {
  readonly id: string;
}

type Interval = 'daily' | 'manual' | 'monthly' | 'weekly';

export interface Schedule {
  readonly interval: Interval;
  /** `monday` ... `friday`. */
  readonly weekDays: readonly string[];
  /** 1 to 31; a month that is shorter pays on its last day. */
  readonly monthDays: readonly number[];
}

/** What settings are made of. */
type Account = Pick<Stripe.Account, 'capabilities' | 'country' | 'payouts_enabled' | 'requirements'> & {
  readonly settings?: Pick<Stripe.Account.Settings, 'payouts'> | null;
};

/** The sandbox's own account is as good as there before anybody looks at it. */
const platform: Account = { country: platformCountry, payouts_enabled: true, settings: { payouts: platformPayouts } };

export const ownSettings = (work: Work): Awaitable<StoredSettings | undefined> =>
  work.get<StoredSettings>('balance_settings', settingsId);

const accountOf = (work: Work): Awaitable<Account> =>
  andThen(work.get<Stripe.Account>('account', work.account), (account) => account ?? platform);

const payoutsOf = ({ settings }: Account): Payouts => settings?.payouts ?? platformPayouts;

/** Whether Stripe may take from the bank what the balance lacks. */
export const debitsNegativeBalances = (work: Work): Awaitable<boolean> =>
  andThen(accountOf(work), (account) => payoutsOf(account).debit_negative_balances);

export const scheduleOf = (work: Work): Awaitable<Schedule> =>
  andThen(accountOf(work), (account) => {
    const { schedule } = payoutsOf(account);
    const { weekly = ['monday'], monthly = [1] } = daysOf(schedule);
    return { interval: schedule.interval as Interval, weekDays: weekly, monthDays: monthly };
  });

/** Days until money from cards is available. */
export const delayDaysOf = (work: Work): Awaitable<number> =>
  andThen(accountOf(work), (account) => payoutsOf(account).schedule.delay_days);

/** What an automatic payout leaves on the balance, in the smallest unit of `currency`. */
export async function minimumBalance(work: Work, currency: string): Promise<number> {
  return (await ownSettings(work))?.payments.payouts?.minimum_balance_by_currency?.[currency] ?? 0;
}

/** A delay that somebody chose, though it be the usual one. */
function chosenDelay({ country }: Account, days: number, own: StoredSettings | undefined): number | undefined {
  const usual = [countryDelay(country ?? ''), leastDelay('manual', country ?? '')];
  const isChosen = !usual.includes(days) || own?.payments.settlement_timing.delay_days_override === days;
  return isChosen ? days : undefined;
}

/** The settings of `account`; `own` has what the account has no words for. */
export function settingsFrom(account: Account, own: StoredSettings | undefined): StoredSettings {
  const { debit_negative_balances, schedule, statement_descriptor } = payoutsOf(account);
  const { delay_days, interval, weekly_payout_days, monthly_payout_days } = schedule;
  const { weekly, monthly } = daysOf(schedule);
  const override = chosenDelay(account, delay_days, own);
  return {
    id: settingsId,
    object: 'balance_settings',
    payments: {
      debit_negative_balances,
      payouts: {
        automatic_transfer_rules_by_currency: null,
        minimum_balance_by_currency: own?.payments.payouts?.minimum_balance_by_currency ?? null,
        schedule: {
          interval,
          ...(weekly && { weekly_payout_days: weekly_payout_days ?? [...weekly] }),
          ...(monthly && { monthly_payout_days: monthly_payout_days ?? [...monthly] }),
        },
        statement_descriptor,
        status: isFreeToSend(account) ? 'enabled' : 'disabled',
      },
      settlement_timing: {
        delay_days,
        ...(override !== undefined && { delay_days_override: override }),
        start_of_day: null,
      },
    },
  };
}

/** The settings in force, whichever way they were made. */
export async function settingsOf(work: Work): Promise<StoredSettings> {
  return settingsFrom(await accountOf(work), await ownSettings(work));
}
