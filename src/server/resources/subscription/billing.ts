/** Invoices of a subscription, as drafts. */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import { sentParty } from '../account/self-or-account.ts';
import { discountsOf } from '../discount/redeem.ts';
import type { StoredDiscount } from '../discount/stored.ts';
import { blankInvoice } from '../invoice/blank.ts';
import { sentFields } from '../invoice/fields.ts';
import { takeItems } from '../invoice/items.ts';
import { freshFields } from '../invoice/refresh.ts';
import type { StoredInvoice } from '../invoice/stored.ts';
import type { StoredItem as InvoiceItem } from '../invoice-item/stored.ts';
import { appendLines } from '../invoice-line-item/of-invoice.ts';
import { type Cost, lineOf } from './lines.ts';
import type { Period } from './period.ts';
import type { StoredSubscription } from './stored.ts';

export interface Billing {
  readonly reason: NonNullable<StoredInvoice['billing_reason']>;
  /** What the invoice says that it is about: for a renewal, the period that has passed. */
  readonly period: Period;
  /** Finalized and collected by itself, an hour later. */
  readonly advances: boolean;
}

export const isInForce = ({ end }: StoredDiscount, now: number): boolean => end === null || now < end;

/** Those of the subscription hide that of the customer. */
export async function invoiceDiscounts(
  work: Work,
  { discounts: ids }: StoredSubscription,
  customer: Stripe.Customer,
): Promise<string[]> {
  const own = ids.length > 0 ? ids : customer.discount ? [customer.discount.id] : [];
  return (await discountsOf(work, own)).filter((each) => isInForce(each, work.now)).map(({ id }) => id);
}

/** Not stored yet, and without lines. */
export async function draftFor(
  work: Work,
  subscription: StoredSubscription,
  customer: Stripe.Customer,
  { reason, period, advances }: Billing,
): Promise<StoredInvoice> {
  const { automatic_tax: tax, collection_method, days_until_due, invoice_settings: settings } = subscription;
  const { application_fee_percent, on_behalf_of, transfer_data } = subscription;
  const { payment_method_types } = subscription.payment_settings ?? {};
  const blank: StoredInvoice = {
    ...(await blankInvoice(work, customer, subscription.currency)),
    application_fee_percent,
    billing_reason: reason,
    default_tax_rates: subscription.default_tax_rates ?? [],
    discounts: await invoiceDiscounts(work, subscription, customer),
    parent: {
      quote_details: null,
      subscription_details: { metadata: subscription.metadata, subscription: subscription.id },
      type: 'subscription_details',
    },
    period_end: period.end,
    period_start: period.start,
    transfer_data: transfer_data && { amount: null, ...transfer_data },
  };
  const params: Stripe.InvoiceCreateParams = {
    auto_advance: advances,
    collection_method,
    ...(days_until_due !== null && { days_until_due }),
    ...(settings.custom_fields !== null && { custom_fields: settings.custom_fields }),
    ...(settings.description !== null && { description: settings.description }),
    ...(settings.footer !== null && { footer: settings.footer }),
    ...(settings.account_tax_ids !== null && { account_tax_ids: settings.account_tax_ids.map(String) }),
    ...(settings.issuer.type === 'account' && { issuer: sentParty(settings.issuer) }),
    ...(on_behalf_of !== null && { on_behalf_of }),
    ...(payment_method_types && {
      payment_settings: {
        payment_method_types: payment_method_types as Stripe.InvoiceCreateParams.PaymentSettings.PaymentMethodType[],
      },
    }),
    ...(tax.enabled && {
      automatic_tax: { enabled: true, ...(tax.liability && { liability: sentParty(tax.liability) }) },
    }),
  };
  return { ...blank, ...(await sentFields(work, blank, params)) };
}

/** Waiting items stand before what the period costs. */
export async function addLines(
  work: Work,
  draft: StoredInvoice,
  items: readonly InvoiceItem[],
  costs: readonly Cost[],
): Promise<void> {
  await takeItems(work, draft, items);
  if (costs.length === 0) return;
  const lines = costs.map((cost) => lineOf(work, cost, draft.id, draft.currency));
  await appendLines(work, draft.id, lines);
}

/** The draft with its amounts, told of by `invoice.created`. */
export async function storeDraft(work: Work, draft: StoredInvoice): Promise<StoredInvoice> {
  return work.insert<StoredInvoice>({ ...draft, ...(await freshFields(work, draft)) });
}
