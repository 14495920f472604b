/** Payouts that nobody asks for: what is available on a day of payouts leaves, with the transactions it consists of. */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import { debitsNegativeBalances, minimumBalance } from '../balance-settings/stored.ts';
import { book, type StoredTransaction } from '../balance-transaction/book.ts';
import { defaultDestination } from './destination.ts';
import { makePayout, type PayoutRequest } from './make.ts';
import { maySend } from './permission.ts';

/** What no automatic payout has taken along yet. */
async function unpaid(work: Work, currency: string): Promise<StoredTransaction[]> {
  return work.list<StoredTransaction>('balance_transaction', {
    where: { payout: null, currency },
    filter: (row) => (row as unknown as Stripe.BalanceTransaction).available_on <= work.now,
  });
}

function hold(work: Work, currency: string, type: 'hold' | 'release', amount: number): Promise<StoredTransaction> {
  const name = `payout_minimum_balance_${type}` as const;
  return book(work, {
    type: name,
    reporting_category: name,
    amount: type === 'hold' ? -amount : amount,
    currency,
    description: null,
    source: null,
    available_on: work.now,
  });
}

/** Pays out `available`, in the smallest unit of `currency`, as far as it lies above the minimum balance. */
export async function payOut(work: Work, currency: string, available: number): Promise<void> {
  const minimum = await minimumBalance(work, currency);
  const amount = available - minimum;
  if (amount < 1 || !(await maySend(work))) return;
  const destination = await defaultDestination(work, currency);
  if (destination === undefined) return;
  const held = minimum > 0 ? [await hold(work, currency, 'hold', minimum)] : [];
  await settleBy(work, { amount, currency, external: destination.external, automatic: true }, held);
  if (minimum > 0) await hold(work, currency, 'release', minimum);
}

/** A payout of the negative amount: the bank pays what the balance lacks, where the account lets it. */
export async function debitBank(work: Work, currency: string, available: number): Promise<void> {
  if (!(await debitsNegativeBalances(work))) return;
  const destination = await defaultDestination(work, currency);
  if (destination?.external.object !== 'bank_account') return;
  await settleBy(work, { amount: available, currency, external: destination.external, automatic: true });
}

/** The payout knows the transactions that it consists of. */
async function settleBy(work: Work, request: PayoutRequest, held: readonly StoredTransaction[] = []): Promise<void> {
  const settled = await unpaid(work, request.currency);
  const payout = await makePayout(work, request);
  const own = await work.find<StoredTransaction>('balance_transaction', String(payout.balance_transaction), 'source');
  for (const transaction of [...settled, ...held, own]) {
    if (transaction.payout === null) await work.update(transaction, { payout: payout.id });
  }
}
