/** What the cardholder does on the page of the challenge. */
import { errors, type StripeError } from '../../kernel/errors.ts';
import { target } from '../../kernel/machine.ts';
import type { Work } from '../../kernel/work.ts';
import { challenged, notAuthenticated } from '../payment-intent/three-d-secure.ts';
import type { StoredPaymentMethod } from '../payment-method/stored.ts';
import { machine } from './machine.ts';
import { unexpectedState } from './refusals.ts';
import { fail, succeed } from './result.ts';
import type { StoredSetupIntent } from './stored.ts';

async function challengedMethod(work: Work, intent: StoredSetupIntent, action: string): Promise<StoredPaymentMethod> {
  if (target(machine, intent, action) === undefined) throw unexpectedState(action, intent);
  return work.find<StoredPaymentMethod>('payment_method', intent.payment_method ?? '', 'payment_method');
}

const brandOf = ({ card }: StoredPaymentMethod): string => card?.brand ?? 'unknown';

/** Passes. */
export async function authenticate(work: Work, intent: StoredSetupIntent): Promise<StoredSetupIntent> {
  const method = await challengedMethod(work, intent, 'authenticate');
  return succeed(work, intent, method, { action: 'authenticate', threeDSecure: challenged(work, brandOf(method)) });
}

/** Fails, or cancels. */
export async function failAuthentication(work: Work, intent: StoredSetupIntent): Promise<StoredSetupIntent> {
  const action = 'fail_authentication';
  const method = await challengedMethod(work, intent, action);
  const threeDSecure = notAuthenticated(work, brandOf(method), 'rejected');
  return fail(work, intent, method, authenticationFailed(), { action, threeDSecure });
}

/** Walks away: after a while the attempt expires. */
export async function abandon(work: Work, intent: StoredSetupIntent): Promise<StoredSetupIntent> {
  const action = 'abandon';
  const method = await challengedMethod(work, intent, action);
  const threeDSecure = notAuthenticated(work, brandOf(method), 'abandoned');
  return fail(work, intent, method, attemptExpired(), { action, threeDSecure });
}

const authenticationFailed = (): StripeError =>
  errors.invalid(
    'The latest attempt to set up the payment method has failed because authentication failed.',
    undefined,
    'setup_intent_authentication_failure',
  );

const attemptExpired = (): StripeError =>
  errors.invalid('The latest setup attempt has expired.', undefined, 'setup_intent_setup_attempt_expired');
