import { errors } from '../kernel/errors.ts';
import type { Params } from '../kernel/params.ts';
import type { VersionChange } from './change.ts';

const operations = [
  'paymentIntents.create',
  'paymentIntents.update',
  'paymentIntents.confirm',
  'setupIntents.create',
  'setupIntents.update',
  'checkout.sessions.create',
];

/** https://docs.stripe.com/changelog/endive: the list of types became a wish, and the payment settings decide. */
export const paymentMethodTypes: VersionChange = {
  version: '2026-09-30.endive',
  description:
    '`payment_method_types` is no longer a parameter of PaymentIntents, SetupIntents and Checkout Sessions; `allowed_payment_method_types` takes its place.',
  operations: new Set(operations),
  takes: Object.fromEntries(operations.map((each) => [each, ['payment_method_types']])),
  renames: [['payment_method_types', 'allowed_payment_method_types']],
  upgrade({ payment_method_types: types, ...params }: Params): Params {
    return types === undefined || types === '' ? params : { ...params, allowed_payment_method_types: types };
  },
  refuse(params: Params): void {
    if (!('payment_method_types' in params)) return;
    throw errors.invalid(
      'The `payment_method_types` parameter is no longer supported. Use `allowed_payment_method_types`, or let your payment method settings decide. See https://docs.stripe.com/changelog/endive.',
      'payment_method_types',
      'payment_method_types_no_longer_supported',
    );
  },
};
