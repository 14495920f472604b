import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { mergeMetadata } from '../../kernel/merge.ts';
import type { Call, Work } from '../../kernel/work.ts';
import { readCurrency } from '../charge/currencies.ts';
import { redeemAll } from '../discount/redeem.ts';
import { settleCurrency } from '../invoice/customer.ts';
import { takeItems } from '../invoice/items.ts';
import { checkOneCurrency } from '../invoice/one-currency.ts';
import { refreshDraft } from '../invoice/refresh.ts';
import type { StoredInvoice } from '../invoice/stored.ts';
import { priceLine } from '../price/charged.ts';
import { readTaxCode } from '../tax-code/find.ts';
import { findTaxRates } from '../tax-rate/find.ts';
import { notEditable } from './editable.ts';
import { pricedFields, readPeriod, sentLine } from './fields.ts';
import { netAmount } from './net.ts';
import type { StoredItem } from './stored.ts';

type Params = Stripe.InvoiceItemCreateParams;
type Owner = Pick<Params, 'customer' | 'invoice' | 'subscription'>;

async function draftOf(work: Work, { invoice: id, customer }: Owner): Promise<StoredInvoice | undefined> {
  if (id === undefined) return undefined;
  const invoice = await work.find<StoredInvoice>('invoice', id, 'invoice');
  if (invoice.status !== 'draft') throw notEditable();
  if (customer !== undefined && invoice.customer !== customer) {
    throw errors.invalid(`The invoice ${id} belongs to another customer than ${customer}.`, 'invoice');
  }
  return invoice;
}

async function customerOf(
  work: Work,
  { customer }: Owner,
  invoice: StoredInvoice | undefined,
): Promise<Stripe.Customer> {
  const id = customer ?? invoice?.customer;
  if (!id) throw errors.parameterMissing('customer');
  return work.find<Stripe.Customer>('customer', id, 'customer');
}

/** Stores the item, without its line. */
export async function createItem(
  work: Work,
  customer: Stripe.Customer,
  params: Params,
  wanted: string | undefined,
): Promise<StoredItem> {
  const charged = await priceLine(work, sentLine(params), { currency: wanted, fallback: customer.currency ?? 'usd' });
  const tax_rates = await findTaxRates(work, params.tax_rates, 'tax_rates');
  await settleCurrency(work, customer, charged.currency);
  const id = work.newId('invoiceitem');
  const discounts = await redeemAll(work, params.discounts, {
    customer: customer.id,
    currency: charged.currency,
    invoice_item: id,
    refuseRepeating: true,
    amount: charged.amount,
  });
  const { subscription } = params;
  const priced = { ...pricedFields(charged), discountable: params.discountable ?? charged.amount >= 0 };
  return work.insert<StoredItem>({
    id,
    object: 'invoiceitem',
    currency: charged.currency,
    customer: customer.id,
    customer_account: null,
    date: work.now,
    discounts: discounts.map((discount) => discount.id),
    invoice: null,
    livemode: false,
    metadata: mergeMetadata({}, params.metadata),
    net_amount: netAmount(priced, discounts),
    parent:
      subscription === undefined ? null : { subscription_details: { subscription }, type: 'subscription_details' },
    period: readPeriod(params.period, work.now),
    ...priced,
    proration: false,
    tax_rates,
    test_clock: customer.test_clock ?? null,
    tax_code: params.tax_code ? readTaxCode(params.tax_code, 'tax_code') : null,
  });
}

export async function createInvoiceItem({ work, params }: Call<Params>): Promise<StoredItem> {
  const invoice = await draftOf(work, params);
  const customer = await customerOf(work, params, invoice);
  if (params.subscription !== undefined) await work.find('subscription', params.subscription, 'subscription');
  const sent = params.currency === undefined ? undefined : readCurrency(params.currency);
  if (invoice !== undefined && sent !== undefined && sent !== invoice.currency) {
    throw errors.invalid(
      `The currency of the invoice item (${sent}) must be that of the invoice (${invoice.currency}).`,
      'currency',
    );
  }
  const item = await createItem(work, customer, params, sent ?? invoice?.currency);
  if (invoice === undefined) {
    await checkOneCurrency(work, customer.id, item.currency);
    return item;
  }
  await takeItems(work, invoice, [item]);
  await refreshDraft(work, invoice);
  return work.find<StoredItem>('invoiceitem', item.id, 'invoiceitem');
}
