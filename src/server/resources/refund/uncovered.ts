/** Refunds for which the platform lacks the money wait until it is there: https://docs.stripe.com/refunds */
import type Stripe from 'stripe';
import type { Awaitable } from '../../kernel/awaitable.ts';
import type { StoredObject, Work } from '../../kernel/work.ts';
import { availableFunds, type StoredBalance } from '../balance/funds.ts';
import type { StoredTransaction } from '../balance-transaction/book.ts';
import { idOf, type StoredCharge } from '../charge/stored.ts';
import type { StoredRefund } from './stored.ts';

/**
 * Whether there was nothing to take what was just `taken` for a refund of `charge` from. What is there is taken, and the bank
 * account pays the rest: the fee of a payment that is refunded whole. Money that is itself on its way covers what is taken of
 * it, and nobody knows what became of that of a charge from outside.
 */
export async function isUncovered(
  work: Work,
  charge: StoredCharge,
  taken: Stripe.BalanceTransaction | undefined,
): Promise<boolean> {
  if (taken?.status !== 'available' || work.account !== work.platform) return false;
  const income = await work.get<StoredTransaction>('balance_transaction', idOf(charge.balance_transaction) ?? '');
  if (income === undefined || income.uncounted) return false;
  return (await availableFunds(work, taken.currency)) - taken.net <= 0;
}

/** Money has come: the oldest refunds that it covers go out. */
async function release(work: Work, currency: string, available: number): Promise<void> {
  const waiting: { refund: StoredRefund; amount: number }[] = [];
  for (const refund of await work.list<StoredRefund>('refund', { where: { waits: true } })) {
    const id = String(refund.balance_transaction);
    const taken = await work.get<Stripe.BalanceTransaction>('balance_transaction', id);
    if (taken?.currency === currency) waiting.unshift({ refund, amount: -taken.net });
  }
  let left = waiting.reduce((sum, { amount }) => sum + amount, available);
  for (const { refund, amount } of waiting) {
    if (left < amount) return;
    left -= amount;
    if (refund.course === 'pending') await work.update(refund, { pending_reason: 'processing', waits: false });
    else await work.act<StoredRefund>(refund, 'succeed', { pending_reason: undefined, waits: false });
  }
}

/** No refund waits for money of a currency that is not lacking. */
export function payWaiting(work: Work, was?: StoredObject, is?: StoredObject): Awaitable<void> {
  const [before, after] = [was as StoredBalance | undefined, is as StoredBalance | undefined];
  if (work.account !== work.platform || before === undefined || before.funds === after?.funds) return;
  for (const amount of Object.values(before.funds.available)) if (amount < 0) return payAll(work, before, after);
}

async function payAll(work: Work, before: StoredBalance, after: StoredBalance | undefined): Promise<void> {
  for (const [currency, amount] of Object.entries(before.funds.available)) {
    const now = after?.funds.available[currency] ?? 0;
    if (amount < 0 && now > amount) await release(work, currency, now);
  }
}
