/** What an account has, and its persons, until somebody says otherwise. It needs nothing else: the fixtures have it from here too. */
import type Stripe from 'stripe';

type Settings = Stripe.Account.Settings;
type Payouts = Stripe.Account.Settings.Payouts;

export const nothingNeeded = {
  alternatives: [],
  current_deadline: null,
  currently_due: [],
  disabled_reason: null,
  errors: [],
  eventually_due: [],
  past_due: [],
  pending_verification: [],
} satisfies Stripe.Capability.Requirements;

const { current_deadline: _deadline, disabled_reason: _reason, ...nothingDue } = nothingNeeded;
const { alternatives: _alternatives, eventually_due: _eventually, ...nothingDueNow } = nothingDue;

/** Of a person; of a bank account or a card for payouts. */
export { nothingDue, nothingDueNow };

export const noDocument = { back: null, details: null, details_code: null, front: null };

export const noRelationship: Stripe.Person.Relationship = {
  authorizer: false,
  director: false,
  executive: false,
  legal_guardian: false,
  owner: false,
  percent_ownership: null,
  representative: false,
  title: null,
};

/** Who pays, who bears losses, who collects: https://docs.stripe.com/connect/migrate-to-controller-properties */
export interface Control {
  readonly payer: string;
  readonly losses: string;
  readonly collection: string;
  readonly dashboard: string;
}

export const controls = {
  standard: { payer: 'account', losses: 'stripe', collection: 'stripe', dashboard: 'full' },
  express: { payer: 'application_express', losses: 'application', collection: 'stripe', dashboard: 'express' },
  custom: { payer: 'application_custom', losses: 'application', collection: 'application', dashboard: 'none' },
} as const satisfies Readonly<Record<string, Control>>;

export const controllerOf = ({ payer, losses, collection, dashboard }: Control): Stripe.Account.Controller =>
  ({
    fees: { payer },
    is_controller: true,
    losses: { payments: losses },
    requirement_collection: collection,
    stripe_dashboard: { type: dashboard },
    type: 'application',
  }) as Stripe.Account.Controller;

/** Every day, so many days after the payment. */
export const dailyPayouts = (delay_days: number, debitsNegativeBalances: boolean): Payouts => ({
  debit_negative_balances: debitsNegativeBalances,
  schedule: { delay_days, interval: 'daily' },
  statement_descriptor: null,
});

/** Before the name is known. */
export const settingsWith = (payouts: Payouts): Settings => ({
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
  payouts,
  sepa_debit_payments: {},
});

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
