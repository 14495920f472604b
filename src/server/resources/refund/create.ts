/** Giving the money of a charge back. */
import type Stripe from 'stripe';
import { mergeMetadata } from '../../kernel/merge.ts';
import type { Work } from '../../kernel/work.ts';
import { book } from '../balance-transaction/book.ts';
import { settled, settledPart } from '../balance-transaction/settlement.ts';
import { applicationFeeDetail } from '../charge/application.ts';
import { settlementOfCharge } from '../charge/merchant.ts';
import { moneyDay } from '../charge/settle.ts';
import { idOf, type StoredCharge } from '../charge/stored.ts';
import { chargeRefunded } from '../dispute/refunded.ts';
import { destinationOf, refundToBalance } from './destination.ts';
import { checkRefund, refundable } from './refusals.ts';
import type { StoredRefund } from './stored.ts';
import { isUncovered } from './uncovered.ts';
import { undoSplit } from './undo-split.ts';

interface RefundRequest {
  /** In the smallest unit; all that is left of the charge when left out. */
  readonly amount?: number | undefined;
  readonly reason?: Stripe.RefundCreateParams.Reason | undefined;
  readonly metadata?: Stripe.RefundCreateParams['metadata'];
  readonly instructions_email?: string | undefined;
  readonly refund_application_fee?: boolean | undefined;
  readonly reverse_transfer?: boolean | undefined;
}

function describe(what: string, { description }: StoredCharge): string {
  return description === null ? what : `${what} (${description})`;
}

async function takeBack(
  work: Work,
  charge: StoredCharge,
  refund: string,
  amount: number,
  feeBack: number,
): Promise<Stripe.BalanceTransaction> {
  const settlement = await settlementOfCharge(work, charge);
  const fee = settled(-feeBack, settlement);
  return book(work, {
    type: 'refund',
    reporting_category: 'refund',
    ...settlement,
    amount: -settledPart(amount, charge.amount_refunded, settlement),
    ...(feeBack > 0 && { fee, fee_details: [applicationFeeDetail(work, fee, settlement.currency)] }),
    description: describe('REFUND FOR CHARGE', charge),
    source: refund,
    available_on: await moneyDay(work, charge),
    kin: charge.id,
  });
}

interface Fate {
  readonly status: 'pending' | 'succeeded';
  readonly pending_reason?: Stripe.Refund.PendingReason;
  readonly waits: boolean;
}

async function fateOf(work: Work, charge: StoredCharge, taken: Stripe.BalanceTransaction | undefined): Promise<Fate> {
  if (await isUncovered(work, charge, taken))
    return { status: 'pending', pending_reason: 'insufficient_funds', waits: true };
  if (charge.aftermath.refund === 'pending') return { status: 'pending', pending_reason: 'processing', waits: false };
  return { status: 'succeeded', waits: false };
}

/** Refunds of payments with anything but cards have a prefix of their own. */
const idFor = (id: string, charge: StoredCharge): string =>
  charge.id.startsWith('py_') ? `pyr${id.slice(id.indexOf('_'))}` : id;

/** Throws Stripe's refusals; the charge itself must not be changed between looking it up and this. */
export async function refundCharge(work: Work, charge: StoredCharge, request: RefundRequest): Promise<StoredRefund> {
  await checkRefund(work, charge, request.amount);
  const amount = request.amount ?? refundable(charge);
  const { captured } = charge;
  const { refund: course } = charge.aftermath;
  const blank = work.blank<Stripe.Refund>('refund', charge.id);
  const id = idFor(blank.id, charge);
  const undone = await undoSplit(work, charge, { ...request, amount }, id);
  const taken = captured ? await takeBack(work, charge, id, amount, undone.feeBack) : undefined;
  const refund = await work.insert<StoredRefund>({
    ...blank,
    id,
    amount,
    balance_transaction: taken?.id ?? null,
    charge: charge.id,
    currency: charge.currency,
    customer: idOf(charge.customer),
    destination_details: destinationOf(charge),
    ...(request.instructions_email !== undefined && { instructions_email: request.instructions_email }),
    metadata: mergeMetadata({}, request.metadata),
    payment_intent: idOf(charge.payment_intent),
    payment_method: charge.payment_method,
    reason: request.reason ?? null,
    ...(undone.reversal !== undefined && { transfer_reversal: undone.reversal }),
    course,
    ...(await fateOf(work, charge, taken)),
  });
  const amount_refunded = charge.amount_refunded + amount;
  const refunded = await work.update(charge, {
    amount_refunded,
    refunded: amount_refunded === (captured ? charge.amount_captured : charge.amount),
  });
  await chargeRefunded(work, refunded);
  await refundToBalance(work, charge, refund);
  return refund;
}

/** The bank sends the money back: it is on the account's balance again. */
export async function returnMoney(work: Work, refund: StoredRefund): Promise<string | undefined> {
  const charge = await work.find<StoredCharge>('charge', refund.charge, 'charge');
  await work.update(charge, { amount_refunded: charge.amount_refunded - refund.amount, refunded: false });
  if (refund.balance_transaction === null) return undefined;
  const taken = await work.find<Stripe.BalanceTransaction>(
    'balance_transaction',
    idOf(refund.balance_transaction) ?? '',
    'refund',
  );
  const transaction = await book(work, {
    type: 'refund_failure',
    reporting_category: 'refund_failure',
    amount: -taken.amount,
    currency: taken.currency,
    exchange_rate: taken.exchange_rate,
    description: describe('REFUND FAILURE FOR CHARGE', charge),
    source: refund.id,
    available_on: await moneyDay(work, charge),
    kin: refund.id,
  });
  return transaction.id;
}
