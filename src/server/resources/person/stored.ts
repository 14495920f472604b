import type Stripe from 'stripe';

export type StoredPerson = Stripe.Person & {
  /** Write-only data, and what the documents will turn out to be; never shown. */
  readonly secrets: Secrets;
};

export interface Secrets {
  readonly id_number?: string;
  readonly ssn_last_4?: string;
  /** By file id: documents that are no ordinary upload. */
  readonly documents?: Readonly<Record<string, 'success' | 'failure'>>;
}
