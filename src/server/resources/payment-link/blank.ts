/** A link as it is where the request says nothing. */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import { actingApplication } from '../charge/application.ts';
import { noInvoice } from '../checkout-session/stored.ts';
import type { StoredLink } from './stored.ts';

const plainSubscription: NonNullable<StoredLink['subscription_data']> = {
  description: null,
  invoice_settings: {
    account_tax_ids: null,
    custom_fields: null,
    description: null,
    footer: null,
    issuer: { type: 'self' },
  },
  metadata: {},
  trial_period_days: null,
  trial_settings: null,
};

export function blankLink(work: Work, currency: string, recurs: boolean): StoredLink {
  return {
    ...work.blank<Stripe.PaymentLink & { on_behalf_of: null }>('payment_link'),
    active: true,
    application: actingApplication(work),
    after_completion: { hosted_confirmation: { custom_message: null }, type: 'hosted_confirmation' },
    automatic_tax: { enabled: false, liability: null },
    billing_address_collection: 'auto',
    currency,
    custom_text: { after_submit: null, shipping_address: null, submit: null, terms_of_service_acceptance: null },
    customer_creation: recurs ? 'always' : 'if_required',
    invoice_creation: recurs ? null : noInvoice,
    managed_payments: { enabled: false },
    payment_method_collection: 'always',
    phone_number_collection: { enabled: false },
    submit_type: 'auto',
    subscription_data: recurs ? plainSubscription : null,
    tax_id_collection: { enabled: false, required: 'never' },
    url: `${work.baseUrl}/b/test_${work.token(18)}`,
  };
}
