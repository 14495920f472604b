/** What an account owns, kept with its Balance: booked by balance transactions, released as time passes. */
import type Stripe from 'stripe';
import { book, type Funds, nextSettlement, noFunds, settle } from '../../kernel/ledger.ts';
import type { Work } from '../../kernel/work.ts';

export const balanceId = 'balance';

/** The Balance as it is stored; what it shows follows from the funds. */
export interface StoredBalance extends Stripe.Balance {
  readonly id: string;
  readonly funds: Funds;
  readonly settlement: 'settled' | 'waiting';
  /** Unix time at which the next pending pile falls due. */
  readonly next_settlement: number | null;
}

export function emptyBalance(): StoredBalance {
  return {
    id: balanceId,
    object: 'balance',
    available: [],
    livemode: false,
    pending: [],
    funds: noFunds,
    settlement: 'settled',
    next_settlement: null,
  };
}

async function balanceOf(work: Work): Promise<StoredBalance> {
  return (await work.get<StoredBalance>('balance', balanceId)) ?? work.insert(emptyBalance());
}

const withFunds = (funds: Funds): Partial<StoredBalance> => ({ funds, next_settlement: nextSettlement(funds) ?? null });

/** Adds `net` to the account's funds of that currency, spendable from `availableOn` on. */
export async function addFunds(work: Work, currency: string, net: number, availableOn: number): Promise<void> {
  const balance = await balanceOf(work);
  await work.act(balance, 'book', withFunds(book(balance.funds, currency, net, availableOn, work.now)));
}

/** Moves what has fallen due from pending to available. */
export async function releaseFunds(work: Work, balance: StoredBalance): Promise<StoredBalance> {
  return work.act(balance, 'settle', withFunds(settle(balance.funds, work.now)));
}

/** What the account can spend now, in the smallest unit of `currency`. */
export async function availableFunds(work: Work, currency: string): Promise<number> {
  return settle((await balanceOf(work)).funds, work.now).available[currency] ?? 0;
}
