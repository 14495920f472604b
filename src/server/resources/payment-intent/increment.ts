import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { target } from '../../kernel/machine.ts';
import type { Call, Outcome } from '../../kernel/work.ts';
import { checkLimits } from '../charge/amount.ts';
import type { StoredCharge } from '../charge/stored.ts';
import { plainFields } from './fields.ts';
import { machine } from './machine.ts';
import { unexpectedState } from './refusals.ts';
import { chargeSplit, splitFields } from './split.ts';
import type { StoredIntent } from './stored.ts';

type CardDetails = NonNullable<Stripe.Charge.PaymentMethodDetails['card']>;

/** A hold grows where the intent asked for that when it was confirmed. */
export async function incrementAuthorization({
  work,
  params,
  targets,
}: Call<Stripe.PaymentIntentIncrementAuthorizationParams>): Promise<Outcome> {
  const intent = targets[0] as StoredIntent;
  if (target(machine, intent, 'increment') === undefined) throw unexpectedState('increment', intent);
  const { amount } = params;
  if (amount <= intent.amount) {
    throw errors.invalid(
      `The amount must be greater than the currently authorized amount (${intent.amount}).`,
      'amount',
    );
  }
  checkLimits(amount, intent.currency);
  const charge = await work.find<StoredCharge>('charge', intent.latest_charge ?? '', 'charge');
  const card = charge.payment_method_details?.card;
  if (card?.incremental_authorization?.status !== 'available') {
    throw errors.invalid(
      'This PaymentIntent does not support incremental authorization. Set `payment_method_options[card][request_incremental_authorization]` to `if_available` before you confirm it.',
    );
  }
  const divided = await splitFields(work, params, intent, amount);
  await work.update(charge, {
    ...chargeSplit(divided),
    amount,
    payment_method_details: { card: grown(card, amount), type: 'card' },
  });
  return work.act<StoredIntent>(intent, 'increment', {
    ...plainFields(params, intent),
    ...divided,
    amount,
    amount_capturable: amount,
  });
}

function grown(card: CardDetails, amount: number): CardDetails {
  return {
    ...card,
    amount_authorized: amount,
    overcapture: { maximum_amount_capturable: amount, status: card.overcapture?.status ?? 'unavailable' },
  };
}
