import type Stripe from 'stripe';
import { defineResource } from '../../kernel/resource.ts';
import type { Call } from '../../kernel/work.ts';
import { reverseTransfer } from './reverse.ts';

function createReversal({
  work,
  params,
  targets,
}: Call<Stripe.TransferCreateReversalParams>): Promise<Stripe.TransferReversal> {
  const transfer = targets[0] as unknown as Stripe.Transfer;
  const { amount, description, metadata, refund_application_fee: refundApplicationFee } = params;
  return reverseTransfer(work, transfer, {
    amount,
    description: description || undefined,
    metadata,
    refundApplicationFee,
  });
}

/** The event is the transfer's. */
export const transferReversal = defineResource<Stripe.TransferReversal>('transfer_reversal', {
  noun: 'transfer reversal',
  events: [],
  operations: { 'transfers.createReversal': createReversal },
});
