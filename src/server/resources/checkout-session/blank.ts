/** A session as it is where the request says nothing. */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import { ownAccount } from '../account/platform.ts';
import { noInvoice, nothingHidden, type StoredSession } from './stored.ts';

/** Seconds. */
const lifetime = 86_400;

/** The letter after `cs_test_` tells the mode. */
const letters: Readonly<Record<string, string>> = { payment: 'a', subscription: 'b', setup: 'c' };
const idLength = 57;

async function branding(work: Work): Promise<Stripe.Checkout.Session.BrandingSettings> {
  const account = await ownAccount(work);
  const name = account.business_profile?.name || account.settings?.dashboard.display_name;
  return {
    background_color: '#ffffff',
    border_style: 'rounded',
    button_color: '#0074d4',
    display_name: name || 'Test merchant',
    font_family: 'default',
    icon: null,
    logo: null,
  };
}

export async function blankSession(work: Work, mode: string): Promise<StoredSession> {
  const sells = mode !== 'setup';
  return {
    ...work.blank<StoredSession>('checkout.session'),
    id: `cs_test_${letters[mode] ?? 'a'}1${work.token(idLength - 1)}`,
    adaptive_pricing: { enabled: mode === 'payment' },
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    branding_settings: await branding(work),
    collected_information: { business_name: null, individual_name: null, shipping_details: null },
    custom_fields: [],
    custom_text: { after_submit: null, shipping_address: null, submit: null, terms_of_service_acceptance: null },
    customer: null,
    discounts: sells ? [] : null,
    expires_at: work.now + lifetime,
    invoice: null,
    invoice_creation: mode === 'payment' ? noInvoice : null,
    managed_payments: { enabled: false },
    metadata: {},
    mode,
    payment_intent: null,
    payment_link: null,
    payment_method_collection: mode === 'payment' ? 'if_required' : 'always',
    payment_status: sells ? 'unpaid' : 'no_payment_required',
    phone_number_collection: { enabled: false },
    saved_payment_method_options: sells
      ? { allow_redisplay_filters: ['always'], payment_method_remove: 'disabled', payment_method_save: null }
      : null,
    setup_intent: null,
    shipping_options: [],
    status: 'open',
    subscription: null,
    ui_mode: 'hosted_page',
    ...nothingHidden,
  };
}
