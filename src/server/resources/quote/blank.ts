import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import { actingApplication } from '../charge/application.ts';
import type { StoredQuote } from './stored.ts';

/** Seconds; what an account that has set up no template gives its quotes. */
const quoteLife = 30 * 86_400;

export function blankQuote(work: Work): StoredQuote {
  return {
    ...work.blank<Stripe.Quote>('quote'),
    application: actingApplication(work),
    application_fee_amount: null,
    application_fee_percent: null,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    collection_method: 'charge_automatically',
    currency: null,
    customer: null,
    default_tax_rates: [],
    discounts: [],
    expires_at: work.now + quoteLife,
    from_quote: null,
    invoice_settings: {
      custom_fields: null,
      days_until_due: null,
      description: null,
      footer: null,
      issuer: { type: 'self' },
    },
    metadata: {},
    number: null,
    on_behalf_of: null,
    status: 'draft',
    status_transitions: { accepted_at: null, canceled_at: null, finalized_at: null },
    subscription_data: {
      billing_mode: { type: 'flexible' },
      description: null,
      effective_date: null,
      metadata: {},
      trial_period_days: null,
    },
    transfer_data: null,
    sequence: null,
    revision: null,
  };
}
