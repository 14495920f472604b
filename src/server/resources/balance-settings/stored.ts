import type Stripe from 'stripe';
import type { Awaitable } from '../../kernel/awaitable.ts';
import type { Work } from '../../kernel/work.ts';

export const settingsId = 'balance_settings';

/** As it is stored: one in the partition of each account that changed its settings. */
export interface StoredSettings extends Stripe.BalanceSettings {
  readonly id: string;
}

export type Interval = 'daily' | 'manual' | 'monthly' | 'weekly';

export interface Schedule {
  readonly interval: Interval;
  /** `monday` ... `friday`. */
  readonly weekDays: readonly string[];
  /** 1 to 31; a month that is shorter pays on its last day. */
  readonly monthDays: readonly number[];
}

/** Days until a card payment is available, where no setting says otherwise. */
const usualDelay = 2;

/** What an account has before it says anything: sellers are paid every day, the sandbox's own account keeps its money. */
const connectedDefault: Schedule = { interval: 'daily', weekDays: ['monday'], monthDays: [1] };
const platformDefault: Schedule = { ...connectedDefault, interval: 'manual' };

const ownSettings = (work: Work): Awaitable<StoredSettings | undefined> =>
  work.get<StoredSettings>('balance_settings', settingsId);

/** What the platform gave the account with its `settings`. */
async function accountPayouts(work: Work): Promise<Stripe.Account.Settings.Payouts | undefined> {
  if (work.account === work.platform) return undefined;
  const account = await work.on(work.platform).get<Stripe.Account>('account', work.account);
  return account?.settings?.payouts;
}

/** Whether Stripe may take from the bank what the balance lacks. */
export async function debitsNegativeBalances(work: Work): Promise<boolean> {
  const own = (await ownSettings(work))?.payments.debit_negative_balances;
  return own ?? (await accountPayouts(work))?.debit_negative_balances ?? false;
}

const listOr = <T>(list: readonly T[] | undefined, one: T | undefined, usual: readonly T[]): readonly T[] => {
  if (list !== undefined && list.length > 0) return list;
  return one === undefined ? usual : [one];
};

export async function scheduleOf(work: Work): Promise<Schedule> {
  const usual = work.account === work.platform ? platformDefault : connectedDefault;
  const own = (await ownSettings(work))?.payments.payouts?.schedule;
  if (own?.interval) {
    return {
      interval: own.interval as Interval,
      weekDays: listOr(own.weekly_payout_days, undefined, usual.weekDays),
      monthDays: listOr(own.monthly_payout_days, undefined, usual.monthDays),
    };
  }
  const given = (await accountPayouts(work))?.schedule;
  if (!given?.interval) return usual;
  return {
    interval: given.interval as Interval,
    weekDays: listOr(given.weekly_payout_days, given.weekly_anchor, usual.weekDays),
    monthDays: listOr(given.monthly_payout_days, given.monthly_anchor, usual.monthDays),
  };
}

/** Days until money from cards is available. */
export async function delayDaysOf(work: Work): Promise<number> {
  const own = await ownSettings(work);
  const override = own?.payments.settlement_timing.delay_days_override;
  if (override !== undefined) return override;
  const given = (await accountPayouts(work))?.schedule.delay_days;
  return typeof given === 'number' ? given : usualDelay;
}

/** What an automatic payout leaves on the balance, in the smallest unit of `currency`. */
export async function minimumBalance(work: Work, currency: string): Promise<number> {
  return (await ownSettings(work))?.payments.payouts?.minimum_balance_by_currency?.[currency] ?? 0;
}

/** The settings in force, whoever made them. */
export async function settingsOf(work: Work): Promise<StoredSettings> {
  const own = await ownSettings(work);
  if (own !== undefined) return own;
  const { interval, weekDays, monthDays } = await scheduleOf(work);
  return {
    id: settingsId,
    object: 'balance_settings',
    payments: {
      debit_negative_balances: await debitsNegativeBalances(work),
      payouts: {
        automatic_transfer_rules_by_currency: null,
        minimum_balance_by_currency: null,
        schedule: {
          interval,
          ...(interval === 'weekly' && { weekly_payout_days: [...weekDays] }),
          ...(interval === 'monthly' && { monthly_payout_days: [...monthDays] }),
        },
        statement_descriptor: null,
        status: 'enabled',
      },
      settlement_timing: { delay_days: await delayDaysOf(work), start_of_day: null },
    },
  };
}
