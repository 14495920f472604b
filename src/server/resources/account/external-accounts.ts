import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';

export const externalTypes = ['bank_account', 'card'] as const;

/** Newest first. */
export async function externalAccountsOf(work: Work, account: string): Promise<Stripe.ExternalAccount[]> {
  const own = work.on(account);
  const { data } = await own.page(externalTypes, { where: { account } }, '');
  return data as unknown as Stripe.ExternalAccount[];
}

const shownAtMost = 10;

/** The list inside the account. */
export function externalList(
  account: string,
  all: readonly Stripe.ExternalAccount[],
): Stripe.ApiList<Stripe.ExternalAccount> {
  return {
    object: 'list',
    data: all.slice(0, shownAtMost),
    has_more: all.length > shownAtMost,
    total_count: all.length,
    url: `/v1/accounts/${account}/external_accounts`,
  } as Stripe.ApiList<Stripe.ExternalAccount>;
}
