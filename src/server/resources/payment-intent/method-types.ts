/** Which types of payment method an intent accepts, as the settings of a US account make it. */
import type Stripe from 'stripe';
import type { CredentialUsage } from '../charge/card-payment.ts';
import type { StoredIntent } from './stored.ts';

type Type = Stripe.PaymentIntent['payment_method_types'][number];

interface Acceptance {
  readonly type: Type;
  /** The customer leaves the merchant's page. */
  readonly redirects?: boolean;
  /** All when left out. */
  readonly currencies?: readonly string[];
  /** In the smallest unit. */
  readonly least?: number;
}

/** Enabled in the account, in the order in which Stripe shows them. */
const enabled: readonly Acceptance[] = [
  { type: 'card' },
  { type: 'affirm', redirects: true, currencies: ['usd'], least: 10_000 },
  { type: 'klarna', redirects: true, currencies: ['usd'] },
  { type: 'link' },
  { type: 'cashapp', redirects: true, currencies: ['usd'] },
  { type: 'amazon_pay', redirects: true, currencies: ['usd'] },
];

export interface Wish {
  readonly amount: number;
  readonly currency: string;
  readonly automatic: Stripe.PaymentIntent.AutomaticPaymentMethods | null;
  readonly allowed: readonly string[] | null;
  readonly excluded: readonly string[] | null;
}

/** Types that were allowed by name stay, whatever the account's settings; all of them when none were. */
export function methodTypes({ amount, currency, automatic, allowed, excluded }: Wish): Type[] {
  if (allowed !== null && allowed.length > 0) return [...allowed] as Type[];
  if (automatic === null) return ['card'];
  return enabled
    .filter(({ type, redirects, currencies, least = 0 }) => {
      if (redirects && automatic.allow_redirects === 'never') return false;
      return (currencies?.includes(currency) ?? true) && amount >= least && !excluded?.includes(type);
    })
    .map(({ type }) => type);
}

export function mayRedirect({
  automatic_payment_methods: automatic,
  payment_method_types: types,
}: {
  readonly automatic_payment_methods: { readonly allow_redirects?: string } | null;
  readonly payment_method_types: readonly string[];
}): boolean {
  if (automatic === null || automatic.allow_redirects === 'never') return false;
  return enabled.some(({ type, redirects }) => redirects && types.includes(type));
}

type Options = NonNullable<Stripe.PaymentIntent['payment_method_options']>;
type OptionsByType = Readonly<Record<string, object>>;

const defaults: OptionsByType = {
  affirm: {},
  amazon_pay: {},
  card: { installments: null, mandate_options: null, network: null, request_three_d_secure: 'automatic' },
  cashapp: {},
  klarna: { preferred_locale: null },
  link: { persistent_token: null },
};

/** Options that are shown as they were sent, whatever the type. */
const plainOptions: ReadonlySet<string> = new Set([
  'capture_method',
  'network',
  'preferred_locale',
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
]);

/** Computed once per set of types: most intents of an account share one. */
const known = new Map<string, OptionsByType>();
const mostKnown = 1000;

function defaultOptions(types: readonly string[]): OptionsByType {
  const key = types.join();
  let options = known.get(key);
  if (options === undefined) {
    options = Object.fromEntries([...types].sort().map((type) => [type, defaults[type] ?? {}]));
    if (known.size < mostKnown) known.set(key, options);
  }
  return options;
}

function plain(options: object): object {
  return Object.fromEntries(Object.entries(options).filter(([name, value]) => plainOptions.has(name) && value !== ''));
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
    const base = options === '' ? defaults[type] : merged[type];
    if (base !== undefined) merged[type] = { ...base, ...(options !== '' && plain(options as object)) };
  }
  return merged as Options;
}

type CardOptions = NonNullable<Options['card']>;

export function cardOptions(intent: StoredIntent): Partial<CardOptions> {
  return intent.payment_method_options?.card ?? {};
}

/** The card's own setting wins over the intent's. */
export function holds(intent: StoredIntent): boolean {
  return (cardOptions(intent).capture_method ?? intent.capture_method) === 'manual';
}

export function futureUsage(intent: StoredIntent): string | null {
  const own = cardOptions(intent).setup_future_usage ?? intent.setup_future_usage;
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
