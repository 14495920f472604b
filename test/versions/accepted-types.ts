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
    sdks: ['stripe-14'],
    object: 'charge',
    field: 'refunds',
    reason:
      'Since 2022-11-15 a charge has its refunds only where they are expanded; the types say so from stripe-15 on.',
  },
];
