import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import { actingApplication } from '../charge/application.ts';
import { balanceIn, customerFields } from './customer.ts';
import { usualLetterhead } from './letterhead.ts';
import type { StoredInvoice } from './stored.ts';

/** Always in an answer, and empty until somebody sets them. */
const noPaymentSettings: Stripe.Invoice.PaymentSettings = Object.freeze({
  default_mandate: null,
  payment_method_options: null,
  payment_method_types: null,
});

const noTransitions: Stripe.Invoice.StatusTransitions = Object.freeze({
  finalized_at: null,
  marked_uncollectible_at: null,
  paid_at: null,
  voided_at: null,
});

const noTax: Stripe.Invoice.AutomaticTax = Object.freeze({
  disabled_reason: null,
  enabled: false,
  liability: null,
  provider: null,
  status: null,
});

/** A draft without lines, not stored yet. */
export async function blankInvoice(
  work: Work,
  customer: Stripe.Customer | null,
  currency: string,
): Promise<StoredInvoice> {
  return {
    ...work.blank<StoredInvoice>('invoice'),
    account_country: 'US',
    account_name: null,
    application: actingApplication(work),
    automatic_tax: noTax,
    auto_advance: false,
    billing_reason: 'manual',
    collection_method: 'charge_automatically',
    currency,
    customer: customer?.id ?? null,
    ...(await customerFields(work, customer)),
    default_payment_method: null,
    default_source: null,
    default_tax_rates: [],
    discounts: [],
    hosted_invoice_url: null,
    invoice_pdf: null,
    issuer: { type: 'self' },
    metadata: {},
    payment_settings: noPaymentSettings,
    period_end: work.now,
    period_start: work.now,
    ...usualLetterhead(customer),
    starting_balance: balanceIn(customer, currency),
    status: 'draft',
    status_transitions: noTransitions,
    subtotal_excluding_tax: 0,
    test_clock: customer?.test_clock ?? null,
    total_discount_amounts: [],
    total_excluding_tax: 0,
    total_pretax_credit_amounts: [],
    total_taxes: [],
    webhooks_delivered_at: work.now,
  };
}
