/** Parameters that create and update take over into fields of a quote. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { mergeMetadata } from '../../kernel/merge.ts';
import type { Work } from '../../kernel/work.ts';
import { self, selfOrAccount } from '../account/self-or-account.ts';
import { customFields } from '../invoice/letterhead.ts';
import { findTaxRates } from '../tax-rate/find.ts';
import { clockWithRoom } from '../test-clock/limits.ts';
import { checkEmulated } from './refused.ts';
import { sentShares } from './shares.ts';
import type { StoredQuote } from './stored.ts';

export type Params = Omit<Stripe.QuoteCreateParams, 'from_quote' | 'line_items'>;
type SentDate = number | 'current_period_end' | '' | null | undefined;
type Patch = { -readonly [K in keyof StoredQuote]?: StoredQuote[K] };

/** '' unsets them. */
const texts = ['description', 'footer', 'header'] as const;
/** Days. */
const longestTrial = 730;

export function futureTime(work: Work, time: number, param = 'expires_at'): number {
  if (time > work.now) return time;
  throw errors.invalid('Invalid timestamp: must be in the future.', param);
}

async function invoiceSettings(
  work: Work,
  quote: StoredQuote,
  params: Params,
): Promise<StoredQuote['invoice_settings']> {
  const { invoice_settings: current } = quote;
  const { custom_fields, days_until_due, description, footer, issuer } = params.invoice_settings ?? {};
  const method = params.collection_method ?? quote.collection_method;
  if (days_until_due !== undefined && method !== 'send_invoice') {
    const param = 'invoice_settings[days_until_due]';
    throw errors.invalid('You can only set `days_until_due` when `collection_method` is `send_invoice`.', param);
  }
  if (days_until_due !== undefined && days_until_due < 0)
    throw errors.invalid('Invalid non-negative integer', 'invoice_settings[days_until_due]');
  return {
    custom_fields:
      custom_fields === undefined
        ? current.custom_fields
        : customFields(custom_fields, 'invoice_settings[custom_fields]'),
    days_until_due: method === 'send_invoice' ? (days_until_due ?? current.days_until_due) : null,
    description: description === undefined ? current.description : description || null,
    footer: footer === undefined ? current.footer : footer || null,
    issuer: issuer === undefined ? current.issuer : await selfOrAccount(work, issuer, 'invoice_settings[issuer]'),
  };
}

function effectiveDate(sent: SentDate, current: number | null): number | null {
  if (sent === undefined) return current;
  if (sent === 'current_period_end') {
    throw errors.invalid(
      'You can only set `effective_date` to `current_period_end` on a quote that updates a subscription.',
      'subscription_data[effective_date]',
    );
  }
  return Number(sent) || null;
}

function trialDays(sent: number | '' | null | undefined, current: number | null): number | null {
  if (sent === undefined) return current;
  if (!sent) return null;
  if (sent >= 1 && sent <= longestTrial) return sent;
  throw errors.invalid(
    `Invalid trial_period_days: must be between 1 and ${longestTrial}.`,
    'subscription_data[trial_period_days]',
  );
}

function subscriptionData(
  { subscription_data: current }: StoredQuote,
  sent: NonNullable<Params['subscription_data']>,
): StoredQuote['subscription_data'] {
  return {
    ...current,
    billing_mode: sent.billing_mode ?? current.billing_mode,
    description: sent.description === undefined ? current.description : sent.description || null,
    effective_date: effectiveDate(sent.effective_date as SentDate, current.effective_date),
    trial_period_days: trialDays(sent.trial_period_days, current.trial_period_days),
    metadata: mergeMetadata(current.metadata ?? {}, sent.metadata),
  };
}

async function automaticTax(
  work: Work,
  { enabled, liability: sent }: NonNullable<Params['automatic_tax']>,
): Promise<StoredQuote['automatic_tax']> {
  if (!enabled) return { enabled: false, liability: null, provider: null, status: null };
  const liability = await selfOrAccount(work, sent ?? self, 'automatic_tax[liability]');
  return { enabled: true, liability, provider: 'stripe', status: 'complete' };
}

/** What a customer brings along: it lives by the customer's clock. */
async function customerFields(work: Work, quote: StoredQuote, id: string): Promise<Patch> {
  if (quote.customer !== null && quote.customer !== id)
    throw errors.invalid('The customer of a quote cannot be changed once it is set.', 'customer');
  const { test_clock } = await work.find<Stripe.Customer>('customer', id, 'customer');
  return { customer: id, ...(test_clock && { test_clock }) };
}

export async function sentFields(work: Work, quote: StoredQuote, params: Params): Promise<Patch> {
  checkEmulated(params);
  const patch: Patch = { ...(await sentShares(work, quote, params)) };
  for (const name of texts) if (params[name] !== undefined) patch[name] = params[name] || null;
  if (params.customer !== undefined) Object.assign(patch, await customerFields(work, quote, params.customer));
  if (params.test_clock !== undefined) patch.test_clock = await clockWithRoom(work, params.test_clock, 'quote');
  if (params.metadata !== undefined) patch.metadata = mergeMetadata(quote.metadata, params.metadata);
  if (params.expires_at !== undefined) patch.expires_at = futureTime(work, params.expires_at);
  if (params.collection_method !== undefined) patch.collection_method = params.collection_method;
  if (params.collection_method !== undefined || params.invoice_settings !== undefined)
    patch.invoice_settings = await invoiceSettings(work, quote, params);
  if (params.subscription_data !== undefined)
    patch.subscription_data = subscriptionData(quote, params.subscription_data);
  if (params.automatic_tax !== undefined) patch.automatic_tax = await automaticTax(work, params.automatic_tax);
  if (params.default_tax_rates !== undefined) {
    const rates = await findTaxRates(work, params.default_tax_rates || '', 'default_tax_rates');
    patch.default_tax_rates = rates.map(({ id }) => id);
  }
  return patch;
}
