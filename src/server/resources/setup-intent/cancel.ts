import type Stripe from 'stripe';
import type { Call, Outcome } from '../../kernel/work.ts';
import { abandonAttempt } from '../setup-attempt/record.ts';
import type { StoredSetupIntent } from './stored.ts';

export async function cancelIntent({ work, params, targets }: Call<Stripe.SetupIntentCancelParams>): Promise<Outcome> {
  const intent = targets[0] as StoredSetupIntent;
  await abandonAttempt(work, intent);
  return work.act<StoredSetupIntent>(intent, 'cancel', {
    cancellation_reason: params.cancellation_reason ?? null,
    next_action: null,
  });
}
