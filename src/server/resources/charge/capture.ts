/** Turning a hold into money. */
import type { Awaitable } from '../../kernel/awaitable.ts';
import type { Work } from '../../kernel/work.ts';
import { complain } from './aftermath.ts';
import { bookCharge } from './settle.ts';
import { namesOfSplit, split } from './split.ts';
import type { StoredCharge } from './stored.ts';

/**
 * Captures `amount` of a hold, in the smallest unit; the bank gets the rest back. The money is booked at once, whatever
 * the capture method of the PaymentIntent.
 */
export async function captureHold(
  work: Work,
  charge: StoredCharge,
  amount: number,
  patch: Partial<StoredCharge> = {},
): Promise<StoredCharge> {
  const changes = { ...patch, amount_captured: amount };
  const changed = { ...charge, ...changes };
  const named = { ...changes, ...namesOfSplit(work, changed) };
  const transaction = await bookCharge(work, { ...changed, ...named }, amount);
  const captured = await work.act(charge, 'capture', {
    ...named,
    balance_transaction: transaction.id,
    captured: true,
  });
  await split(work, captured);
  return complain(work, captured);
}

/** Stripe marks an expired hold as refunded: https://docs.stripe.com/api/charges/capture */
export function expireHold(work: Work, charge: StoredCharge): Awaitable<StoredCharge> {
  return work.act(charge, 'expire', { amount_refunded: charge.amount, refunded: true, expired: true });
}
