import type Stripe from 'stripe';

/** As it is stored. */
export interface StoredTaxId extends Stripe.TaxId {
  readonly customer: string | null;
  /** Whether the authority has answered; the state of its machine. */
  readonly inquiry: 'asked' | 'answered';
}

export const hiddenFields: readonly (keyof StoredTaxId)[] = ['inquiry'];
