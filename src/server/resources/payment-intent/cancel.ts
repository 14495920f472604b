import type Stripe from 'stripe';
import type { Awaitable } from '../../kernel/awaitable.ts';
import { target } from '../../kernel/machine.ts';
import type { Call, Outcome, Work } from '../../kernel/work.ts';
import { expireHold } from '../charge/capture.ts';
import type { StoredCharge } from '../charge/stored.ts';
import { giveBack } from './funds.ts';
import { machine } from './machine.ts';
import { unexpectedState } from './refusals.ts';
import type { StoredIntent } from './stored.ts';

function end(
  work: Work,
  intent: StoredIntent,
  action: 'cancel' | 'expire',
  reason: StoredIntent['cancellation_reason'],
): Awaitable<StoredIntent> {
  return work.act<StoredIntent>(intent, action, {
    amount_capturable: 0,
    canceled_at: work.now,
    cancellation_reason: reason,
    next_action: null,
  });
}

/** The bank lifts the hold by itself: recordings show the charge unchanged, and no event of it. */
export async function cancelIntent({
  work,
  params,
  targets,
}: Call<Stripe.PaymentIntentCancelParams>): Promise<Outcome> {
  const intent = targets[0] as StoredIntent;
  if (target(machine, intent, 'cancel') === undefined) throw unexpectedState('cancel', intent);
  await giveBack(work, intent);
  return end(work, intent, 'cancel', params.cancellation_reason ?? null);
}

/** Nobody captured the hold in time. */
export async function expireIntent(work: Work, intent: StoredIntent): Promise<StoredIntent> {
  if (target(machine, intent, 'expire') === undefined) throw unexpectedState('expire', intent);
  const charge = await work.find<StoredCharge>('charge', intent.latest_charge ?? '', 'charge');
  await expireHold(work, charge);
  return end(work, intent, 'expire', 'automatic');
}
