import type { Params } from '../kernel/params.ts';
import type { VersionChange } from './change.ts';

const deciding = [
  'allowed_payment_method_types',
  'automatic_payment_methods',
  'payment_method_configuration',
  'payment_method_types',
];

/** https://docs.stripe.com/upgrades#2023-08-16: until then an intent took cards unless it said otherwise. */
export const paymentMethodsOfTheAccount: VersionChange = {
  version: '2023-08-16',
  description:
    'PaymentIntents and SetupIntents that name no types of payment methods take those of the account, redirects included; before, they took cards.',
  operations: new Set(['paymentIntents.create', 'setupIntents.create']),
  upgrade(params: Params, asked?: string): Params {
    if (deciding.some((name) => name in params)) return params;
    // Whoever names no version is understood in the old way only where the new one would refuse.
    const wouldBeRefused = params.confirm === 'true' && !('return_url' in params);
    if (asked === undefined && !wouldBeRefused) return params;
    return { ...params, payment_method_types: ['card'] };
  },
};
