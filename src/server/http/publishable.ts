/** What a publishable key may do, and see: https://docs.stripe.com/keys */
import type { Registry } from '../engine/registry.ts';
import { errors, StripeError } from '../kernel/errors.ts';

const free: ReadonlySet<string> = new Set([
  'tokens.create',
  'paymentMethods.create',
  'sources.create',
  'files.create',
  'confirmationTokens.create',
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

/** "Secret key only": https://docs.stripe.com/api/payment_intents/confirm. To a browser they are unknown. */
const secretOnly: ReadonlySet<string> = new Set([
  'allowed_payment_method_types',
  'capture_method',
  'excluded_payment_method_types',
  'mandate',
  'off_session',
  'payment_method_types',
]);

export function checkPublishable(operation: string, params: Readonly<Record<string, unknown>>): void {
  if (free.has(operation)) return;
  if (withClientSecret.has(operation) && typeof params.client_secret === 'string') {
    const unknown = Object.keys(params).filter((name) => secretOnly.has(name));
    if (unknown.length > 0) throw errors.parameterUnknown(unknown);
    return;
  }
  throw new StripeError(401, {
    type: 'invalid_request_error',
    code: 'secret_key_required',
    message:
      'This API call cannot be made with a publishable API key. Please use a secret API key. You can find a list of your API keys at https://dashboard.stripe.com/account/apikeys.',
  });
}

/** That two cards are the same is the merchant's to know. */
const never = 'fingerprint';

/** An answer, or the details of an error, with what a publishable key sees of each object in it. */
export function publicView(registry: Registry, shown: object): object {
  if (Array.isArray(shown)) return shown.map((each) => viewOf(registry, each));
  const { object: type } = shown as { readonly object?: unknown };
  const fields = typeof type === 'string' ? registry.resource(type).publicFields : undefined;
  const view: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(shown))
    if (name !== never && (fields === undefined || fields.includes(name))) view[name] = viewOf(registry, value);
  return view;
}

const viewOf = (registry: Registry, value: unknown): unknown =>
  typeof value === 'object' && value !== null ? publicView(registry, value) : value;
