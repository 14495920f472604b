import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';

export const settingsId = 'tax_settings';

/** As it is stored: one in the partition of each account that changed its settings. */
export interface StoredSettings extends Stripe.Tax.Settings {
  readonly id: string;
}

/** The sandbox's own account has an office, so that its taxes can be calculated at once; sellers name theirs first. */
const platformOffice: Stripe.Tax.Settings.HeadOffice = Object.freeze({
  address: Object.freeze({
    city: 'South San Francisco',
    country: 'US',
    line1: '354 Oyster Point Blvd',
    line2: null,
    postal_code: '94080',
    state: 'CA',
  }),
});

export function settled(settings: Omit<StoredSettings, 'status' | 'status_details'>): StoredSettings {
  if (settings.head_office !== null) return { ...settings, status: 'active', status_details: { active: {} } };
  return { ...settings, status: 'pending', status_details: { pending: { missing_fields: ['head_office'] } } };
}

export async function settingsOf(work: Work): Promise<StoredSettings> {
  const stored = await work.get<StoredSettings>('tax.settings', settingsId);
  return (
    stored ??
    settled({
      id: settingsId,
      object: 'tax.settings',
      defaults: { provider: 'stripe', tax_behavior: null, tax_code: null },
      head_office: work.account === work.platform ? platformOffice : null,
      livemode: false,
    })
  );
}

/** The settings, where they say enough to calculate taxes. */
export async function activeSettings(work: Work): Promise<StoredSettings> {
  const settings = await settingsOf(work);
  if (settings.status === 'active') return settings;
  throw errors.invalid(
    'You must have a valid head office address to enable automatic tax calculation in test mode. Visit https://dashboard.stripe.com/test/settings/tax to update it.',
    undefined,
    'stripe_tax_inactive',
  );
}
