/** The account of the key itself: every sandbox has it. */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import { named } from './defaults.ts';
import { platformCountry, platformPayouts } from './payout-settings.ts';
import { newBusinessProfile } from './profile.ts';
import { newSettings, platformDescriptor } from './settings.ts';
import { nothingAsked, type StoredAccount } from './stored.ts';

const name = 'Emulated platform';

function settings(): StoredAccount['settings'] {
  const usual = newSettings(platformCountry, false);
  const statement_descriptor = platformDescriptor;
  const payments = { ...usual.payments, statement_descriptor } as typeof usual.payments;
  return { ...named({ ...usual, payments }, name, null), payouts: platformPayouts };
}

const platform = (work: Work): StoredAccount => ({
  ...nothingAsked,
  standing: 'enabled',
  id: work.platform,
  object: 'account',
  business_profile: { ...newBusinessProfile, name },
  business_type: 'company',
  capabilities: {
    card_payments: 'active',
    link_payments: 'active',
    transfers: 'active',
    us_bank_account_ach_payments: 'active',
  },
  charges_enabled: true,
  controller: { type: 'account' },
  country: platformCountry,
  created: work.now,
  default_currency: 'usd',
  details_submitted: true,
  email: 'platform@example.com',
  payouts_enabled: true,
  settings: settings(),
  type: 'standard',
});

/** Nobody creates it: it is there as soon as somebody looks. */
export async function mintPlatform(work: Work, id: string): Promise<StoredAccount | undefined> {
  return id === work.platform ? work.insert(platform(work)) : undefined;
}

export async function ownAccount(work: Work): Promise<Stripe.Account> {
  return work.find<StoredAccount>('account', work.account, 'account');
}
