/** What Stripe says of a SetupIntent whose status does not fit. */
import { errors, type StripeError } from '../../kernel/errors.ts';
import type { StoredSetupIntent } from './stored.ts';

const code = 'setup_intent_unexpected_state';

const cancelable = '`requires_payment_method`, `requires_confirmation`, or `requires_action`';

function because(status: string): string {
  if (status === 'succeeded') return 'it has already succeeded';
  if (status === 'canceled') return 'it has been canceled';
  return `it has a status of ${status}`;
}

function cancellation({ status }: StoredSetupIntent): string {
  // Until 2023 at least, Stripe said "it it already canceled".
  if (status === 'canceled') return 'You cannot cancel this SetupIntent because it is already canceled.';
  return `You cannot cancel this SetupIntent because it has a status of ${status}. Only a SetupIntent with one of the following statuses may be canceled: ${cancelable}.`;
}

export function unexpectedState(action: string, intent: StoredSetupIntent): StripeError {
  if (action === 'cancel') return errors.invalid(cancellation(intent), undefined, code);
  return errors.invalid(
    `You cannot ${action.replaceAll('_', ' ')} this SetupIntent because ${because(intent.status)}.`,
    undefined,
    code,
  );
}

export function missingPaymentMethod(customer: string | null): StripeError {
  return errors.invalid(
    customer === null
      ? "You cannot confirm this SetupIntent because it's missing a payment method. You can either update the SetupIntent with a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken."
      : `You cannot confirm this SetupIntent because it's missing a payment method. To confirm the SetupIntent with ${customer}, specify a payment method attached to this customer along with the customer ID.`,
    undefined,
    code,
  );
}

/** For an operation on what the intent waits for, while it does not wait for that. */
export function notWaiting({ status }: StoredSetupIntent): StripeError {
  return errors.invalid(
    status === 'requires_action'
      ? 'This SetupIntent cannot be actioned on because its next_action is not verify_with_microdeposits.'
      : `This SetupIntent cannot be actioned on because it has a status of ${status}. Only a SetupIntent with one of the following statuses may be actioned on: ["requires_action"].`,
    undefined,
    'intent_invalid_state',
  );
}

/** Banks want the payer's permission in writing. */
export function missingMandate(type: string): StripeError {
  return errors.invalid(
    `You must provide \`mandate_data\` to confirm this SetupIntent with a PaymentMethod of type ${type}: it needs the customer's acceptance of a mandate.`,
    'mandate_data',
    'setup_intent_mandate_invalid',
  );
}
