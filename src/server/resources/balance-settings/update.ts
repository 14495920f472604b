import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Call, Work } from '../../kernel/work.ts';
import {
  type Payouts as AccountPayouts,
  checkDays,
  checkDelay,
  leastDelay,
  scheduleOn,
} from '../account/payout-settings.ts';
import { armPayouts } from '../balance/funds.ts';
import { ownSettings, type StoredSettings, settingsFrom, settingsOf } from './stored.ts';

type Params = Stripe.BalanceSettingsUpdateParams;
type Sent = NonNullable<Params['payments']>;
type Payouts = NonNullable<Stripe.BalanceSettings.Payments['payouts']>;

function schedule(sent: NonNullable<Sent['payouts']>['schedule'], current: Payouts['schedule']): Payouts['schedule'] {
  if (sent === undefined) return current;
  const interval = sent.interval ?? current?.interval ?? 'daily';
  const monthly = sent.monthly_payout_days ?? current?.monthly_payout_days;
  const weekly = sent.weekly_payout_days ?? current?.weekly_payout_days;
  checkDays(interval, { monthly, weekly }, 'payout_days', 'payments[payouts][schedule]');
  return {
    interval,
    ...(interval === 'monthly' && { monthly_payout_days: monthly }),
    ...(interval === 'weekly' && { weekly_payout_days: weekly }),
  };
}

function minimums(
  sent: NonNullable<Sent['payouts']>['minimum_balance_by_currency'],
  current: Payouts['minimum_balance_by_currency'],
): Payouts['minimum_balance_by_currency'] {
  if (sent === undefined) return current;
  if (!sent) return null;
  const merged = new Map(Object.entries(current ?? {}));
  for (const [currency, amount] of Object.entries(sent)) {
    if (typeof amount === 'number' && amount < 0) {
      throw errors.tooSmall(`payments[payouts][minimum_balance_by_currency][${currency}]`, 0);
    }
    if (typeof amount === 'number') merged.set(currency.toLowerCase(), amount);
    else merged.delete(currency.toLowerCase());
  }
  return merged.size === 0 ? null : Object.fromEntries(merged);
}

function payouts(sent: Sent['payouts'], current: Payouts): Payouts {
  if (sent === undefined) return current;
  if (sent.automatic_transfer_rules_by_currency) {
    throw errors.invalid(
      'This emulator pays out to one bank account per currency, without transfer rules.',
      'payments[payouts][automatic_transfer_rules_by_currency]',
    );
  }
  return {
    ...current,
    minimum_balance_by_currency: minimums(sent.minimum_balance_by_currency, current.minimum_balance_by_currency),
    schedule: schedule(sent.schedule, current.schedule),
    ...(sent.statement_descriptor !== undefined && { statement_descriptor: sent.statement_descriptor || null }),
  };
}

type Timing = Stripe.BalanceSettings.Payments['settlement_timing'];

/** `least` is what an account without a choice of its own has. */
function timing(sent: Sent['settlement_timing'], current: Timing, least: number): Timing {
  const override = sent?.delay_days_override;
  if (sent?.start_of_day) {
    throw errors.invalid('Days begin at midnight UTC on this emulator.', 'payments[settlement_timing][start_of_day]');
  }
  if (override === undefined) return current;
  const { delay_days_override: _, ...usual } = current;
  if (typeof override !== 'number') return { ...usual, delay_days: least };
  checkDelay(override, 'payments[settlement_timing][delay_days_override]');
  return { ...usual, delay_days: override, delay_days_override: override };
}

const noPayouts: Payouts = {
  automatic_transfer_rules_by_currency: null,
  minimum_balance_by_currency: null,
  schedule: null,
  statement_descriptor: null,
  status: 'enabled',
};

/** Stripe tells of a change; what was before it need not be stored yet. */
async function tell(work: Work, before: StoredSettings, after: StoredSettings): Promise<StoredSettings> {
  const known = (await ownSettings(work)) ?? (await work.insert(before));
  return work.update(known, { payments: after.payments });
}

/** The same in the words of the account. */
function accountPayouts({ payments }: StoredSettings): AccountPayouts {
  const { debit_negative_balances, payouts, settlement_timing } = payments;
  const { interval, monthly_payout_days: monthly, weekly_payout_days: weekly } = payouts?.schedule ?? {};
  return {
    debit_negative_balances: debit_negative_balances ?? false,
    schedule: scheduleOn(interval ?? 'daily', settlement_timing.delay_days, { monthly, weekly }),
    statement_descriptor: payouts?.statement_descriptor ?? null,
  };
}

async function keep(work: Work, settings: StoredSettings): Promise<void> {
  const account = await work.find<Stripe.Account>('account', work.account, 'account');
  await work.update(account, {
    settings: { ...account.settings, payouts: accountPayouts(settings) } as Stripe.Account.Settings,
  });
}

export async function updateSettings({ work, params }: Call<Params>): Promise<StoredSettings> {
  const current = await settingsOf(work);
  const account = await work.find<Stripe.Account>('account', work.account, 'account');
  const { debit_negative_balances, payouts: sent, settlement_timing } = params.payments ?? {};
  const changed = payouts(sent, current.payments.payouts ?? noPayouts);
  const least = leastDelay(changed.schedule?.interval ?? 'daily', account.country ?? '');
  const told = await tell(work, current, {
    ...current,
    payments: {
      debit_negative_balances: debit_negative_balances ?? current.payments.debit_negative_balances,
      payouts: changed,
      settlement_timing: timing(settlement_timing, current.payments.settlement_timing, least),
    },
  });
  await keep(work, told);
  await armPayouts(work);
  return told;
}

/** The settings of the account were changed: its balance settings say so too. */
export async function followAccount(
  work: Work,
  before: Stripe.Account | undefined,
  after: Stripe.Account | undefined,
): Promise<void> {
  if (before === undefined || after === undefined || before.settings?.payouts === after.settings?.payouts) return;
  const own = work.on(after.id);
  const known = await ownSettings(own);
  await tell(own, settingsFrom(before, known), settingsFrom(after, known));
  await armPayouts(own);
}
