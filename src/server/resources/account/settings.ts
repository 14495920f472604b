import type Stripe from 'stripe';
import { delayDaysOf } from './countries.ts';
import { overlay } from './paths.ts';

type Settings = Stripe.Account.Settings;

/** A new account's settings, before its name is known. */
export function newSettings(country: string, debitsNegativeBalances: boolean): Settings {
  return {
    bacs_debit_payments: { display_name: null, service_user_number: null },
    branding: { icon: null, logo: null, primary_color: null, secondary_color: null },
    card_issuing: { tos_acceptance: { date: null, ip: null } },
    card_payments: {
      decline_on: { avs_failure: false, cvc_failure: false },
      statement_descriptor_prefix: null,
      statement_descriptor_prefix_kana: null,
      statement_descriptor_prefix_kanji: null,
    },
    dashboard: { display_name: null, timezone: 'Etc/UTC' },
    invoices: { default_account_tax_ids: null, hosted_payment_method_save: 'offer' },
    payments: {
      statement_descriptor: null,
      statement_descriptor_kana: null,
      statement_descriptor_kanji: null,
      statement_descriptor_prefix_kana: null,
      statement_descriptor_prefix_kanji: null,
    },
    payouts: {
      debit_negative_balances: debitsNegativeBalances,
      schedule: { delay_days: delayDaysOf(country), interval: 'daily' },
      statement_descriptor: null,
    },
    sepa_debit_payments: {},
  };
}

type Schedule = NonNullable<Settings['payouts']>['schedule'];
type SentSchedule = Stripe.AccountUpdateParams.Settings.Payouts.Schedule;

/** A day of the week or month belongs to the interval that asks for one. */
function scheduleOf(current: Schedule, sent: SentSchedule, country: string): Schedule {
  const { delay_days, interval = current.interval, ...anchors } = sent;
  const least = interval === 'manual' && country === 'US' ? 1 : delayDaysOf(country);
  const usual = interval === current.interval ? current.delay_days : least;
  const days = delay_days === 'minimum' ? least : (delay_days ?? usual);
  const kept =
    interval === 'weekly'
      ? {
          weekly_anchor: anchors.weekly_anchor ?? current.weekly_anchor ?? 'monday',
          weekly_payout_days: anchors.weekly_payout_days ?? current.weekly_payout_days,
        }
      : interval === 'monthly'
        ? {
            monthly_anchor: anchors.monthly_anchor ?? current.monthly_anchor ?? 1,
            monthly_payout_days: anchors.monthly_payout_days ?? current.monthly_payout_days,
          }
        : {};
  return { delay_days: days, interval, ...withoutUnset(kept) } as Schedule;
}

const withoutUnset = (fields: object): object =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

export function changedSettings(
  current: Settings,
  sent: Stripe.AccountUpdateParams.Settings,
  country: string,
): Settings {
  const schedule = sent.payouts?.schedule;
  if (schedule === undefined || current.payouts === undefined) return overlay(current, sent);
  const { schedule: _schedule, ...payouts } = sent.payouts ?? {};
  const changed = overlay(current, { ...sent, payouts });
  return {
    ...changed,
    payouts: {
      ...current.payouts,
      ...changed.payouts,
      schedule: scheduleOf(current.payouts.schedule, schedule, country),
    },
  } as Settings;
}

const longestDescriptor = 22;
const longestPrefix = 10;

/** `Example` of example.com. */
function titleOf(host: string): string {
  const title = host.slice(0, Math.max(host.lastIndexOf('.'), 0)) || host;
  return title.charAt(0).toUpperCase() + title.slice(1);
}

/** Stripe takes the names that customers see from the business as long as nobody sets them. */
export function named(settings: Settings, name: string | null | undefined, url: string | null | undefined): Settings {
  const host = url
    ?.replace(/^https?:\/\//, '')
    .replace(/^www\./, '')
    .split('/')[0];
  const shown = name || host;
  if (!shown) return settings;
  const descriptor = shown.toUpperCase().replaceAll(/[<>\\'"*]/g, '');
  const { card_payments, dashboard, payments } = settings;
  return {
    ...settings,
    card_payments: {
      ...card_payments,
      statement_descriptor_prefix:
        card_payments?.statement_descriptor_prefix ?? descriptor.slice(0, longestPrefix).trim(),
    } as Settings['card_payments'],
    dashboard: {
      ...dashboard,
      display_name: dashboard?.display_name ?? (name || titleOf(shown)),
    } as Settings['dashboard'],
    payments: {
      ...payments,
      statement_descriptor: payments?.statement_descriptor ?? descriptor.slice(0, longestDescriptor).trim(),
    } as Settings['payments'],
  };
}
