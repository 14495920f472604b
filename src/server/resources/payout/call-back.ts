/** An account changes its mind about a payout. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { next } from '../../kernel/machine.ts';
import type { Work } from '../../kernel/work.ts';
import { book } from '../balance-transaction/book.ts';
import { chosenDestination } from './destination.ts';
import { machine } from './machine.ts';
import { makePayout } from './make.ts';
import type { StoredPayout } from './stored.ts';

/** Seconds after which the bank gives nothing back. */
const reversible = 90 * 86_400;

export async function cancel(work: Work, payout: StoredPayout): Promise<StoredPayout> {
  if (payout.automatic) throw errors.invalid('Automatic payouts cannot be canceled.');
  next(machine, payout, 'cancel');
  const { amount, currency, id } = payout;
  await book(work, {
    type: 'payout_cancel',
    reporting_category: 'payout_reversal',
    amount,
    currency,
    description: `PAYOUT CANCELED (${id})`,
    source: id,
    available_on: work.now,
  });
  return work.act(payout, 'cancel');
}

function checkReversible(work: Work, payout: StoredPayout): void {
  if (payout.original_payout !== null) throw errors.invalid('A reversal cannot be reversed.');
  if (payout.reversed_by !== null) throw errors.invalid(`Payout ${payout.id} has already been reversed.`);
  if (work.account === work.platform) throw errors.invalid('Only payouts of connected accounts can be reversed.');
  if (payout.method === 'instant') throw errors.invalid('Instant payouts cannot be reversed.');
  if (work.now - payout.created > reversible) throw errors.invalid('Payouts can only be reversed within 90 days.');
  next(machine, payout, 'reverse');
}

/** Answers a payout with a negative amount, which takes the money back from the bank. */
export async function reverse(
  work: Work,
  payout: StoredPayout,
  metadata?: Stripe.PayoutReverseParams['metadata'],
): Promise<StoredPayout> {
  checkReversible(work, payout);
  const { amount, currency, destination, id } = payout;
  const { external } = await chosenDestination(work, currency, String(destination));
  const reversal = work.newId('payout');
  await work.update(payout, { reversed_by: reversal });
  return makePayout(work, {
    id: reversal,
    amount: -amount,
    currency,
    external,
    automatic: false,
    metadata,
    original: id,
  });
}
