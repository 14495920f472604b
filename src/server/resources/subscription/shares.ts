/** How the payments of a subscription are divided, and in whose name they are billed: likewise of schedules and their phases. */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import { self, selfOrAccount } from '../account/self-or-account.ts';
import { changedShares, type SentShares } from '../transfer/shares.ts';

export interface RecurringShares {
  /** Out of 100. */
  readonly application_fee_percent: number | null;
  readonly on_behalf_of: string | null;
  readonly transfer_data: { amount_percent: number | null; destination: string } | null;
}

export const undivided: RecurringShares = Object.freeze({
  application_fee_percent: null,
  on_behalf_of: null,
  transfer_data: null,
});

/** What the request changes. `prefix` is the hash it was sent in: `phases[0]`. Throws Stripe's refusals. */
export const sentShares = (
  work: Work,
  current: RecurringShares,
  sent: SentShares,
  prefix = '',
): Promise<Partial<RecurringShares>> => changedShares(work, current, sent, { amount_percent: null }, prefix);

type SentTax = Pick<Stripe.SubscriptionCreateParams.AutomaticTax, 'enabled' | 'liability'>;

export async function automaticTax(
  work: Work,
  { enabled, liability }: SentTax,
  prefix = '',
): Promise<Stripe.Subscription['automatic_tax']> {
  const param = prefix === '' ? 'automatic_tax[liability]' : `${prefix}[automatic_tax][liability]`;
  return {
    disabled_reason: null,
    enabled,
    liability: enabled ? await selfOrAccount(work, liability ?? self, param) : null,
  };
}
