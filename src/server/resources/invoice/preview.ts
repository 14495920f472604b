/** `create_preview`: the invoice that a customer's pending items, and some more, would make. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Call, Work } from '../../kernel/work.ts';
import { redeemAll } from '../discount/redeem.ts';
import { createItem } from '../invoice-item/create.ts';
import type { StoredItem } from '../invoice-item/stored.ts';
import { computedFields } from '../invoice-line-item/amounts.ts';
import { lineOf } from '../invoice-line-item/from-item.ts';
import { hiddenFields as lineFields } from '../invoice-line-item/stored.ts';
import { dueOf } from './amounts/due.ts';
import { blankInvoice } from './blank.ts';
import { currencyFor } from './default-currency.ts';
import { pendingItems } from './items.ts';
import { previewed, visible } from './previewed.ts';
import { totalFields, totalsOfLines } from './refresh.ts';
import { rehearsal } from './rehearsal.ts';
import { hiddenFields, type StoredInvoice } from './stored.ts';

type Params = Stripe.InvoiceCreatePreviewParams;
type SentItem = NonNullable<Params['invoice_items']>[number];

const notEmulated = ['schedule', 'schedule_details', 'subscription', 'subscription_details'] as const;

function checkEmulated(params: Params): void {
  const name = notEmulated.find((each) => params[each] !== undefined);
  if (name !== undefined)
    throw errors.invalid(`This emulator does not preview invoices of subscriptions yet: leave \`${name}\` out.`, name);
}

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

async function customerOf(work: Work, { customer: id, customer_details: details }: Params): Promise<Stripe.Customer> {
  if (id === undefined) throw errors.parameterMissing('customer');
  const customer = await work.find<Stripe.Customer>('customer', id, 'customer');
  return details?.tax_exempt ? { ...customer, tax_exempt: details.tax_exempt } : customer;
}

export async function previewInvoice({ work, params }: Call<Params>): Promise<StoredInvoice> {
  checkEmulated(params);
  const dry = rehearsal(work);
  const customer = await customerOf(work, params);
  const currency = currencyFor(
    params.currency ?? params.invoice_items?.find((item) => item.currency)?.currency,
    customer,
  );
  const blank = await blankInvoice(dry, customer, currency);
  const discounts = await redeemAll(dry, params.discounts, { customer: customer.id, currency, invoice: blank.id });
  const invoice: StoredInvoice = {
    ...blank,
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
  const totals = await totalsOfLines(dry, invoice, lines);
  const { amount_due, ending_balance } = dueOf(totals.total, customer.balance, 0);
  const data = lines.map((line, at) => {
    const amounts = totals.lines[at];
    return visible(amounts === undefined ? line : { ...line, ...computedFields(amounts) }, lineFields);
  });
  const shown: StoredInvoice = {
    ...invoice,
    ...totalFields(totals),
    amount_due,
    amount_remaining: amount_due,
    ending_balance,
  };
  return previewed(shown, hiddenFields, data, `/v1/invoices/${invoice.id}/lines`);
}
