import type Stripe from 'stripe';
import { settingsWith } from './defaults.ts';
import { overlay } from './paths.ts';
import { changedPayouts, newPayouts } from './payout-settings.ts';

type Settings = Stripe.Account.Settings;

/** A new account's settings, before its name is known. */
export const newSettings = (country: string, debitsNegativeBalances: boolean): Settings =>
  settingsWith(newPayouts(country, debitsNegativeBalances));

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
