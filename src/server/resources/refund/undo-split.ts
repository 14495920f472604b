/** What a refund takes back from the account that got a part of the charge, and from the platform that kept a fee. */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import { feeLeft, refundFee } from '../application-fee/refund.ts';
import { shareOf } from '../application-fee/share.ts';
import { idOf, type StoredCharge } from '../charge/stored.ts';
import { reverseTransfer } from '../transfer-reversal/reverse.ts';

interface UndoRequest {
  /** Of the refund, in the smallest unit. */
  readonly amount: number;
  readonly refund_application_fee?: boolean | undefined;
  readonly reverse_transfer?: boolean | undefined;
}

interface Undone {
  /** Id of the transfer reversal. */
  readonly reversal?: string;
  /** What a charge that a connected account made itself gets back of its fee. */
  readonly feeBack: number;
}

const nothing: Undone = Object.freeze({ feeBack: 0 });

/** The share of `whole` that belongs to this refund; the last refund takes the unit that rounding left. */
function share(whole: number, left: number, charge: StoredCharge, amount: number): number {
  const exact = shareOf(whole, amount, charge.amount_captured);
  const isLast = charge.amount_refunded + amount === charge.amount_captured;
  return left < exact || (isLast && left === exact + 1) ? left : exact;
}

/** Pro rata of the refunded share; throws before the refund exists. */
export async function undoSplit(
  work: Work,
  charge: StoredCharge,
  request: UndoRequest,
  refund: string,
): Promise<Undone> {
  const { amount } = request;
  if (request.reverse_transfer !== true && request.refund_application_fee !== true) return nothing;
  const platform = work.on(work.platform);
  const feeId = request.refund_application_fee === true ? idOf(charge.application_fee) : null;
  const fee = feeId === null ? undefined : await platform.get<Stripe.ApplicationFee>('application_fee', feeId);
  const feeBack = fee === undefined ? 0 : share(fee.amount, feeLeft(fee), charge, amount);
  const transferId = request.reverse_transfer === true ? idOf(charge.transfer) : null;
  if (transferId !== null) {
    const transfer = await work.find<Stripe.Transfer>('transfer', transferId, 'transfer');
    const left = transfer.amount - transfer.amount_reversed;
    const reversal = await reverseTransfer(work, transfer, {
      amount: left === 0 ? undefined : Math.max(1, share(transfer.amount, left, charge, amount)),
      feeAmount: feeBack,
      sourceRefund: refund,
    });
    return { reversal: reversal.id, feeBack: 0 };
  }
  if (fee === undefined || feeBack === 0) return nothing;
  const isDirect = !charge.transfer_data;
  await refundFee(platform, fee, { amount: feeBack, credited: isDirect });
  return { feeBack: isDirect ? feeBack : 0 };
}
