import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';

/**
 * Whether Stripe lets the account's money go. A connected account that never asked for a capability passes, unless it
 * was rejected: what it may do was never looked at.
 */
export async function maySend(work: Work): Promise<boolean> {
  if (work.account === work.platform) return true;
  const account = await work.on(work.platform).get<Stripe.Account>('account', work.account);
  if (account === undefined || account.payouts_enabled) return true;
  const isBare = Object.keys(account.capabilities ?? {}).length === 0;
  return isBare && account.requirements?.disabled_reason?.startsWith('rejected.') !== true;
}
