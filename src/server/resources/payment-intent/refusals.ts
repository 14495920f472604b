/** What Stripe says of a PaymentIntent whose status does not fit. */
import { errors, type StripeError } from '../../kernel/errors.ts';
import type { StoredIntent } from './stored.ts';

const code = 'payment_intent_unexpected_state';

const refused = (message: string, param?: string): StripeError => errors.invalid(message, param, code);

/** `expired` and `requires_reauthorization` are statuses that no PaymentIntent of this API version shows. */
const cancelable =
  'requires_payment_method, requires_capture, requires_reauthorization, requires_confirmation, requires_action, expired, processing';
const confirmable = 'requires_payment_method, requires_confirmation, requires_action';

function confirmation({ status }: StoredIntent): string {
  if (status === 'succeeded')
    return 'You cannot confirm this PaymentIntent because it has already succeeded after being previously confirmed.';
  if (status === 'canceled') return 'You cannot confirm this PaymentIntent because it has been canceled.';
  return `You cannot confirm this PaymentIntent because it has a status of ${status}. Only a PaymentIntent with one of the following statuses may be confirmed: ${confirmable}.`;
}

function capture({ status, capture_method, amount, amount_received }: StoredIntent): string {
  if (status === 'succeeded' && capture_method === 'manual') {
    return amount_received < amount
      ? 'The remaining amount on this PaymentIntent could not be captured because the remainder of the authorized amount has been released.'
      : 'This PaymentIntent could not be captured because it has already been captured.';
  }
  return `This PaymentIntent could not be captured because it has a status of ${status}. Only a PaymentIntent with one of the following statuses may be captured: requires_capture.`;
}

const sentences: Readonly<Record<string, (intent: StoredIntent) => string>> = {
  confirm: confirmation,
  capture,
  cancel: ({ status }) =>
    `You cannot cancel this PaymentIntent because it has a status of ${status}. Only a PaymentIntent with one of the following statuses may be canceled: ${cancelable}.`,
  increment: ({ status }) =>
    `This PaymentIntent's authorization could not be incremented because it has a status of ${status}. Only a PaymentIntent with one of the following statuses may be incremented: requires_capture.`,
};

export function unexpectedState(action: string, intent: StoredIntent): StripeError {
  const sentence = sentences[action];
  return refused(
    sentence?.(intent) ??
      `This PaymentIntent cannot ${action.replaceAll('_', ' ')} because it has a status of ${intent.status}.`,
  );
}

export function notUpdatable(field: string, intent: StoredIntent, statuses: readonly string[]): StripeError {
  return refused(
    `This PaymentIntent's ${field} could not be updated because it has a status of ${intent.status}. You may only update the ${field} of a PaymentIntent with one of the following statuses: ${statuses.join(', ')}.`,
    field,
  );
}

export function missingPaymentMethod(customer: string | null): StripeError {
  return refused(
    customer === null
      ? "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken."
      : `You cannot confirm this PaymentIntent because it's missing a payment method. To confirm the PaymentIntent with ${customer}, specify a payment method attached to this customer along with the customer ID.`,
  );
}

export function missingReturnUrl(noun: 'PaymentIntent' | 'SetupIntent' = 'PaymentIntent'): StripeError {
  return errors.invalid(
    `This ${noun} is configured to accept payment methods enabled in your Dashboard. Because some of these payment methods might redirect your customer off of your page, you must provide a \`return_url\`. If you don't want to accept redirect-based payment methods, set \`automatic_payment_methods[enabled]\` to \`true\` and \`automatic_payment_methods[allow_redirects]\` to \`never\` when creating Setup Intents and Payment Intents.`,
  );
}

/** To a browser, which has the client secret and a publishable key. */
export function confirmedByServers({ id }: StoredIntent): StripeError {
  return errors.invalid(
    `This PaymentIntent ${id} cannot be confirmed using your publishable key because its \`confirmation_method\` is set to \`manual\`. Please use your secret key instead, or create a PaymentIntent with \`confirmation_method\` set to \`automatic\`.`,
  );
}

/** A browser may ask for more of its customer than the merchant did, never for less. */
export function usageOfServer(): StripeError {
  return errors.invalid(
    'When using a publishable key, you may only update `setup_future_usage` from `on_session` to `off_session` once it is set on the PaymentIntent.',
    'setup_future_usage',
  );
}

/** Nobody who is away agrees to future payments. */
export function futureUsageOffSession(): StripeError {
  return errors.invalid(
    'You cannot confirm with the `off_session` parameter when `setup_future_usage` is also set on the PaymentIntent because you cannot set up future usages when processing payments off-session.',
    'off_session',
  );
}

/** For an id in the path that is a client secret. */
export function secretInsteadOfId(
  id: string,
  noun: 'PaymentIntent' | 'SetupIntent' = 'PaymentIntent',
): StripeError | undefined {
  if (!id.includes('_secret_')) return undefined;
  return errors.invalid(
    `You passed a string that looks like a client secret as the ${noun} ID, but you must provide a valid ${noun} ID. Please use the value in the \`id\` field of the ${noun}.`,
    'intent',
  );
}

/** For an operation on what the intent waits for, while it does not wait for that. */
export function notWaiting({ status }: StoredIntent): StripeError {
  return errors.invalid(
    status === 'requires_action'
      ? 'This PaymentIntent cannot be actioned on because its next_action is not verify_with_microdeposits.'
      : `This PaymentIntent cannot be actioned on because it has a status of ${status}. Only a PaymentIntent with one of the following statuses may be actioned on: ["requires_action"].`,
    undefined,
    'intent_invalid_state',
  );
}
