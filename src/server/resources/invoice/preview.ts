/** `create_preview`: the invoice that a customer's pending items, and some more, would make. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Call, Work } from '../../kernel/work.ts';
import { redeemAll } from '../discount/redeem.ts';
import { createItem } from '../invoice-item/create.ts';
import type { StoredItem } from '../invoice-item/stored.ts';
import { lineOf } from '../invoice-line-item/from-item.ts';
import { nextBilled } from '../subscription/next-billed.ts';
import { previewSchedule } from '../subscription-schedule/preview.ts';
import { checkOnBehalfOf } from '../transfer/destination.ts';
import { blankInvoice } from './blank.ts';
import { currencyFor } from './default-currency.ts';
import { automaticTax } from './fields.ts';
import { pendingItems } from './items.ts';
import { issuedBy } from './letterhead.ts';
import { withTotals } from './preview-totals.ts';
import { previewedCustomer, supposedFields } from './previewed-customer.ts';
import { rehearsal } from './rehearsal.ts';
import type { StoredInvoice } from './stored.ts';

type Params = Stripe.InvoiceCreatePreviewParams;
type SentItem = NonNullable<Params['invoice_items']>[number];

const ofSubscriptions = ['schedule', 'schedule_details', 'subscription', 'subscription_details'] as const;

async function sentItem(work: Work, customer: Stripe.Customer, sent: SentItem, currency: string): Promise<StoredItem> {
  const { invoiceitem: id, price, ...rest } = sent;
  const known = id === undefined ? undefined : await work.find<StoredItem>('invoiceitem', id, 'invoice_items');
  const priced = price !== undefined || ['amount', 'price_data', 'unit_amount_decimal'].some((name) => name in rest);
  if (known !== undefined && !priced) return known;
  const params = { ...rest, ...(price !== undefined && { pricing: { price } }) } as Stripe.InvoiceItemCreateParams;
  return createItem(work, customer, params, sent.currency ?? currency);
}

async function itemsOf(
  work: Work,
  customer: Stripe.Customer,
  invoice: StoredInvoice,
  params: Params,
): Promise<StoredItem[]> {
  const pending = await pendingItems(work, invoice);
  const sent: StoredItem[] = [];
  for (const each of params.invoice_items ?? []) sent.push(await sentItem(work, customer, each, invoice.currency));
  const replaced = new Set((params.invoice_items ?? []).map(({ invoiceitem }) => invoiceitem));
  return [...pending.filter(({ id }) => !replaced.has(id)), ...sent];
}

async function behalfOf(work: Work, account: string): Promise<string> {
  await checkOnBehalfOf(work, account);
  return account;
}

/** Older versions ask for the next invoice of a customer, whatever it is about. */
async function subjectOf(work: Work, params: Params): Promise<Params> {
  if (params.customer === undefined || params.invoice_items !== undefined) return params;
  if (ofSubscriptions.some((name) => params[name] !== undefined)) return params;
  const subscription = await nextBilled(work, params.customer);
  return subscription === undefined ? params : { ...params, subscription };
}

export async function previewInvoice({ work, params: sent }: Call<Params>): Promise<StoredInvoice> {
  const dry = rehearsal(work);
  const params = await subjectOf(work, sent);
  if (ofSubscriptions.some((name) => params[name] !== undefined)) {
    const { draft, customer, lines } = await previewSchedule(dry, params);
    const extras: StoredItem[] = [];
    for (const each of params.invoice_items ?? []) extras.push(await sentItem(dry, customer, each, draft.currency));
    return withTotals(dry, draft, [...extras.map((item) => lineOf(dry, item, draft.id)), ...lines]);
  }
  const customer = await previewedCustomer(work, params);
  const currency = currencyFor(
    params.currency ?? params.invoice_items?.find((item) => item.currency)?.currency,
    customer,
  );
  const blank = await blankInvoice(dry, customer, currency);
  const discounts = await redeemAll(dry, params.discounts, { customer: customer.id, currency, invoice: blank.id });
  const invoice: StoredInvoice = {
    ...blank,
    ...supposedFields(params),
    ...(params.issuer !== undefined && (await issuedBy(dry, params.issuer))),
    on_behalf_of: params.on_behalf_of ? await behalfOf(dry, params.on_behalf_of) : null,
    automatic_tax: await automaticTax(dry, params.automatic_tax, blank.automatic_tax),
    id: `upcoming_${blank.id}`,
    billing_reason: 'upcoming',
    discounts: discounts.map(({ id }) => id),
  };
  const items = await itemsOf(dry, customer, invoice, params);
  if (items.length === 0) {
    throw errors.invalid(`No upcoming invoices for customer: ${customer.id}`, 'customer', 'invoice_upcoming_none', 404);
  }
  const foreign = items.find((item) => item.currency !== currency);
  if (foreign !== undefined)
    throw errors.invalid(`An invoice in ${currency} cannot hold an item in ${foreign.currency}.`, 'invoice_items');
  const lines = items.map((item) => lineOf(dry, item, invoice.id));
  return withTotals(dry, invoice, lines);
}
