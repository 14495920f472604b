import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import { settle } from '../account/settle.ts';
import type { StoredAccount } from '../account/stored.ts';

/** A payout to it failed. A connected account without another one is asked for a new one. */
export async function fail(work: Work, bank: Stripe.BankAccount): Promise<Stripe.BankAccount> {
  const failed = await work.act(bank, 'fail');
  const owner = typeof bank.account === 'string' ? bank.account : work.platform;
  if (owner === work.platform) return failed;
  const account = await work.get<StoredAccount>('account', owner);
  if (account !== undefined) await settle(work, account);
  return failed;
}
