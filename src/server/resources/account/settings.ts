import type Stripe from 'stripe';
import { overlay } from './paths.ts';
import { changedPayouts, newPayouts } from './payout-settings.ts';

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
    payouts: newPayouts(country, debitsNegativeBalances),
    sepa_debit_payments: {},
  };
}

export function changedSettings(
  current: Settings,
  { payouts, ...sent }: Stripe.AccountUpdateParams.Settings,
  country: string,
): Settings {
  const changed = overlay(current, sent);
  if (payouts === undefined) return changed;
  return { ...changed, payouts: changedPayouts(current.payouts ?? newPayouts(country, true), payouts, country) };
}

/** What statements show of the sandbox's own account, and of one that has set nothing. */
export const platformDescriptor = 'Stripe';

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
