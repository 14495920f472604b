/** What an account owns, kept with its Balance: booked by balance transactions, released as time passes. */
import type Stripe from 'stripe';
import { type Awaitable, andThen } from '../../kernel/awaitable.ts';
import { book, type Funds, nextSettlement, noFunds, settle } from '../../kernel/ledger.ts';
import type { Work } from '../../kernel/work.ts';
import { debitsNegativeBalances, scheduleOf } from '../balance-settings/stored.ts';
import { nextPayoutDay } from '../payout/schedule.ts';

export const balanceId = 'balance';

/** The Balance as it is stored; what it shows follows from the funds. */
export interface StoredBalance extends Stripe.Balance {
  readonly id: string;
  /** The currency that is shown even while there is no money. */
  readonly home: string;
  readonly funds: Funds;
  readonly settlement: 'settled' | 'waiting';
  /** Unix time at which the next pending pile falls due. */
  readonly next_settlement: number | null;
  /** Of the platform: what it vouches for, in the smallest unit of each currency. */
  readonly reserved: Readonly<Record<string, number>>;
  /** Unix time at which the platform pays for what the account lacks; null while it lacks nothing. */
  readonly collection: number | null;
  /** Unix time of the next automatic payout; null while nothing is there, or payouts are made by hand. */
  readonly next_payout: number | null;
}

const platformCurrency = 'usd';

function emptyBalance(home: string): StoredBalance {
  return {
    id: balanceId,
    object: 'balance',
    available: [],
    livemode: false,
    pending: [],
    home,
    funds: noFunds,
    settlement: 'settled',
    next_settlement: null,
    reserved: {},
    collection: null,
    next_payout: null,
  };
}

/** An account has its balance without anybody creating it. */
export function newBalance(work: Work): Awaitable<StoredBalance> {
  if (work.account === work.platform) return emptyBalance(platformCurrency);
  return andThen(work.get<Stripe.Account>('account', work.account), (account) =>
    emptyBalance(account?.default_currency ?? platformCurrency),
  );
}

const balanceOf = (work: Work): Awaitable<StoredBalance> => work.find<StoredBalance>('balance', balanceId, 'balance');

/** Seconds after which Stripe no longer waits: https://docs.stripe.com/connect/account-balances#negative-balances */
const patience = 180 * 86_400;

const lacks = ({ available }: Funds): boolean => Object.values(available).some((amount) => amount < 0);

function withFunds(work: Work, { collection }: StoredBalance, funds: Funds): Partial<StoredBalance> {
  const lacking = work.account !== work.platform && lacks(funds);
  return {
    funds,
    collection: lacking ? (collection ?? work.now + patience) : null,
    next_settlement: nextSettlement(funds) ?? null,
  };
}

interface Addition {
  readonly currency: string;
  readonly net: number;
  /** Unix time from which on it can be spent. */
  readonly availableOn: number;
  /** Whether Stripe tells when it can be spent, even where that is at once. */
  readonly announced: boolean;
}

export async function addFunds(work: Work, { currency, net, availableOn, announced }: Addition): Promise<void> {
  const balance = await balanceOf(work);
  // What is announced goes through a pile, whose settlement is what Stripe tells of.
  const now = announced ? Math.min(work.now, availableOn - 1) : work.now;
  const funds = book(balance.funds, currency, net, availableOn, now);
  const arms = balance.next_payout === null && (net > 0 || (await isDebited(work, funds)));
  const next_payout = arms ? await nextPayout(work) : balance.next_payout;
  const booked = await work.act(balance, 'book', { ...withFunds(work, balance, funds), next_payout });
  if (now < work.now) await releaseFunds(work, booked);
}

/** Moves what has fallen due from pending to available. */
export async function releaseFunds(work: Work, balance: StoredBalance): Promise<StoredBalance> {
  return work.act(balance, 'settle', withFunds(work, balance, settle(balance.funds, work.now)));
}

/** What the account can spend now, in the smallest unit of `currency`. */
export async function availableFunds(work: Work, currency: string): Promise<number> {
  return settle((await balanceOf(work)).funds, work.now).available[currency] ?? 0;
}

/** What the account can spend at `time` (Unix seconds) if nothing else happens until then. */
export async function fundsBy(work: Work, currency: string, time: number): Promise<number> {
  return settle((await balanceOf(work)).funds, Math.max(time, work.now)).available[currency] ?? 0;
}

async function nextPayout(work: Work): Promise<number | null> {
  return nextPayoutDay(await scheduleOf(work), work.now);
}

const hasFunds = ({ available, pending }: Funds): boolean =>
  pending.length > 0 || Object.values(available).some((amount) => amount > 0);

/** Whether the bank is to pay for what the balance lacks. */
const isDebited = async (work: Work, funds: Funds): Promise<boolean> =>
  lacks(funds) && (await debitsNegativeBalances(work));

/** Plans the next automatic payout anew: the schedule or the money has changed. */
export async function armPayouts(work: Work): Promise<StoredBalance> {
  const balance = await balanceOf(work);
  const { funds } = balance;
  const next_payout = hasFunds(funds) || (await isDebited(work, funds)) ? await nextPayout(work) : null;
  return work.act<StoredBalance>(balance, 'schedule', { next_payout });
}
