/** Every confirmation of a SetupIntent leaves an attempt behind, whatever came of it. */
import type { Work } from '../../kernel/work.ts';
import type { StoredPaymentMethod } from '../payment-method/stored.ts';
import type { StoredSetupIntent } from '../setup-intent/stored.ts';
import { type AttemptResult, attemptDetails } from './details.ts';
import type { StoredAttempt } from './stored.ts';

export type { AttemptResult } from './details.ts';

export async function openAttempt(
  work: Work,
  intent: StoredSetupIntent,
  method: StoredPaymentMethod,
  { status, error, ...result }: AttemptResult,
): Promise<StoredAttempt> {
  const { application, attach_to_self, customer, on_behalf_of, usage } = intent;
  return work.insert<StoredAttempt>({
    ...work.blank<StoredAttempt>('setup_attempt'),
    application,
    ...(attach_to_self !== undefined && { attach_to_self }),
    customer,
    customer_account: intent.customer_account ?? null,
    flow_directions: intent.flow_directions ?? null,
    on_behalf_of,
    payment_method: method.id,
    payment_method_details: attemptDetails(work, method, result),
    setup_error: error ?? null,
    setup_intent: intent.id,
    status,
    usage,
  });
}

/** What has become of the latest attempt, which waited. */
export async function closeAttempt(
  work: Work,
  intent: StoredSetupIntent,
  method: StoredPaymentMethod,
  { status, error, ...result }: AttemptResult,
): Promise<StoredAttempt> {
  const attempt = await work.find<StoredAttempt>('setup_attempt', intent.latest_attempt ?? '', 'latest_attempt');
  return work.act<StoredAttempt>(attempt, status === 'failed' ? 'fail' : 'succeed', {
    payment_method_details: attemptDetails(work, method, result),
    setup_error: error ?? null,
  });
}

/** The intent goes another way: an attempt that still waited for the customer comes to nothing. */
export async function abandonAttempt(work: Work, { latest_attempt: id }: StoredSetupIntent): Promise<void> {
  const attempt = id === null ? undefined : await work.get<StoredAttempt>('setup_attempt', id);
  if (attempt?.status === 'requires_action') await work.act(attempt, 'abandon');
}
