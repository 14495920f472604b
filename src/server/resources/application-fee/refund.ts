/** An application fee given back to the account that paid it. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { mergeMetadata } from '../../kernel/merge.ts';
import type { Work } from '../../kernel/work.ts';
import { book } from '../balance-transaction/book.ts';
import { dayBack } from '../balance-transaction/day-back.ts';
import { settledPart, settlementLike } from '../balance-transaction/settlement.ts';
import { formatAmount } from '../charge/currencies.ts';

interface FeeRefundRequest {
  /** In the smallest unit; what is left of the fee when left out. */
  readonly amount?: number | undefined;
  readonly metadata?: Stripe.ApplicationFeeCreateRefundParams['metadata'];
  /** The account gets the money within the refund of its charge. */
  readonly credited?: boolean;
}

export const feeLeft = (fee: Stripe.ApplicationFee): number => fee.amount - fee.amount_refunded;

function checkAmount(fee: Stripe.ApplicationFee, asked: number | undefined): number {
  const left = feeLeft(fee);
  const amount = asked ?? left;
  if (left === 0) throw errors.invalid(`Application fee ${fee.id} has already been refunded.`);
  if (amount < 1) throw errors.invalid('Invalid positive integer', 'amount', 'parameter_invalid_integer');
  if (amount <= left) return amount;
  const what = fee.amount_refunded === 0 ? 'fee amount' : 'unrefunded amount on fee';
  throw errors.invalid(
    `Refund amount (${formatAmount(amount, fee.currency)}) is greater than ${what} (${formatAmount(left, fee.currency)})`,
    'amount',
  );
}

/** `work` is the platform's. Throws Stripe's refusals. */
export async function refundFee(
  work: Work,
  fee: Stripe.ApplicationFee,
  request: FeeRefundRequest,
): Promise<Stripe.FeeRefund> {
  const amount = checkAmount(fee, request.amount);
  const { currency } = fee;
  const payer = work.on(String(fee.account));
  const available_on = await dayBack(work, fee);
  const id = payer.newId('fee_refund');
  const transaction = await book(work, {
    type: 'application_fee_refund',
    reporting_category: 'platform_earning_refund',
    amount: -amount,
    currency,
    description: 'REFUND FOR APPLICATION FEE',
    source: fee.id,
    available_on,
  });
  const charge = await payer.get<Stripe.Charge>('charge', String(fee.charge));
  const settlement = await settlementLike(payer, charge?.balance_transaction, currency);
  // Stripe tells the amount as the account gets it, in its currency.
  const returned = settledPart(amount, fee.amount_refunded, settlement);
  if (request.credited !== true) {
    await book(payer, {
      type: 'adjustment',
      reporting_category: 'other_adjustment',
      ...settlement,
      amount: returned,
      description: `Application fee refund for ${String(fee.charge)}`,
      source: String(fee.charge),
      available_on,
    });
  }
  const refund = await work.insert<Stripe.FeeRefund>({
    ...work.blank<Stripe.FeeRefund>('fee_refund'),
    id,
    amount: returned,
    balance_transaction: transaction.id,
    currency: settlement.currency,
    fee: fee.id,
    metadata: mergeMetadata({}, request.metadata),
  });
  const amount_refunded = fee.amount_refunded + amount;
  await work.update(fee, { amount_refunded, refunded: amount_refunded === fee.amount });
  return refund;
}
