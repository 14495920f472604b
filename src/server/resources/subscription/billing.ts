/** Invoices of a subscription, as drafts. */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import { sentParty } from '../account/self-or-account.ts';
import { discountsOf } from '../discount/redeem.ts';
import type { StoredDiscount } from '../discount/stored.ts';
import { blankInvoice } from '../invoice/blank.ts';
import { sentFields } from '../invoice/fields.ts';
import { takeItems } from '../invoice/items.ts';
import { issuedBy } from '../invoice/letterhead.ts';
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

/** Nobody is asked to pay what is billed meanwhile. */
export const keepsDrafts = ({ pause_collection: pause, status }: StoredSubscription): boolean =>
  status === 'unpaid' || pause?.behavior === 'keep_as_draft';

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

/** Whose invoice it is, as far as these accounts and tax ids are still there. */
async function parties(
  work: Work,
  { invoice_settings: { account_tax_ids: ids, issuer } }: StoredSubscription,
): Promise<Partial<StoredInvoice>> {
  const left: string[] = [];
  for (const id of ids ?? []) if ((await work.get('tax_id', String(id))) !== undefined) left.push(String(id));
  const there = await isThere(work, issuer);
  return {
    ...(left.length > 0 && { account_tax_ids: left }),
    ...(issuer.type === 'account' && there && (await issuedBy(work, sentParty(issuer)))),
  };
}

async function isThere(work: Work, { account }: Stripe.Invoice.Issuer): Promise<boolean> {
  const id = typeof account === 'string' ? account : account?.id;
  return id === undefined || (await work.on(work.platform).get('account', id)) !== undefined;
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
  const liable = tax.liability && (await isThere(work, tax.liability)) ? tax.liability : null;
  const blank: StoredInvoice = {
    ...(await blankInvoice(work, customer, subscription.currency)),
    ...(await parties(work, subscription)),
    application_fee_percent,
    billing_reason: reason,
    default_tax_rates: subscription.default_tax_rates ?? [],
    discounts: await invoiceDiscounts(work, subscription, customer),
    on_behalf_of,
    parent: {
      quote_details: null,
      subscription_details: { metadata: subscription.metadata, subscription: subscription.id },
      type: 'subscription_details',
    },
    period_end: period.end,
    period_start: period.start,
    transfer_data: transfer_data && { amount: null, destination: transfer_data.destination },
    transfer_percent: transfer_data?.amount_percent ?? null,
  };
  const params: Stripe.InvoiceCreateParams = {
    auto_advance: advances,
    collection_method,
    ...(days_until_due !== null && { days_until_due }),
    ...(settings.custom_fields !== null && { custom_fields: settings.custom_fields }),
    ...(settings.description !== null && { description: settings.description }),
    ...(settings.footer !== null && { footer: settings.footer }),
    ...(payment_method_types && {
      payment_settings: {
        payment_method_types: payment_method_types as Stripe.InvoiceCreateParams.PaymentSettings.PaymentMethodType[],
      },
    }),
    ...(tax.enabled && { automatic_tax: { enabled: true, ...(liable && { liability: sentParty(liable) }) } }),
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
