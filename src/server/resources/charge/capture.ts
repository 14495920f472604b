/** Turning a hold into money. */
import type { Work } from '../../kernel/work.ts';
import { complain } from './aftermath.ts';
import { bookCharge } from './settle.ts';
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
  const transaction = await bookCharge(work, charge, amount);
  const captured = await work.act(charge, 'capture', {
    ...patch,
    amount_captured: amount,
    balance_transaction: transaction.id,
    captured: true,
  });
  return complain(work, captured);
}

/** Stripe marks an expired hold as refunded: https://docs.stripe.com/api/charges/capture */
export function expireHold(work: Work, charge: StoredCharge): Promise<StoredCharge> {
  return work.act(charge, 'expire', { amount_refunded: charge.amount, refunded: true, expired: true });
}
