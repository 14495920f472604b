/** Money from one account's balance to another's: both sides of it. */
import type Stripe from 'stripe';
import { mergeMetadata } from '../../kernel/merge.ts';
import type { Work } from '../../kernel/work.ts';
import { book } from '../balance-transaction/book.ts';
import type { StoredCharge } from '../charge/stored.ts';
import { type FeeTaken, paymentId, receive } from './destination-payment.ts';

export interface Movement {
  /** In the smallest unit of `currency`. */
  readonly amount: number;
  readonly currency: string;
  /** Account id. */
  readonly destination: string;
  /** An id that was given away before; a new one when left out. */
  readonly id?: string;
  readonly description?: string | null;
  readonly metadata?: Stripe.TransferCreateParams['metadata'];
  readonly transferGroup?: string | null;
  /** The charge that pays for it. */
  readonly sourceTransaction?: string;
  readonly sourceType?: string;
  /** Unix time at which the money is spendable on both sides. */
  readonly availableOn: number;
  /** Of the payment that the receiver gets. */
  readonly paymentDescription?: string;
  readonly paymentMetadata?: Stripe.Metadata;
  /** What the platform keeps of the payment. */
  readonly fee?: FeeTaken | undefined;
}

interface Moved {
  readonly transfer: Stripe.Transfer;
  readonly payment: StoredCharge;
}

/** `work` is that of the account that sends. The transfer exists before the payment that it leads to. */
export async function moveFunds(work: Work, movement: Movement): Promise<Moved> {
  const { amount, currency, destination, availableOn, sourceTransaction, transferGroup = null } = movement;
  const blank = work.blank<Stripe.Transfer>('transfer', sourceTransaction);
  const id = movement.id ?? blank.id;
  const description = movement.description || null;
  const receiver = work.on(destination);
  const payment = paymentId(receiver, 'py');
  const transaction = await book(work, {
    type: 'transfer',
    reporting_category: 'transfer',
    amount: -amount,
    currency,
    description,
    source: id,
    available_on: availableOn,
    ...(sourceTransaction !== undefined && { kin: sourceTransaction }),
  });
  const transfer = await work.insert<Stripe.Transfer>({
    ...blank,
    id,
    amount,
    balance_transaction: transaction.id,
    currency,
    description,
    destination,
    destination_payment: payment,
    metadata: mergeMetadata({}, movement.metadata),
    source_transaction: sourceTransaction ?? null,
    source_type: movement.sourceType ?? 'card',
    transfer_group: transferGroup,
  });
  const received = await receive(receiver, {
    id: payment,
    amount,
    currency,
    description: movement.paymentDescription ?? description,
    transfer: id,
    transferGroup,
    availableOn,
    fee: movement.fee,
    ...(movement.paymentMetadata && { metadata: movement.paymentMetadata }),
  });
  return { transfer, payment: received };
}
