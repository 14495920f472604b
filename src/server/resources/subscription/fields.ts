/** Parameters that create and update take over into fields of a subscription. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { mergeMetadata } from '../../kernel/merge.ts';
import type { Work } from '../../kernel/work.ts';
import { selfOrAccount } from '../account/self-or-account.ts';
import { ownMethod } from '../invoice/fields.ts';
import { accountTaxIds } from '../invoice/letterhead.ts';
import { findTaxRates } from '../tax-rate/find.ts';
import { intervalFields } from './pending-items.ts';
import { checkEmulated } from './refused.ts';
import { automaticTax, sentShares } from './shares.ts';
import type { StoredSubscription } from './stored.ts';
import { readThresholds } from './thresholds.ts';

type Shared = keyof Stripe.SubscriptionCreateParams & keyof Stripe.SubscriptionUpdateParams;

/** What both operations take. */
export type Params = { [K in Shared]?: Stripe.SubscriptionCreateParams[K] | Stripe.SubscriptionUpdateParams[K] };
type Patch = { -readonly [K in keyof StoredSubscription]?: StoredSubscription[K] };

const longestDescription = 500;
/** Net terms of an account that has set none. */
const defaultTerms = 30;

export const noSettings: Stripe.Subscription.InvoiceSettings = Object.freeze({
  account_tax_ids: null,
  custom_fields: null,
  description: null,
  footer: null,
  issuer: { type: 'self' as const },
});

export const noPaymentSettings: Stripe.Subscription.PaymentSettings = Object.freeze({
  payment_method_options: null,
  payment_method_types: null,
  save_default_payment_method: 'off',
});

async function invoiceSettings(
  work: Work,
  current: Stripe.Subscription.InvoiceSettings,
  { account_tax_ids, custom_fields, description, footer, issuer }: NonNullable<Params['invoice_settings']>,
): Promise<Stripe.Subscription.InvoiceSettings> {
  return {
    ...current,
    ...(account_tax_ids !== undefined && {
      account_tax_ids: await accountTaxIds(work, account_tax_ids, 'invoice_settings[account_tax_ids]'),
    }),
    ...(issuer !== undefined && { issuer: await selfOrAccount(work, issuer, 'invoice_settings[issuer]') }),
    ...(custom_fields !== undefined && { custom_fields: custom_fields || null }),
    ...(description !== undefined && { description: description || null }),
    ...(footer !== undefined && { footer: footer || null }),
  };
}

function paymentSettings(
  current: Stripe.Subscription.PaymentSettings,
  sent: NonNullable<Params['payment_settings']>,
): Stripe.Subscription.PaymentSettings {
  const { payment_method_options: options, payment_method_types: types, save_default_payment_method: save } = sent;
  if (options && Object.keys(options).length > 0) {
    throw errors.invalid(
      'This emulator does not support `payment_method_options` on subscriptions yet.',
      'payment_settings[payment_method_options]',
    );
  }
  return {
    ...current,
    ...(types !== undefined && {
      payment_method_types: (types || null) as Stripe.Subscription.PaymentSettings['payment_method_types'],
    }),
    ...(save !== undefined && { save_default_payment_method: save }),
  };
}

function dueFields({ collection_method, days_until_due: current }: StoredSubscription, params: Params): Patch {
  const method = params.collection_method ?? collection_method;
  const { days_until_due: days } = params;
  if (method === 'charge_automatically') {
    if (days !== undefined)
      throw errors.invalid(
        'You can only set `days_until_due` when `collection_method` is `send_invoice`.',
        'days_until_due',
      );
    return { collection_method: method, days_until_due: null };
  }
  if (days !== undefined && days < 0) throw errors.invalid('Invalid non-negative integer', 'days_until_due');
  return { collection_method: method, days_until_due: days ?? current ?? defaultTerms };
}

function trialSettings({
  end_behavior: sent,
}: NonNullable<Params['trial_settings']>): StoredSubscription['trial_settings'] {
  return {
    end_behavior: {
      billing_cycle_anchor: null,
      missing_payment_method: sent.missing_payment_method ?? 'create_invoice',
    },
  };
}

export async function sentFields(work: Work, subscription: StoredSubscription, params: Params): Promise<Patch> {
  checkEmulated(params);
  const { customer } = subscription;
  const patch: Patch = { ...(await sentShares(work, subscription, params)) };
  if (params.description !== undefined) {
    if (params.description && params.description.length > longestDescription)
      throw errors.invalid(`Invalid string: must be at most ${longestDescription} characters`, 'description');
    patch.description = params.description || null;
  }
  if (params.metadata !== undefined) patch.metadata = mergeMetadata(subscription.metadata, params.metadata);
  if (params.automatic_tax !== undefined) patch.automatic_tax = await automaticTax(work, params.automatic_tax);
  if (params.default_tax_rates !== undefined)
    patch.default_tax_rates = await findTaxRates(work, params.default_tax_rates || '', 'default_tax_rates');
  if (params.default_payment_method !== undefined)
    patch.default_payment_method = params.default_payment_method
      ? await ownMethod(work, params.default_payment_method, customer, 'default_payment_method')
      : null;
  if (params.default_source !== undefined)
    patch.default_source = params.default_source
      ? await ownMethod(work, params.default_source, customer, 'default_source')
      : null;
  if (params.invoice_settings !== undefined)
    patch.invoice_settings = await invoiceSettings(work, subscription.invoice_settings, params.invoice_settings);
  if (params.payment_settings !== undefined)
    patch.payment_settings = paymentSettings(
      subscription.payment_settings ?? noPaymentSettings,
      params.payment_settings,
    );
  if (params.pending_invoice_item_interval !== undefined)
    Object.assign(patch, intervalFields(work, subscription, params.pending_invoice_item_interval));
  if (params.billing_thresholds !== undefined)
    patch.billing_thresholds = readThresholds(params.billing_thresholds, subscription.billing_thresholds);
  if (params.trial_settings !== undefined) patch.trial_settings = trialSettings(params.trial_settings);
  if (params.collection_method !== undefined || params.days_until_due !== undefined)
    Object.assign(patch, dueFields(subscription, params));
  return patch;
}
