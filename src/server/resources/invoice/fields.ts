/** Parameters that create and update take over into fields of a draft. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { mergeMetadata } from '../../kernel/merge.ts';
import type { Work } from '../../kernel/work.ts';
import { self, selfOrAccount } from '../account/self-or-account.ts';
import { mergeAddress } from '../payment-method/billing-details.ts';
import { paymentMethodFrom } from '../payment-method/from.ts';
import { findTaxRates } from '../tax-rate/find.ts';
import { sentDivision } from './division.ts';
import { accountTaxIds, customFields, issuedBy, renderingOf } from './letterhead.ts';
import { shippingCost } from './shipping.ts';
import type { StoredInvoice } from './stored.ts';

type Shared = keyof Stripe.InvoiceCreateParams & keyof Stripe.InvoiceUpdateParams;

/** What both operations take. */
type Params = { [K in Shared]?: Stripe.InvoiceCreateParams[K] | Stripe.InvoiceUpdateParams[K] };
type Patch = { -readonly [K in keyof StoredInvoice]?: StoredInvoice[K] };

/** '' unsets them. */
const texts = ['description', 'footer', 'statement_descriptor', 'number'] as const;

/** Seconds between the acknowledgement of `invoice.created` and the invoice's finalization. */
export const draftLife = 3600;
const day = 86_400;
const fiveYears = 5 * 366 * day;
/** Net terms of an account that has set none. */
const defaultTerms = 30;

function checkEmulated(params: Params): void {
  if (params.payment_settings?.payment_method_options) {
    throw errors.invalid(
      'This emulator does not support `payment_method_options` on invoices yet.',
      'payment_settings[payment_method_options]',
    );
  }
}

/** Only a payment method of the customer can pay. */
export async function ownMethod(work: Work, id: string, customer: string | null, param: string): Promise<string> {
  const method = await paymentMethodFrom(work, { id }, param);
  if (method.customer !== null && method.customer === customer) return method.id;
  throw errors.invalid(
    `The customer does not have a payment method with the ID ${method.id}. The payment method must be attached to the customer.`,
    param,
    'resource_missing',
  );
}

function dueFields(invoice: StoredInvoice, params: Params, now: number): Patch {
  const method = params.collection_method ?? invoice.collection_method;
  const { days_until_due: days, due_date: date } = params;
  if (method !== 'send_invoice') {
    if (days !== undefined || date !== undefined) {
      const param = days === undefined ? 'due_date' : 'days_until_due';
      throw errors.invalid(`You can only set \`${param}\` when \`collection_method\` is \`send_invoice\`.`, param);
    }
    return { due_date: null, days_until_due: null };
  }
  if (days !== undefined && date !== undefined) throw errors.exclusive(['days_until_due', 'due_date']);
  if (days !== undefined && days < 0) throw errors.invalid('Invalid non-negative integer', 'days_until_due');
  if (date !== undefined && date < now) throw errors.invalid('The due date cannot be in the past.', 'due_date');
  if (date !== undefined) return { due_date: date, days_until_due: null };
  const terms = days ?? invoice.days_until_due ?? defaultTerms;
  if (days === undefined && invoice.due_date !== null) return {};
  return { due_date: invoice.created + terms * day, days_until_due: terms };
}

/** When it will be finalized by itself, and charged. */
function clockFields(invoice: StoredInvoice, params: Params, now: number): Patch {
  const { automatically_finalizes_at: sent } = params;
  if (sent !== undefined && (sent <= now || sent > now + fiveYears)) {
    throw errors.invalid(
      'Invalid timestamp: must be in the future, by no more than five years.',
      'automatically_finalizes_at',
    );
  }
  // Who names the time wants it to happen.
  const advances = params.auto_advance ?? (sent !== undefined || invoice.auto_advance === true);
  const method = params.collection_method ?? invoice.collection_method;
  const at = advances ? (sent ?? invoice.automatically_finalizes_at ?? invoice.created + draftLife) : null;
  return {
    auto_advance: advances,
    automatically_finalizes_at: at,
    next_payment_attempt: method === 'charge_automatically' ? at : null,
  };
}

export async function automaticTax(
  work: Work,
  sent: Stripe.InvoiceCreateParams.AutomaticTax | undefined,
  current: StoredInvoice['automatic_tax'],
): Promise<StoredInvoice['automatic_tax']> {
  if (sent === undefined || (sent.enabled === current.enabled && sent.liability === undefined)) return current;
  if (!sent.enabled) return { disabled_reason: null, enabled: false, liability: null, provider: null, status: null };
  const liability = await selfOrAccount(work, sent.liability ?? current.liability ?? self, 'automatic_tax[liability]');
  // Whether it is complete is found with the amounts.
  return { disabled_reason: null, enabled: true, liability, provider: 'stripe', status: null };
}

function checkTaxes({ automatic_tax, default_tax_rates }: StoredInvoice): void {
  if (automatic_tax.enabled && default_tax_rates.length > 0)
    throw errors.invalid(
      'You cannot set `default_tax_rates` on an invoice with `automatic_tax[enabled]`.',
      'default_tax_rates',
    );
}

function shippingDetails(sent: Params['shipping_details']): StoredInvoice['shipping_details'] {
  if (!sent) return null;
  return { address: mergeAddress(sent.address, null), name: sent.name, phone: sent.phone || null };
}

function paymentSettings(
  sent: NonNullable<Params['payment_settings']>,
  current: StoredInvoice['payment_settings'],
): StoredInvoice['payment_settings'] {
  const { default_mandate: mandate, payment_method_types: types } = sent;
  return {
    ...current,
    ...(mandate !== undefined && { default_mandate: mandate || null }),
    ...(types !== undefined && { payment_method_types: types || null }),
  };
}

export async function sentFields(work: Work, invoice: StoredInvoice, params: Params): Promise<Patch> {
  checkEmulated(params);
  const patch: Patch = { ...(await sentDivision(work, invoice, params)) };
  for (const name of texts) if (params[name] !== undefined) patch[name] = params[name] || null;
  if (params.metadata !== undefined) patch.metadata = mergeMetadata(invoice.metadata ?? {}, params.metadata);
  if (params.collection_method !== undefined) patch.collection_method = params.collection_method;
  if (params.issuer !== undefined) Object.assign(patch, await issuedBy(work, params.issuer));
  if (params.account_tax_ids !== undefined) patch.account_tax_ids = await accountTaxIds(work, params.account_tax_ids);
  if (params.custom_fields !== undefined) patch.custom_fields = customFields(params.custom_fields, 'custom_fields');
  if (params.effective_at !== undefined) patch.effective_at = params.effective_at || null;
  if (params.rendering) patch.rendering = await renderingOf(work, params.rendering, invoice.rendering);
  if (params.automatic_tax !== undefined)
    patch.automatic_tax = await automaticTax(work, params.automatic_tax, invoice.automatic_tax);
  if (params.default_tax_rates !== undefined)
    patch.default_tax_rates = await findTaxRates(work, params.default_tax_rates || '', 'default_tax_rates');
  if (params.default_payment_method !== undefined)
    patch.default_payment_method = params.default_payment_method
      ? await ownMethod(work, params.default_payment_method, invoice.customer, 'default_payment_method')
      : null;
  if (params.default_source !== undefined) patch.default_source = params.default_source || null;
  if (params.payment_settings !== undefined)
    patch.payment_settings = paymentSettings(params.payment_settings, invoice.payment_settings);
  if (params.shipping_details !== undefined) patch.shipping_details = shippingDetails(params.shipping_details);
  if (params.shipping_cost !== undefined)
    Object.assign(patch, await shippingCost(work, params.shipping_cost || undefined, invoice.currency));
  checkTaxes({ ...invoice, ...patch });
  return { ...patch, ...clockFields(invoice, params, work.now), ...dueFields(invoice, params, work.now) };
}
