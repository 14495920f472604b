/** What a platform vouches for: https://docs.stripe.com/connect/account-balances#accounting-for-negative-balances */
import type Stripe from 'stripe';
import type { Awaitable } from '../../kernel/awaitable.ts';
import type { Work } from '../../kernel/work.ts';
import { book } from '../balance-transaction/book.ts';
import { balanceId, releaseFunds, type StoredBalance } from './funds.ts';

const lackOf = (balance: StoredBalance | undefined, currency: string): number =>
  Math.max(0, -(balance?.funds.available[currency] ?? 0));

/** Stripe holds as much of the platform's money as the balances of accounts for whose losses it is liable lack. */
export function holdReserve(
  work: Work,
  before: StoredBalance | undefined,
  after: StoredBalance | undefined,
): Awaitable<void> {
  if (work.account !== work.platform && before?.funds !== after?.funds) return cover(work, before, after);
}

/** Whether the platform is liable for the losses of the account. */
async function isVouchedFor(work: Work): Promise<boolean> {
  const account = await work.get<Stripe.Account>('account', work.account);
  return account?.controller?.losses?.payments === 'application';
}

async function cover(work: Work, before: StoredBalance | undefined, after: StoredBalance | undefined): Promise<void> {
  const available = after?.funds.available ?? {};
  const changes = Object.keys(available)
    .map((currency) => ({ currency, more: lackOf(after, currency) - lackOf(before, currency) }))
    .filter(({ more }) => more !== 0);
  if (changes.length === 0) return;
  if (!(await isVouchedFor(work))) return;
  const platform = work.on(work.platform);
  for (const { currency, more } of changes) await reserve(platform, currency, more);
}

async function reserve(platform: Work, currency: string, more: number): Promise<void> {
  await book(platform, {
    type: 'reserve_transaction',
    reporting_category: 'connect_reserved_funds',
    amount: -more,
    currency,
    description: null,
    source: null,
    available_on: platform.now,
  });
  const balance = await platform.find<StoredBalance>('balance', balanceId, 'balance');
  const reserved = { ...balance.reserved, [currency]: (balance.reserved[currency] ?? 0) + more };
  await platform.update(balance, { reserved });
}

/** The account did not recover: what the platform vouched for, it pays. Its reserve is free again. */
export async function collectLosses(work: Work, balance: StoredBalance): Promise<StoredBalance> {
  if (!(await isVouchedFor(work))) return work.act(balance, 'schedule', { collection: null });
  const { funds } = await releaseFunds(work, balance);
  for (const [currency, amount] of Object.entries(funds.available)) {
    if (amount >= 0) continue;
    await collect(work, currency, -amount);
    await collect(work.on(work.platform), currency, amount);
  }
  return work.find<StoredBalance>('balance', balanceId, 'balance');
}

const collect = (work: Work, currency: string, amount: number): Promise<unknown> =>
  book(work, {
    type: 'connect_collection_transfer',
    reporting_category: 'connect_collection_transfer',
    amount,
    currency,
    description: null,
    source: null,
    available_on: work.now,
  });
