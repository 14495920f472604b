/** Every movement of money: a balance transaction, and the same amount on the account's balance. */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import { addFunds } from '../balance/funds.ts';
import { delayDaysOf } from '../balance-settings/stored.ts';

const day = 86_400;

/** Card payments become available some days later, two on a US account, at midnight UTC. Unix time. */
export async function settlementDay(work: Work): Promise<number> {
  return (Math.floor(work.now / day) + (await delayDaysOf(work))) * day;
}

/** As it is stored; `payout` is the automatic payout that took the money along. */
export interface StoredTransaction extends Stripe.BalanceTransaction {
  readonly payout: string | null;
  /** It was put here from outside: its money is not on the balance. */
  readonly uncounted: boolean;
}

interface Booking {
  readonly type: Stripe.BalanceTransaction.Type;
  readonly reporting_category: string;
  /** In the smallest unit of `currency`; negative for a debit. */
  readonly amount: number;
  readonly currency: string;
  /** Of what came in another currency. */
  readonly exchange_rate?: number | null;
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

export async function book(work: Work, booking: Booking): Promise<StoredTransaction> {
  const { amount, currency, fee = 0, fee_details = [], kin } = booking;
  const available_on = Math.max(work.now, booking.available_on ?? (await settlementDay(work)));
  const net = amount - fee;
  const transaction = await work.insert<StoredTransaction>({
    ...work.blank<StoredTransaction>('balance_transaction', kin),
    amount,
    available_on,
    balance_type: 'payments',
    currency,
    description: booking.description,
    exchange_rate: booking.exchange_rate ?? null,
    fee,
    fee_details: [...fee_details],
    net,
    reporting_category: booking.reporting_category,
    source: booking.source,
    status: available_on <= work.now ? 'available' : 'pending',
    type: booking.type,
  });
  await addFunds(work, { currency, net, availableOn: available_on, announced: booking.type === 'charge' });
  return transaction;
}
