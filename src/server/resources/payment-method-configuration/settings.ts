/** What of a configuration is on: https://docs.stripe.com/payments/payment-method-configurations */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import { defaultTypes } from '../payment-intent/method-types.ts';
import { knownTypes } from '../payment-method/types.ts';
import { defaultConfigurationId } from './default.ts';

export type Configuration = Stripe.PaymentMethodConfiguration;
type Setting = NonNullable<Configuration['card']>;
type Preference = 'none' | 'off' | 'on';

/** Wallets that show as cards, and what is off everywhere until it is turned on. */
const wallets = ['apple_pay', 'google_pay'] as const;
const onByDefault: ReadonlySet<string> = new Set([...defaultTypes, ...wallets]);

/** In the order in which an intent lists them. */
const settable: readonly string[] = [...new Set([...defaultTypes, ...wallets, ...knownTypes, 'cartes_bancaires'])];

function setting(type: string, preference: Preference): Setting {
  const value = preference === 'none' ? (onByDefault.has(type) ? 'on' : 'off') : preference;
  return { available: value === 'on', display_preference: { overridable: null, preference, value } };
}

/** Sent as `card[display_preference][preference]`. */
interface SentSettings {
  readonly [type: string]: unknown;
}

function sentPreference(sent: SentSettings, type: string): Preference | undefined {
  const hash = sent[type] as { readonly display_preference?: { readonly preference?: Preference } } | undefined;
  return hash?.display_preference?.preference;
}

export function settings(sent: SentSettings, current?: Configuration): Partial<Configuration> {
  const all: Record<string, Setting> = {};
  for (const type of settable) {
    const preference = sentPreference(sent, type);
    const known = (current as unknown as Readonly<Record<string, Setting>> | undefined)?.[type];
    if (preference !== undefined) all[type] = setting(type, preference);
    else if (known === undefined) all[type] = setting(type, 'none');
  }
  return all as unknown as Partial<Configuration>;
}

export function defaultConfiguration(work: Work): Configuration {
  return {
    ...work.blank<Configuration>('payment_method_configuration'),
    id: defaultConfigurationId(work.account),
    ...settings({}),
    active: true,
    application: null,
    is_default: true,
    name: 'Default',
    parent: null,
  };
}

export function typesOf(configuration: Configuration): string[] {
  const all = configuration as unknown as Readonly<Record<string, Setting | undefined>>;
  return settable.filter(
    (type) =>
      !(wallets as readonly string[]).includes(type) &&
      type !== 'cartes_bancaires' &&
      all[type]?.display_preference.value === 'on',
  );
}
