import type Stripe from 'stripe';

/** As it is stored: references are ids, and it remembers from when on it counts. */
export interface StoredAlert extends Stripe.Billing.Alert {
  readonly usage_threshold: StoredThreshold;
  readonly counts_from: number;
}

export interface StoredThreshold extends Stripe.Billing.Alert.UsageThreshold {
  readonly meter: string;
}

export const hiddenFields: readonly (keyof StoredAlert)[] = ['counts_from'];

/** Of each customer where nobody is named. */
export const concerns = ({ usage_threshold: { filters } }: StoredAlert, customer: string): boolean =>
  filters === null || filters.length === 0 || filters.some((filter) => filter.customer === customer);
