/** Which types of payment method an intent accepts, as the settings of a US account make it. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { CredentialUsage } from '../charge/card-payment.ts';
import { methodType, redirects, takes } from '../payment-method/types.ts';
import type { StoredIntent } from './stored.ts';

type Type = Stripe.PaymentIntent['payment_method_types'][number];

/** On in every account until its settings say otherwise, in the order in which Stripe shows them. */
export const defaultTypes: readonly string[] = ['card', 'affirm', 'klarna', 'link', 'cashapp', 'amazon_pay'];

/** Only in the currency of an account in the United States. */
const atHome: ReadonlySet<string> = new Set(['affirm', 'klarna', 'cashapp', 'amazon_pay']);
const homeCurrency = 'usd';

interface Wish {
  readonly amount: number;
  readonly currency: string;
  readonly automatic: Stripe.PaymentIntent.AutomaticPaymentMethods | null;
  readonly allowed: readonly string[] | null;
  readonly excluded: readonly string[] | null;
  /** Types that are on in the account's settings. */
  readonly offered: readonly string[];
}

/**
 * Types that were allowed by name stay, whatever the account's settings, unless they cannot pay this; all of them when
 * none were. Set-ups have no amount.
 */
export function methodTypes({ amount, currency, automatic, allowed, excluded, offered }: Wish): Type[] {
  if (allowed !== null && allowed.length > 0) return usable(allowed, amount, currency) as Type[];
  if (automatic === null) return ['card'];
  return offered.filter((type) => {
    if (automatic.allow_redirects === 'never' && redirects(type)) return false;
    if (atHome.has(type) && currency !== homeCurrency) return false;
    return takes(type, amount, currency) && !excluded?.includes(type);
  }) as Type[];
}

function usable(allowed: readonly string[], amount: number, currency: string): readonly string[] {
  const types = allowed.filter((type) => takes(type, amount, currency));
  if (types.length > 0) return types;
  throw errors.invalid(
    `No valid payment method types for this ${amount === 0 ? 'Setup' : 'Payment'} Intent. Please ensure that you have activated payment methods compatible with your chosen currency in your dashboard (https://dashboard.stripe.com/settings/payment_methods) or specify allowed_payment_method_types[].`,
    'allowed_payment_method_types',
  );
}

export function mayRedirect({
  automatic_payment_methods: automatic,
  payment_method_types: types,
}: {
  readonly automatic_payment_methods: { readonly allow_redirects?: string } | null;
  readonly payment_method_types: readonly string[];
}): boolean {
  if (automatic === null || automatic.allow_redirects === 'never') return false;
  return types.some(redirects);
}

type Options = NonNullable<Stripe.PaymentIntent['payment_method_options']>;
type OptionsByType = Readonly<Record<string, object>>;

const cardDefaults = { installments: null, mandate_options: null, network: null, request_three_d_secure: 'automatic' };
const noOptions = Object.freeze({});

const defaultsOf = (type: string): object =>
  type === 'card' ? cardDefaults : (methodType(type)?.options ?? noOptions);

/** Options that are shown as they were sent, whatever the type. */
const plainOptions: ReadonlySet<string> = new Set([
  'app_id',
  'bank_transfer',
  'capture_method',
  'client',
  'financial_connections',
  'funding_type',
  'mandate_options',
  'network',
  'preferred_language',
  'preferred_locale',
  'reference',
  'request_extended_authorization',
  'request_incremental_authorization',
  'request_multicapture',
  'request_overcapture',
  'request_three_d_secure',
  'require_cvc_recollection',
  'setup_credential_usage',
  'setup_future_usage',
  'statement_descriptor_suffix_kana',
  'statement_descriptor_suffix_kanji',
  'stored_credential_usage',
  'target_date',
  'transaction_purpose',
  'verification_method',
]);

/** Computed once per set of types: most intents of an account share one. */
const known = new Map<string, OptionsByType>();
const mostKnown = 1000;

function defaultOptions(types: readonly string[]): OptionsByType {
  const key = types.join();
  let options = known.get(key);
  if (options === undefined) {
    options = Object.fromEntries([...types].sort().map((type) => [type, defaultsOf(type)]));
    if (known.size < mostKnown) known.set(key, options);
  }
  return options;
}

/** Of a card on file in India. */
const cardMandate = { description: null, end_date: null, interval_count: null, supported_types: null };

/** What a hash shows of itself even where it was not sent. */
const bases: Readonly<Record<string, object>> = { financial_connections: { prefetch: null } };

function filled(hash: object): object {
  return Object.fromEntries(Object.entries(hash).filter(([, value]) => value !== '' && value !== null));
}

function shown(type: string, name: string, value: unknown): unknown {
  if (name === 'mandate_options') return { ...(type === 'card' && cardMandate), ...filled(value as object) };
  return name in bases ? { ...bases[name], ...(value as object) } : value;
}

function plain(type: string, options: object): object {
  return Object.fromEntries(
    Object.entries(options)
      .filter(([name, value]) => plainOptions.has(name) && value !== '' && value !== null)
      .map(([name, value]) => [name, shown(type, name, value)]),
  );
}

/** Options of every accepted type: what was sent over what was there over Stripe's defaults. '' unsets. */
export function methodOptions(
  types: readonly string[],
  current: Options | null,
  sent: object | '' | undefined,
): Options {
  const merged: Record<string, object> = { ...defaultOptions(types) };
  const layers = [sent === '' ? null : current, sent || null];
  for (const [type, options] of layers.flatMap((layer) => Object.entries(layer ?? {}))) {
    const base = options === '' ? defaultsOf(type) : merged[type];
    if (base !== undefined && type in merged)
      merged[type] = { ...base, ...(options !== '' && plain(type, options as object)) };
  }
  return merged as Options;
}

type CardOptions = NonNullable<Options['card']>;

export function cardOptions(intent: StoredIntent): Partial<CardOptions> {
  return intent.payment_method_options?.card ?? {};
}

const optionsFor = (intent: StoredIntent, type: string): Partial<CardOptions> =>
  (intent.payment_method_options as Readonly<Record<string, Partial<CardOptions>>> | null)?.[type] ?? {};

/** The type's own setting wins over the intent's. */
export function holds(intent: StoredIntent, type = 'card'): boolean {
  return (optionsFor(intent, type).capture_method ?? intent.capture_method) === 'manual';
}

export function futureUsage(intent: StoredIntent, type = 'card'): string | null {
  const own = optionsFor(intent, type).setup_future_usage ?? intent.setup_future_usage;
  return own === 'none' ? null : own;
}

/** What the merchant said of the card on file, as its charges repeat it. */
export function credentialUsage(intent: StoredIntent): CredentialUsage | undefined {
  const { setup_credential_usage, stored_credential_usage } = cardOptions(intent);
  if (setup_credential_usage === undefined && stored_credential_usage === undefined) return undefined;
  return {
    ...(setup_credential_usage !== undefined && futureUsage(intent) !== null && { setup_credential_usage }),
    ...(stored_credential_usage !== undefined && { stored_credential_usage }),
  };
}
