import type Stripe from 'stripe';

/** Its shape has no id: the one it is stored under is not shown. */
export interface StoredMeterEvent extends Stripe.Billing.MeterEvent {
  readonly id: string;
  /** Meter and customer: see `accountKey`. */
  readonly account_key: string;
  /** An exact decimal. */
  readonly value: string;
  readonly canceled: boolean;
}

export const hiddenFields: readonly (keyof StoredMeterEvent)[] = ['account_key', 'value', 'canceled'];
