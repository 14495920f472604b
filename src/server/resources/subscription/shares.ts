/** How the payments of a subscription are divided, and in whose name they are billed: likewise of schedules and their phases. */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import { self, selfOrAccount } from '../account/self-or-account.ts';
import { checkShares } from '../transfer/shares.ts';

export interface RecurringShares {
  /** Out of 100. */
  readonly application_fee_percent: number | null;
  readonly on_behalf_of: string | null;
  readonly transfer_data: { amount_percent: number | null; destination: string } | null;
}

interface SentShares {
  readonly application_fee_percent?: number | '' | null;
  readonly on_behalf_of?: string | null;
  readonly transfer_data?: { readonly amount_percent?: number; readonly destination: string } | '' | null;
}

export const undivided: RecurringShares = Object.freeze({
  application_fee_percent: null,
  on_behalf_of: null,
  transfer_data: null,
});

/** What the request changes. `prefix` is the hash it was sent in: `phases[0]`. Throws Stripe's refusals. */
export async function sentShares(
  work: Work,
  current: RecurringShares,
  { application_fee_percent: fee, on_behalf_of: owner, transfer_data: transfer }: SentShares,
  prefix = '',
): Promise<Partial<RecurringShares>> {
  if (fee === undefined && owner === undefined && transfer === undefined) return {};
  const patch: Partial<RecurringShares> = {
    ...(fee !== undefined && { application_fee_percent: fee === '' ? null : fee }),
    ...(owner !== undefined && { on_behalf_of: owner || null }),
    ...(transfer !== undefined && {
      transfer_data: transfer
        ? { amount_percent: transfer.amount_percent ?? null, destination: transfer.destination }
        : null,
    }),
  };
  await checkShares(work, { ...current, ...patch }, prefix);
  return patch;
}

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
