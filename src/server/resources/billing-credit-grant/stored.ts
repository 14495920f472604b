import type Stripe from 'stripe';

/** As it is stored: references are ids. */
export interface StoredGrant extends Stripe.Billing.CreditGrant {
  readonly customer: string;
  readonly test_clock: string | null;
  /** Its state. */
  readonly standing: 'pending' | 'granted' | 'expired' | 'voided';
  /** What nobody has used yet, in the smallest unit. */
  readonly left: number;
}

export const hiddenFields: readonly (keyof StoredGrant)[] = ['standing', 'left'];

export const currencyOf = ({ amount }: StoredGrant): string => amount.monetary?.currency ?? '';
export const grantedValue = ({ amount }: StoredGrant): number => amount.monetary?.value ?? 0;

/** Whether it pays for usage at this price; any metered one where it names none. */
export const paysFor = ({ applicability_config: { scope } }: StoredGrant, price: string): boolean =>
  scope.prices === undefined || scope.prices.some(({ id }) => id === price);
