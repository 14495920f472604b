/** The account of the key itself: every sandbox has it. */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import { newBusinessProfile } from './profile.ts';
import { named, newSettings } from './settings.ts';
import { nothingAsked, type StoredAccount } from './stored.ts';

const country = 'US';
const name = 'Emulated platform';

/** Paid out by hand until its balance settings say otherwise. */
function settings(): StoredAccount['settings'] {
  const usual = named(newSettings(country, false), name, null);
  const { payouts } = usual;
  return payouts ? { ...usual, payouts: { ...payouts, schedule: { ...payouts.schedule, interval: 'manual' } } } : usual;
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
  country,
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
