import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';

type Judged = Pick<Stripe.Account, 'capabilities' | 'payouts_enabled' | 'requirements'>;

/**
 * Whether Stripe lets the account's money go. A connected account that never asked for a capability passes, unless it
 * was rejected: what it may do was never looked at.
 */
export function isFreeToSend({ capabilities, payouts_enabled, requirements }: Judged): boolean {
  if (payouts_enabled) return true;
  const isBare = Object.keys(capabilities ?? {}).length === 0;
  return isBare && requirements?.disabled_reason?.startsWith('rejected.') !== true;
}

export async function maySend(work: Work): Promise<boolean> {
  if (work.account === work.platform) return true;
  const account = await work.get<Stripe.Account>('account', work.account);
  return account === undefined || isFreeToSend(account);
}
