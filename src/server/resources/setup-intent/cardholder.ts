/** What the payer does on the page of the challenge, of the bank or of the wallet. */
import { errors, type StripeError } from '../../kernel/errors.ts';
import { target } from '../../kernel/machine.ts';
import type { Work } from '../../kernel/work.ts';
import type { ThreeDSecureResult } from '../charge/card-payment.ts';
import { challenged, notAuthenticated } from '../payment-intent/three-d-secure.ts';
import { learn } from '../payment-method/learn.ts';
import type { StoredPaymentMethod } from '../payment-method/stored.ts';
import { methodType } from '../payment-method/types.ts';
import { machine } from './machine.ts';
import { unexpectedState } from './refusals.ts';
import { fail, succeed } from './result.ts';
import type { StoredSetupIntent } from './stored.ts';

async function challengedMethod(work: Work, intent: StoredSetupIntent, action: string): Promise<StoredPaymentMethod> {
  if (target(machine, intent, action) === undefined) throw unexpectedState(action, intent);
  return work.find<StoredPaymentMethod>('payment_method', intent.payment_method ?? '', 'payment_method');
}

const result = (
  work: Work,
  { card }: StoredPaymentMethod,
  reason: 'abandoned' | 'rejected',
): ThreeDSecureResult | null => (card === undefined ? null : notAuthenticated(work, card.brand, reason));

/** Passes. */
export async function authenticate(work: Work, intent: StoredSetupIntent): Promise<StoredSetupIntent> {
  const method = await challengedMethod(work, intent, 'authenticate');
  const payer = await learn(work, method);
  const threeDSecure = payer.card === undefined ? null : challenged(work, payer.card.brand);
  return succeed(work, intent, payer, { action: 'authenticate', threeDSecure });
}

/** Fails, or cancels. */
export async function failAuthentication(work: Work, intent: StoredSetupIntent): Promise<StoredSetupIntent> {
  const action = 'fail_authentication';
  const method = await challengedMethod(work, intent, action);
  const error = notApproved(method.type);
  return fail(work, intent, method, error, { action, threeDSecure: result(work, method, 'rejected') });
}

/** Walks away: after a while the attempt expires. */
export async function abandon(work: Work, intent: StoredSetupIntent): Promise<StoredSetupIntent> {
  const action = 'abandon';
  const method = await challengedMethod(work, intent, action);
  return fail(work, intent, method, attemptExpired(), { action, threeDSecure: result(work, method, 'abandoned') });
}

const authenticationFailed = (): StripeError =>
  errors.invalid(
    'The latest attempt to set up the payment method has failed because authentication failed.',
    undefined,
    'setup_intent_authentication_failure',
  );

/** The bank's page was left without a yes: as an authentication that failed. Wallets and lenders decline. */
const notApproved = (type: string): StripeError =>
  methodType(type)?.refusal === 'payment_method_provider_decline'
    ? errors.invalid(
        'The latest attempt to set up the payment method has failed because the payer or the provider declined it.',
        undefined,
        'payment_method_provider_decline',
      )
    : authenticationFailed();

const attemptExpired = (): StripeError =>
  errors.invalid('The latest setup attempt has expired.', undefined, 'setup_intent_setup_attempt_expired');
