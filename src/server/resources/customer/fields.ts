/** Parameters that become fields of the customer as they are, or unset them. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { mergeMetadata } from '../../kernel/merge.ts';
import { mergeAddress } from '../payment-method/billing-details.ts';

type Params = Stripe.CustomerCreateParams & Stripe.CustomerUpdateParams;
type Patch = { -readonly [K in keyof Stripe.Customer]?: Stripe.Customer[K] };

/** '' unsets these. */
const texts = ['description', 'email', 'name', 'phone'] as const;
/** Absent, rather than null, while unset. */
const optionalTexts = ['business_name', 'individual_name'] as const;
const email = /^[^\s@]+@[^\s@]+$/;
const prefix = /^[A-Z0-9]{3,12}$/;

function check(params: Params): void {
  if (params.email && !email.test(params.email))
    throw errors.invalid(`Invalid email address: ${params.email}`, 'email', 'email_invalid');
  if (params.invoice_prefix !== undefined && !prefix.test(params.invoice_prefix)) {
    throw errors.invalid(
      'Invalid invoice_prefix: must be 3 to 12 characters long and consist of uppercase letters and numbers',
      'invoice_prefix',
    );
  }
  if (params.next_invoice_sequence !== undefined && params.next_invoice_sequence < 1)
    throw errors.tooSmall('next_invoice_sequence', 1);
}

function shippingOf(sent: Params['shipping'], current: Stripe.Customer['shipping']): Stripe.Customer['shipping'] {
  if (!sent) return null;
  const address = mergeAddress(sent.address, current?.address ?? null);
  return { address, name: sent.name, phone: (sent.phone ?? current?.phone) || null };
}

function invoiceSettingsOf(
  sent: NonNullable<Params['invoice_settings']>,
  current: Stripe.Customer.InvoiceSettings,
): Stripe.Customer.InvoiceSettings {
  const { custom_fields, footer, rendering_options: rendering } = sent;
  return {
    custom_fields: custom_fields === undefined ? current.custom_fields : custom_fields || null,
    default_payment_method: current.default_payment_method,
    footer: footer === undefined ? current.footer : footer || null,
    rendering_options:
      rendering === undefined
        ? current.rendering_options
        : rendering
          ? { amount_tax_display: rendering.amount_tax_display || null, template: rendering.template ?? null }
          : null,
  };
}

/** What was sent changes on the customer; what needs other objects (payment methods, sources) is left to others. */
export function changedFields(customer: Stripe.Customer, params: Params): Patch {
  check(params);
  const changed: Patch = {};
  for (const field of texts) {
    const sent = params[field];
    if (sent !== undefined) changed[field] = sent || null;
  }
  for (const field of optionalTexts) {
    const sent = params[field];
    if (sent !== undefined) Object.assign(changed, { [field]: sent || undefined });
  }
  if (params.address !== undefined)
    changed.address = params.address ? mergeAddress(params.address, customer.address ?? null) : null;
  if (params.shipping !== undefined) changed.shipping = shippingOf(params.shipping, customer.shipping);
  if (params.balance !== undefined) changed.balance = params.balance;
  if (params.invoice_prefix !== undefined) changed.invoice_prefix = params.invoice_prefix;
  if (params.next_invoice_sequence !== undefined) changed.next_invoice_sequence = params.next_invoice_sequence;
  if (params.preferred_locales !== undefined) changed.preferred_locales = params.preferred_locales;
  if (params.tax_exempt !== undefined) changed.tax_exempt = params.tax_exempt || 'none';
  if (params.metadata !== undefined) changed.metadata = mergeMetadata(customer.metadata, params.metadata);
  if (params.invoice_settings !== undefined)
    changed.invoice_settings = invoiceSettingsOf(params.invoice_settings, customer.invoice_settings);
  return changed;
}
