/** In which currency an account gets its money: https://docs.stripe.com/connect/currencies */
import type Stripe from 'stripe';
import type { Awaitable } from '../../kernel/awaitable.ts';
import type { Work } from '../../kernel/work.ts';
import { exchangeRate } from './exchange-rates.ts';

export interface Settlement {
  readonly currency: string;
  /** Null where nothing is exchanged. */
  readonly exchange_rate: number | null;
}

async function hasBankFor(work: Work, currency: string): Promise<boolean> {
  for (const type of ['bank_account', 'card']) {
    const found = await work.list<Stripe.BankAccount | Stripe.Card>(type, {
      where: { account: work.account, currency },
      limit: 1,
    });
    if (found.length > 0) return true;
  }
  return false;
}

/**
 * A connected account gets its default currency, and every other that one of its external accounts takes. The platform takes
 * all: it has a bank account in each.
 */
export function settlementOf(work: Work, currency: string): Awaitable<Settlement> {
  return work.account === work.platform ? { currency, exchange_rate: null } : exchanged(work, currency);
}

async function exchanged(work: Work, currency: string): Promise<Settlement> {
  const account = await work.get<Stripe.Account>('account', work.account);
  const usual = account?.default_currency ?? currency;
  if (usual === currency || (await hasBankFor(work, currency))) return { currency, exchange_rate: null };
  return { currency: usual, exchange_rate: exchangeRate(currency, usual) };
}

/**
 * The settlement of an earlier payment: what is taken back of it goes the way it came. `id` names its balance transaction;
 * while there is none, the money settles as that of `merchant` does.
 */
export async function settlementLike(
  work: Work,
  id: unknown,
  currency: string,
  merchant: Work = work,
): Promise<Settlement> {
  const earlier =
    typeof id === 'string' ? await work.get<Stripe.BalanceTransaction>('balance_transaction', id) : undefined;
  if (earlier === undefined) return settlementOf(merchant, currency);
  return { currency: earlier.currency, exchange_rate: earlier.exchange_rate };
}

/** `amount` of the original currency in that of the settlement, both in the smallest unit. */
export const settled = (amount: number, { exchange_rate: rate }: Settlement): number =>
  rate === null ? amount : Math.round(amount * rate);

/** The part of a payment that comes after the first `before` of it: all parts together are the whole, to the cent. */
export const settledPart = (amount: number, before: number, settlement: Settlement): number =>
  settled(before + amount, settlement) - settled(before, settlement);
