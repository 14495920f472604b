import type Stripe from 'stripe';
import { on } from '../../kernel/events.ts';
import { defineResource } from '../../kernel/resource.ts';

export const earlyFraudWarning = defineResource<Stripe.Radar.EarlyFraudWarning>('radar.early_fraud_warning', {
  noun: 'early_fraud_warning',
  events: [on.create('radar.early_fraud_warning.created'), on.change('radar.early_fraud_warning.updated')],
});
