/** What a publishable key may do: https://docs.stripe.com/keys */
import { StripeError } from '../kernel/errors.ts';

const free: ReadonlySet<string> = new Set([
  'tokens.create',
  'paymentMethods.create',
  'sources.create',
  'files.create',
  'confirmationTokens.retrieve',
]);

/** Only with the client secret of the object. */
const withClientSecret: ReadonlySet<string> = new Set([
  'paymentIntents.retrieve',
  'paymentIntents.confirm',
  'paymentIntents.verifyMicrodeposits',
  'setupIntents.retrieve',
  'setupIntents.confirm',
  'setupIntents.verifyMicrodeposits',
  'sources.retrieve',
]);

export function checkPublishable(operation: string, params: Readonly<Record<string, unknown>>): void {
  if (free.has(operation)) return;
  if (withClientSecret.has(operation) && typeof params.client_secret === 'string') return;
  throw new StripeError(401, {
    type: 'invalid_request_error',
    code: 'secret_key_required',
    message:
      'This API call cannot be made with a publishable API key. Please use a secret API key. You can find a list of your API keys at https://dashboard.stripe.com/account/apikeys.',
  });
}
