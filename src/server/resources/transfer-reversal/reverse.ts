/** A transfer taken back, whole or in part: money returns from the account that received it. */
import type Stripe from 'stripe';
import { errors, type StripeError } from '../../kernel/errors.ts';
import { mergeMetadata } from '../../kernel/merge.ts';
import type { Work } from '../../kernel/work.ts';
import { feeLeft, refundFee } from '../application-fee/refund.ts';
import { shareOf } from '../application-fee/share.ts';
import { fundsBy } from '../balance/funds.ts';
import { book } from '../balance-transaction/book.ts';
import { dayBack } from '../balance-transaction/day-back.ts';
import { type Settlement, settled, settledPart, settlementLike } from '../balance-transaction/settlement.ts';
import { applicationFeeDetail } from '../charge/application.ts';
import { formatAmount } from '../charge/currencies.ts';
import type { StoredCharge } from '../charge/stored.ts';
import type { StoredRefund } from '../refund/stored.ts';
import { paymentId } from '../transfer/destination-payment.ts';

interface ReversalRequest {
  /** In the smallest unit; what is left of the transfer when left out. */
  readonly amount?: number | undefined;
  readonly description?: string | undefined;
  readonly metadata?: Stripe.TransferCreateReversalParams['metadata'];
  /** Gives back the same share of the application fee. */
  readonly refundApplicationFee?: boolean | undefined;
  /** How much of the fee goes back, where that is known already. */
  readonly feeAmount?: number | undefined;
  /** Id of the refund that it belongs to. */
  readonly sourceRefund?: string;
}

/** What leaves the account that received the transfer: in the currency in which it got it. */
interface Return {
  readonly amount: number;
  readonly fee: number;
  readonly settlement: Settlement;
  readonly availableOn: number;
}

function checkAmount(transfer: Stripe.Transfer, asked: number | undefined): number {
  const left = transfer.amount - transfer.amount_reversed;
  const amount = asked ?? left;
  if (left === 0) throw errors.invalid(`Transfer ${transfer.id} is already fully reversed.`);
  if (amount < 1) throw errors.invalid('Invalid positive integer', 'amount', 'parameter_invalid_integer');
  if (amount <= left) return amount;
  const what = transfer.amount_reversed === 0 ? 'transfer amount' : 'unreversed amount on transfer';
  throw errors.invalid(
    `Transfer reversal amount (${formatAmount(amount, transfer.currency)}) is greater than ${what} (${formatAmount(left, transfer.currency)})`,
    'amount',
  );
}

const insufficient = (destination: string): StripeError =>
  errors.invalid(
    `The connected account ${destination} has insufficient available funds for this reversal. Reverse a smaller amount, or wait until its balance has grown.`,
    undefined,
    'balance_insufficient',
  );

async function feeOf(work: Work, payment: StoredCharge): Promise<Stripe.ApplicationFee | undefined> {
  const { application_fee: fee } = payment;
  return typeof fee === 'string' ? work.get<Stripe.ApplicationFee>('application_fee', fee) : undefined;
}

/** The refund of the payment on the account that received the transfer. */
async function refundPayment(
  work: Work,
  payment: StoredCharge,
  reversal: string,
  amount: number,
  returned: Return,
): Promise<string> {
  const { fee, settlement } = returned;
  const id = paymentId(work, 'pyr');
  const transaction = await book(work, {
    type: 'payment_refund',
    reporting_category: 'refund',
    ...settlement,
    amount: -returned.amount,
    ...(fee > 0 && { fee: -fee, fee_details: [applicationFeeDetail(work, -fee, settlement.currency)] }),
    description: 'REFUND FOR PAYMENT',
    source: id,
    available_on: returned.availableOn,
  });
  await work.insert<StoredRefund>({
    ...work.blank<Stripe.Refund>('refund'),
    id,
    amount,
    balance_transaction: transaction.id,
    charge: payment.id,
    currency: payment.currency,
    source_transfer_reversal: reversal,
    status: 'succeeded',
    course: 'succeeded',
    waits: false,
  });
  const amount_refunded = payment.amount_refunded + amount;
  await work.update(payment, { amount_refunded, refunded: amount_refunded === payment.amount });
  return id;
}

/** `work` is that of the account that made the transfer. Throws Stripe's refusals before anything moves. */
export async function reverseTransfer(
  work: Work,
  transfer: Stripe.Transfer,
  request: ReversalRequest,
): Promise<Stripe.TransferReversal> {
  const { currency } = transfer;
  const amount = checkAmount(transfer, request.amount);
  const receiver = work.on(String(transfer.destination));
  const payment = await receiver.find<StoredCharge>('charge', String(transfer.destination_payment), 'transfer');
  const fee = await feeOf(work, payment);
  if (request.refundApplicationFee === true && fee === undefined) {
    throw errors.invalid(
      `Attempting to refund_application_fee on transfer (${transfer.id}), but it has no application fee`,
      'refund_application_fee',
    );
  }
  const asked =
    request.feeAmount ??
    (request.refundApplicationFee === true && fee ? shareOf(fee.amount, amount, transfer.amount) : 0);
  const feeBack = fee === undefined ? 0 : Math.min(feeLeft(fee), asked);
  const availableOn = await dayBack(work, transfer);
  const settlement = await settlementLike(receiver, payment.balance_transaction, currency);
  const returned: Return = {
    amount: settledPart(amount, payment.amount_refunded, settlement),
    fee: settled(feeBack, settlement),
    settlement,
    availableOn,
  };
  const funds = await fundsBy(receiver, settlement.currency, availableOn);
  if (funds < returned.amount - returned.fee) throw insufficient(receiver.account);

  if (fee !== undefined && feeBack > 0) await refundFee(work, fee, { amount: feeBack, credited: true });
  const blank = work.blank<Stripe.TransferReversal>('transfer_reversal');
  const refund = await refundPayment(receiver, payment, blank.id, amount, returned);
  const transaction = await book(work, {
    type: 'transfer_refund',
    reporting_category: 'transfer_reversal',
    amount,
    currency,
    description: request.description || 'REFUND FOR TRANSFER',
    source: transfer.id,
    available_on: availableOn,
  });
  const reversal = await work.insert<Stripe.TransferReversal>({
    ...blank,
    amount,
    balance_transaction: transaction.id,
    currency,
    destination_payment_refund: refund,
    metadata: mergeMetadata({}, request.metadata),
    source_refund: request.sourceRefund ?? null,
    transfer: transfer.id,
  });
  const amount_reversed = transfer.amount_reversed + amount;
  await work.update(transfer, { amount_reversed, reversed: amount_reversed === transfer.amount });
  return reversal;
}
