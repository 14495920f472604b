import type Stripe from 'stripe';
import { on } from '../../kernel/events.ts';
import { defineResource } from '../../kernel/resource.ts';
import type { StoredObject } from '../../kernel/work.ts';

/** Only its event shows it: nothing lists it, and its shape has no id. */
export interface StoredTrigger extends StoredObject {
  readonly object: 'billing.alert_triggered';
  readonly alert: Stripe.Billing.Alert;
  readonly created: number;
  readonly customer: string;
  readonly livemode: boolean;
  /** The usage that was reached. */
  readonly value: number;
  readonly alert_id: string;
}

export const billingAlertTriggered = defineResource<StoredTrigger>('billing.alert_triggered', {
  events: [on.create('billing.alert.triggered')],
  hidden: ['alert_id'],
});
