/** Why a charge is not refunded, in the order in which Stripe looks. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import { formatAmount } from '../charge/currencies.ts';
import { idOf, isTransferred, type StoredCharge } from '../charge/stored.ts';

/** What is left of the charge, in its smallest unit. */
export function refundable(charge: StoredCharge): number {
  return (charge.captured ? charge.amount_captured : charge.amount) - charge.amount_refunded;
}

/** Throws Stripe's error for an amount or a charge that cannot be refunded; `amount` is undefined for all that is left. */
export async function checkRefund(work: Work, charge: StoredCharge, amount: number | undefined): Promise<void> {
  if (amount !== undefined && amount < 1) throw errors.tooSmall('amount', 1);
  if (charge.status !== 'succeeded') {
    throw errors.invalid(
      `Charge ${charge.id} did not succeed and cannot be refunded.`,
      undefined,
      'charge_not_refundable',
    );
  }
  if (isTransferred(charge)) {
    throw errors.invalid(
      `Charge ${charge.id} is the payment of a transfer. Reverse the transfer to send the money back.`,
      undefined,
      'charge_not_refundable',
    );
  }
  checkHold(charge, amount);
  if (charge.disputed && !(await isRefundableDespiteDisputes(work, charge.id))) {
    throw errors.invalid(
      `Charge ${charge.id} has been charged back; cannot issue a refund.`,
      undefined,
      'charge_disputed',
    );
  }
  const left = refundable(charge);
  if (charge.refunded || left === 0) {
    throw errors.invalid(`Charge ${charge.id} has already been refunded.`, undefined, 'charge_already_refunded');
  }
  if (amount !== undefined && amount > left) throw tooMuch(charge, amount, left);
}

function checkHold(charge: StoredCharge, amount: number | undefined): void {
  if (charge.captured) return;
  const intent = idOf(charge.payment_intent);
  if (intent !== null) {
    throw errors.invalid(
      `This uncaptured Charge was created by a PaymentIntent (${intent}). You must cancel the PaymentIntent to reverse the authorization instead of refunding the Charge directly. For more information, see https://stripe.com/docs/payments/place-a-hold-on-a-payment-method`,
    );
  }
  if (amount !== undefined && amount < charge.amount) {
    throw errors.invalid(
      'You cannot partially refund an uncaptured charge. Instead, capture the charge for an amount less than the original amount',
      'amount',
    );
  }
}

/** Refunds go through while no bank holds the money: during an inquiry, and after every dispute was won. */
async function isRefundableDespiteDisputes(work: Work, charge: string): Promise<boolean> {
  const disputes = await work.list<Stripe.Dispute>('dispute', { where: { charge } });
  return disputes.every((dispute) => dispute.is_charge_refundable);
}

function tooMuch(charge: StoredCharge, amount: number, left: number): ReturnType<typeof errors.invalid> {
  const asked = formatAmount(amount, charge.currency);
  const limit = formatAmount(left, charge.currency);
  const what = charge.amount_refunded === 0 ? 'charge amount' : 'unrefunded amount on charge';
  return errors.invalid(`Refund amount (${asked}) is greater than ${what} (${limit})`, 'amount');
}
