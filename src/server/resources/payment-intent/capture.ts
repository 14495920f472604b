import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { target } from '../../kernel/machine.ts';
import type { Call, Outcome } from '../../kernel/work.ts';
import { captureHold } from '../charge/capture.ts';
import { collectDirectFee } from '../charge/split.ts';
import type { StoredCharge } from '../charge/stored.ts';
import { plainFields } from './fields.ts';
import { machine } from './machine.ts';
import { unexpectedState } from './refusals.ts';
import { chargeSplit, groupOf, splitFields } from './split.ts';
import type { StoredIntent } from './stored.ts';

type CaptureParams = Stripe.PaymentIntentCaptureParams;

function checkAmount(amount: number, intent: StoredIntent): void {
  if (amount < 0) throw errors.invalid('Invalid non-negative integer', 'amount_to_capture');
  if (amount === 0) throw errors.tooSmall('amount', 1);
  if (amount <= intent.amount_capturable) return;
  throw errors.invalid(
    'The payment could not be captured because the requested capture amount is greater than the amount you can capture for this charge. Contact us via https://support.stripe.com/contact/ for help.',
    undefined,
    'amount_too_large',
  );
}

export async function captureIntent({ work, params, targets }: Call<CaptureParams>): Promise<Outcome> {
  const intent = targets[0] as StoredIntent;
  if (target(machine, intent, 'capture') === undefined) throw unexpectedState('capture', intent);
  const { amount_to_capture: amount = intent.amount_capturable, final_capture } = params;
  checkAmount(amount, intent);
  if (final_capture === false) {
    throw errors.invalid(
      'You can only set `final_capture` to false when multicapture is available for the PaymentIntent, which it is for none on this emulator.',
      'final_capture',
    );
  }
  const { statement_descriptor, statement_descriptor_suffix } = params;
  const divided = await splitFields(work, params, intent, intent.amount);
  const charge = await work.find<StoredCharge>('charge', intent.latest_charge ?? '', 'charge');
  const captured = await captureHold(work, charge, amount, {
    ...chargeSplit(divided),
    ...(statement_descriptor !== undefined && { statement_descriptor: statement_descriptor || null }),
    ...(statement_descriptor_suffix !== undefined && {
      statement_descriptor_suffix: statement_descriptor_suffix || null,
    }),
  });
  const paid = await work.act<StoredIntent>(intent, 'capture', {
    ...plainFields(params, intent),
    ...divided,
    ...groupOf(captured),
    amount_capturable: 0,
    amount_received: intent.amount_received + amount,
  });
  await collectDirectFee(work, captured);
  return paid;
}
