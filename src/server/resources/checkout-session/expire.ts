import { target } from '../../kernel/machine.ts';
import type { Call, Work } from '../../kernel/work.ts';
import { machine as paymentMachine } from '../payment-intent/machine.ts';
import type { StoredIntent } from '../payment-intent/stored.ts';
import { cancelIntent } from '../setup-intent/cancel.ts';
import { machine as setupMachine } from '../setup-intent/machine.ts';
import type { StoredSetupIntent } from '../setup-intent/stored.ts';
import type { StoredSubscription } from '../subscription/stored.ts';
import { recoverable } from './recovery.ts';
import type { StoredSession } from './stored.ts';

/** Nobody can confirm what the session began: https://docs.stripe.com/api/checkout/sessions/expire */
export async function expire(work: Work, session: StoredSession): Promise<StoredSession> {
  const expired = await work.act<StoredSession>(session, 'expire', {
    after_expiration: recoverable(work, session),
    url: null,
  });
  const { payment_intent: payment, setup_intent: setup } = expired;
  const intent = payment === null ? undefined : await work.get<StoredIntent>('payment_intent', payment);
  if (intent !== undefined && target(paymentMachine, intent, 'cancel') !== undefined)
    await work.act<StoredIntent>(intent, 'cancel', {
      amount_capturable: 0,
      canceled_at: work.now,
      cancellation_reason: 'expired',
      next_action: null,
    });
  const setUp = setup === null ? undefined : await work.get<StoredSetupIntent>('setup_intent', setup);
  if (setUp !== undefined && target(setupMachine, setUp, 'cancel') !== undefined)
    await cancelIntent({ work, params: { cancellation_reason: 'abandoned' }, ids: {}, targets: [setUp] });
  const pending = session.pending_subscription;
  const subscription = pending === null ? undefined : await work.get<StoredSubscription>('subscription', pending);
  if (subscription?.status === 'incomplete') await work.perform(subscription, 'expire');
  return expired;
}

export const expireSession = ({ work, targets }: Call): Promise<StoredSession> =>
  expire(work, targets[0] as StoredSession);
