/** How a payment that did not go through answers, and what it leaves on the intent. */
import { errors, StripeError } from '../../kernel/errors.ts';
import { Refusal, type Work } from '../../kernel/work.ts';
import type { Decline } from '../payment-method/outcome.ts';
import type { StoredPaymentMethod } from '../payment-method/stored.ts';
import { methodType } from '../payment-method/types.ts';
import type { StoredIntent } from './stored.ts';

type PaymentError = NonNullable<StoredIntent['last_payment_error']>;

/** Moves the intent to the state that `action` leads to, with the error on it, and answers the error with both objects. */
export async function failPayment(
  work: Work,
  intent: StoredIntent,
  method: StoredPaymentMethod,
  decline: Omit<Decline, 'charges'>,
  { charge, action, patch }: { charge?: string; action: string; patch: Partial<StoredIntent> },
): Promise<Refusal> {
  const error = errors.card({ ...decline, charge });
  const shownMethod = await work.show(method);
  const failed = await work.act<StoredIntent>(
    intent,
    action,
    {
      ...patch,
      authenticated: false,
      last_payment_error: lastError(error, shownMethod),
      ...(charge !== undefined && { latest_charge: charge }),
      next_action: null,
      payment_method: null,
    },
    { result: 'declined' },
  );
  return new Refusal(error.with({ payment_intent: await work.show(failed), payment_method: shownMethod }));
}

export function lastError(error: StripeError, method: StoredPaymentMethod): PaymentError {
  const { error: body } = error.with({ payment_method: method, payment_method_type: method.type }).toBody();
  return body as unknown as PaymentError;
}

export const authenticationRequired: Omit<Decline, 'charges'> = {
  code: 'authentication_required',
  decline_code: 'authentication_required',
  message: 'Your card was declined. This transaction requires authentication.',
};

export const authenticationNotHandled: Omit<Decline, 'charges'> = {
  code: 'authentication_required',
  decline_code: 'authentication_not_handled',
  message:
    "This payment required an authentication action to complete, but `error_on_requires_action` was set. When you're ready, you can upgrade your integration to handle actions at https://stripe.com/docs/payments/payment-intents/upgrade-to-handle-actions.",
};

function authenticationFailed(): StripeError {
  return new StripeError(402, {
    type: 'invalid_request_error',
    code: 'payment_intent_authentication_failure',
    message:
      'The provided PaymentMethod has failed authentication. You can provide payment_method_data or a new PaymentMethod to attempt to fulfill this PaymentIntent again.',
  });
}

/** Not the payer's doing, or not that of a card. Answers the intent, which keeps the error. */
export async function failIntent(
  work: Work,
  intent: StoredIntent,
  method: StoredPaymentMethod,
  error: StripeError,
  action: string,
): Promise<StoredIntent> {
  return work.act<StoredIntent>(
    intent,
    action,
    { last_payment_error: lastError(error, await work.show(method)), next_action: null, payment_method: null },
    { result: 'declined' },
  );
}

/** What the bank's, the wallet's or the lender's page reports where the payer does not approve. */
export function notApproved(type: string): StripeError {
  if (methodType(type)?.refusal !== 'payment_method_provider_decline') return authenticationFailed();
  return errors.invalid(
    'The payment was declined by the payer or by the provider of the payment method.',
    undefined,
    'payment_method_provider_decline',
  );
}
