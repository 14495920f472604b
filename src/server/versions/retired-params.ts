/** Parameters that older versions took and on which nothing here depends: they are taken still, without effect. */
import type { VersionChange } from './change.ts';

type Retired = Readonly<Record<string, readonly string[]>>;

const each = (operations: readonly string[], params: readonly string[]): Retired =>
  Object.fromEntries(operations.map((operation) => [operation, params]));

const intents = ['paymentIntents.create', 'paymentIntents.update', 'paymentIntents.confirm'];
const verifications = ['identity.verificationSessions.create', 'identity.verificationSessions.update'];
const configurations = ['terminal.configurations.create', 'terminal.configurations.update'];

/** By the first version that lacks them. */
const retired: Readonly<Record<string, Retired>> = {
  '2023-08-16': {
    'paymentMethods.update': [
      'acss_debit',
      'affirm',
      'au_becs_debit',
      'bacs_debit',
      'blik',
      'cashapp',
      'sepa_debit',
      'zip',
    ],
  },
  '2024-04-10': {
    'forwarding.requests.create': ['config'],
    ...each(verifications, ['options.email', 'options.phone']),
    ...each(intents, ['payment_method_options.card_present.request_incremental_authorization']),
  },
  '2025-03-31.basil': { 'paymentMethods.update': ['naver_pay'] },
  '2025-09-30.clover': { 'paymentMethods.update': ['link', 'pay_by_bank'] },
  '2025-11-17.clover': each(configurations, ['tipping.bgn']),
  '2026-03-25.dahlia': {
    ...each(intents, ['payment_method_options.us_bank_account.preferred_settlement_speed']),
  },
  '2026-04-22.dahlia': {
    'accounts.create': ['documents.proof_of_registration'],
    'checkout.sessions.create': ['line_items[].dynamic_tax_rates'],
  },
  '2026-09-30.endive': {
    'financialConnections.sessions.create': ['filters.countries'],
    'paymentMethods.update': ['payto'],
    'tax.registrations.create': ['country_options.*.igic'],
  },
};

/** Oldest first. */
export const retiredParams: readonly VersionChange[] = Object.entries(retired).map(([version, ignores]) => ({
  version,
  description: `Gone without another in their place: ${Object.entries(ignores)
    .map(([operation, names]) => `${names.map((name) => `\`${name}\``).join(', ')} of \`${operation}\``)
    .join('; ')}.`,
  operations: new Set(Object.keys(ignores)),
  ignores,
}));
