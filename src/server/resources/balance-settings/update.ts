import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Call, Work } from '../../kernel/work.ts';
import { armPayouts } from '../balance/funds.ts';
import { type StoredSettings, settingsId, settingsOf } from './stored.ts';

type Params = Stripe.BalanceSettingsUpdateParams;
type Sent = NonNullable<Params['payments']>;
type Payouts = NonNullable<Stripe.BalanceSettings.Payments['payouts']>;

const longestDelay = 31;

function schedule(sent: NonNullable<Sent['payouts']>['schedule'], current: Payouts['schedule']): Payouts['schedule'] {
  if (sent === undefined) return current;
  const interval = sent.interval ?? current?.interval ?? 'daily';
  const monthly = sent.monthly_payout_days ?? current?.monthly_payout_days;
  const weekly = sent.weekly_payout_days ?? current?.weekly_payout_days;
  if (monthly?.some((day) => day < 1 || day > 31)) {
    throw errors.invalid('Days of the month go from 1 to 31.', 'payments[payouts][schedule][monthly_payout_days]');
  }
  const missing = (field: string): Error => errors.parameterMissing(`payments[payouts][schedule][${field}]`);
  if (interval === 'monthly' && !monthly?.length) throw missing('monthly_payout_days');
  if (interval === 'weekly' && !weekly?.length) throw missing('weekly_payout_days');
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

function timing(sent: Sent['settlement_timing'], current: Timing): Timing {
  const override = sent?.delay_days_override;
  if (sent?.start_of_day) {
    throw errors.invalid('Days begin at midnight UTC on this emulator.', 'payments[settlement_timing][start_of_day]');
  }
  if (override === undefined) return current;
  const { delay_days_override: _, ...usual } = current;
  if (typeof override !== 'number') return usual;
  if (override >= 0 && override <= longestDelay)
    return { ...usual, delay_days: override, delay_days_override: override };
  throw errors.invalid(
    `The delay must lie between 0 and ${longestDelay} days.`,
    'payments[settlement_timing][delay_days_override]',
  );
}

const noPayouts: Payouts = {
  automatic_transfer_rules_by_currency: null,
  minimum_balance_by_currency: null,
  schedule: null,
  statement_descriptor: null,
  status: 'enabled',
};

async function store(work: Work, changed: StoredSettings): Promise<StoredSettings> {
  const known = await work.get<StoredSettings>('balance_settings', settingsId);
  if (known === undefined) await work.insert(await settingsOf(work));
  return work.update(changed, { payments: changed.payments });
}

export async function updateSettings({ work, params }: Call<Params>): Promise<StoredSettings> {
  const current = await settingsOf(work);
  const { debit_negative_balances, payouts: sent, settlement_timing } = params.payments ?? {};
  const stored = await store(work, {
    ...current,
    payments: {
      debit_negative_balances: debit_negative_balances ?? current.payments.debit_negative_balances,
      payouts: payouts(sent, current.payments.payouts ?? noPayouts),
      settlement_timing: timing(settlement_timing, current.payments.settlement_timing),
    },
  });
  await armPayouts(work);
  return stored;
}
