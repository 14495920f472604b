/** Every movement of money: a balance transaction, and the same amount on the account's balance. */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import { addFunds } from '../balance/funds.ts';

const day = 86_400;

/** Card payments of a US account become available two days later, at midnight UTC. */
export function settlementDay(now: number): number {
  return (Math.floor(now / day) + 2) * day;
}

export interface Booking {
  readonly type: Stripe.BalanceTransaction.Type;
  readonly reporting_category: string;
  /** In the smallest unit of `currency`; negative for a debit. */
  readonly amount: number;
  readonly currency: string;
  /** Positive means cost; 0 when left out. */
  readonly fee?: number;
  readonly fee_details?: readonly Stripe.BalanceTransaction.FeeDetail[];
  readonly description: string | null;
  /** The object that caused it. */
  readonly source: string | null;
  /** Unix time; the day of settlement when left out. */
  readonly available_on?: number;
  /** An id of the same payment. */
  readonly kin?: string;
}

export async function book(work: Work, booking: Booking): Promise<Stripe.BalanceTransaction> {
  const { amount, currency, fee = 0, fee_details = [], available_on = settlementDay(work.now), kin } = booking;
  const net = amount - fee;
  const transaction = await work.insert<Stripe.BalanceTransaction>({
    ...work.blank<Stripe.BalanceTransaction>('balance_transaction', kin),
    amount,
    available_on,
    balance_type: 'payments',
    currency,
    description: booking.description,
    fee,
    fee_details: [...fee_details],
    net,
    reporting_category: booking.reporting_category,
    source: booking.source,
    status: available_on <= work.now ? 'available' : 'pending',
    type: booking.type,
  });
  await addFunds(work, currency, net, available_on);
  return transaction;
}
