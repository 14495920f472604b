/** `payment_method_options`: what was sent over what was there over Stripe's defaults. */
import type Stripe from 'stripe';
import { checkReferencePrefix } from '../mandate/details.ts';

type Options = NonNullable<Stripe.SetupIntent['payment_method_options']>;
type Hash = Readonly<Record<string, unknown>>;

/** Shown whenever the type is accepted. */
const defaults: Readonly<Record<string, Hash>> = {
  card: { mandate_options: null, network: null, request_three_d_secure: 'automatic' },
  sepa_debit: {},
  us_bank_account: { verification_method: 'automatic' },
};

/** Shown once something was sent for the type. */
const bases: Readonly<Record<string, Hash>> = {
  acss_debit: { currency: null },
  klarna: { currency: null, preferred_locale: null },
  link: { persistent_token: null },
  paypal: { billing_agreement_id: null },
};

/** Everything else that may be sent is not shown. */
const shown: ReadonlySet<string> = new Set([
  'currency',
  'financial_connections',
  'mandate_options',
  'network',
  'persistent_token',
  'preferred_locale',
  'request_three_d_secure',
  'setup_credential_usage',
  'verification_method',
]);

/** Of a card on file in India. */
const cardMandate: Hash = { description: null, end_date: null, interval_count: null, supported_types: null };

function filled(hash: object): Hash {
  return Object.fromEntries(Object.entries(hash).filter(([, value]) => value !== '' && value !== null));
}

function plain(type: string, sent: object): Hash {
  const options: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(sent)) {
    if (!shown.has(name) || value === '') continue;
    if (name !== 'mandate_options') options[name] = value;
    else options[name] = { ...(type === 'card' && cardMandate), ...filled(value as object) };
  }
  return options;
}

export function setupOptions(
  types: readonly string[],
  current: Options | null,
  sent: Stripe.SetupIntentCreateParams.PaymentMethodOptions | undefined,
): Options {
  checkReferencePrefix(sent?.sepa_debit);
  const merged: Record<string, Hash> = {};
  for (const type of [...types].sort()) {
    const known = (current as Readonly<Record<string, Hash>> | null)?.[type];
    const wanted = (sent as Readonly<Record<string, object>> | undefined)?.[type];
    const base = known ?? defaults[type];
    if (wanted !== undefined) merged[type] = { ...bases[type], ...base, ...plain(type, wanted) };
    else if (base !== undefined) merged[type] = base;
  }
  return merged as Options;
}
