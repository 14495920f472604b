/** Money on its way from the balance to a bank. */
import type Stripe from 'stripe';
import { mergeMetadata } from '../../kernel/merge.ts';
import type { Work } from '../../kernel/work.ts';
import { book } from '../balance-transaction/book.ts';
import type { External } from './destination.ts';
import { fateOf } from './fate.ts';
import { nextBusinessDay } from './schedule.ts';
import type { StoredPayout } from './stored.ts';

export interface PayoutRequest {
  /** Given away before; a new one when left out. */
  readonly id?: string;
  /** In the smallest unit of `currency`; negative when the bank is debited. */
  readonly amount: number;
  readonly currency: string;
  readonly external: External;
  readonly automatic: boolean;
  readonly method?: 'standard' | 'instant';
  readonly description?: string | null;
  readonly metadata?: Stripe.PayoutCreateParams['metadata'];
  readonly sourceType?: string;
  readonly statementDescriptor?: string | null;
  /** The payout that this one takes back. */
  readonly original?: string;
}

/** The money leaves the balance at once; what a bank is to pay back comes in when it arrives. */
export async function makePayout(work: Work, request: PayoutRequest): Promise<StoredPayout> {
  const { amount, automatic, currency, external, method = 'standard', original } = request;
  const blank = work.blank<Stripe.Payout>('payout');
  const { id = blank.id } = request;
  const arrival = method === 'instant' ? work.now : nextBusinessDay(work.now);
  const transaction = await book(work, {
    type: 'payout',
    reporting_category: 'payout',
    amount: -amount,
    currency,
    description: request.description || 'STRIPE PAYOUT',
    source: id,
    available_on: amount < 0 ? arrival : work.now,
  });
  return work.insert<StoredPayout>({
    ...blank,
    id,
    amount,
    arrival_date: arrival,
    automatic,
    balance_transaction: transaction.id,
    currency,
    description: request.description || (automatic ? 'STRIPE PAYOUT' : null),
    destination: external.id,
    metadata: mergeMetadata({}, request.metadata),
    method,
    original_payout: original ?? null,
    reconciliation_status: automatic ? 'in_progress' : 'not_applicable',
    source_type: request.sourceType ?? 'card',
    statement_descriptor: request.statementDescriptor || null,
    status: 'pending',
    trace_id: { status: 'pending', value: null },
    type: external.object === 'card' ? 'card' : 'bank_account',
    fate: original === undefined ? fateOf(external) : null,
  });
}
