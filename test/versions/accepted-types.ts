/** Where a release's types ask for what Stripe itself does not answer, or for what a version here is known to lack. */
export interface Accepted {
  readonly sdks: readonly string[];
  readonly object: string;
  /** A path through hashes: `recurring.aggregate_usage`. */
  readonly field: string;
  readonly reason: string;
}

export const accepted: readonly Accepted[] = [
  {
    sdks: ['stripe-12', 'stripe-14'],
    object: 'charge',
    field: 'refunds',
    reason:
      'Since 2022-11-15 a charge has its refunds only where they are expanded; the types say so from stripe-15 on.',
  },
  {
    sdks: ['stripe-12'],
    object: 'account',
    field: 'settings.bacs_debit_payments.display_name',
    reason: 'Stripe answers null, as the types of stripe-14 say.',
  },
  {
    sdks: ['stripe-12'],
    object: 'checkout.session',
    field: 'payment_method_options.card',
    reason: 'Later releases ask for another field of it: the compiler takes no hash without any of those it knows.',
  },
];
