import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Call, Outcome } from '../../kernel/work.ts';
import { chargeSplit, dividedOf, splitFields } from '../payment-intent/split.ts';
import { captureHold } from './capture.ts';
import { collectDirectFee } from './split.ts';
import { idOf, type StoredCharge } from './stored.ts';

type CaptureParams = Stripe.ChargeCaptureParams;

function check(charge: StoredCharge, amount: number): void {
  const { id, captured, payment_intent, status } = charge;
  if (captured) {
    throw errors.invalid(`Charge ${id} has already been captured.`, undefined, 'charge_already_captured');
  }
  const intent = idOf(payment_intent);
  if (intent !== null) {
    throw errors.invalid(
      `This Charge was created by a PaymentIntent (${intent}). You must capture the PaymentIntent instead of capturing the Charge directly. See https://stripe.com/docs/api#capture_payment_intent`,
    );
  }
  if (charge.refunded) {
    throw errors.invalid(
      `Charge ${id} cannot be captured because the charge has expired.`,
      undefined,
      'charge_expired_for_capture',
    );
  }
  if (status !== 'succeeded') throw errors.invalid(`Charge ${id} did not succeed and cannot be captured.`);
  if (amount < 1) throw errors.tooSmall('amount', 1);
  if (amount > charge.amount) {
    throw errors.invalid(
      'The charge could not be captured because the requested capture amount is greater than the amount you can capture for this charge.',
      'amount',
      'amount_too_large',
    );
  }
}

export async function captureCharge({ work, params, targets }: Call<CaptureParams>): Promise<Outcome> {
  const charge = targets[0] as StoredCharge;
  const { amount = charge.amount, receipt_email, statement_descriptor, statement_descriptor_suffix } = params;
  check(charge, amount);
  const divided = await splitFields(work, params, dividedOf(charge), charge.amount);
  const captured = await captureHold(work, charge, amount, {
    ...chargeSplit(divided),
    ...(receipt_email !== undefined && { receipt_email: receipt_email || null }),
    ...(statement_descriptor !== undefined && { statement_descriptor: statement_descriptor || null }),
    ...(statement_descriptor_suffix !== undefined && {
      statement_descriptor_suffix: statement_descriptor_suffix || null,
    }),
    ...(params.transfer_group !== undefined && { transfer_group: params.transfer_group || null }),
  });
  await collectDirectFee(work, captured);
  return captured;
}
