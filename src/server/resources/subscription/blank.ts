import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import { actingApplication } from '../charge/application.ts';
import { noPaymentSettings, noSettings } from './fields.ts';
import { undivided } from './shares.ts';
import { noHidden, type StoredSubscription } from './stored.ts';

type Mode = Stripe.SubscriptionCreateParams['billing_mode'];

export function billingMode(sent: Mode, now: number): Stripe.Subscription.BillingMode {
  if (sent?.type === 'classic') return { flexible: null, type: 'classic' };
  const proration_discounts = sent?.flexible?.proration_discounts ?? 'included';
  return { flexible: { proration_discounts }, type: 'flexible', updated_at: now };
}

export function blankSubscription(work: Work, customer: Stripe.Customer, mode: Mode): StoredSubscription {
  return {
    ...work.blank<Stripe.Subscription>('subscription'),
    ...noHidden,
    ...undivided,
    application: actingApplication(work),
    automatic_tax: { disabled_reason: null, enabled: false, liability: null },
    billing_cycle_anchor: work.now,
    billing_mode: billingMode(mode, work.now),
    cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: null },
    customer: customer.id,
    default_payment_method: null,
    default_source: null,
    default_tax_rates: [],
    discounts: [],
    invoice_settings: noSettings,
    latest_invoice: null,
    managed_payments: { enabled: false },
    metadata: {},
    payment_settings: noPaymentSettings,
    pending_setup_intent: null,
    schedule: null,
    start_date: work.now,
    status: 'active',
    test_clock: (customer.test_clock ?? null) as string | null,
    trial_settings: { end_behavior: { billing_cycle_anchor: null, missing_payment_method: 'create_invoice' } },
  };
}
