import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Call, Work } from '../../kernel/work.ts';
import { redeemAll } from '../discount/redeem.ts';
import { blankInvoice } from './blank.ts';
import { settleCurrency } from './customer.ts';
import { currencyFor } from './default-currency.ts';
import { sentFields } from './fields.ts';
import { pendingItems, takeItems } from './items.ts';
import { freshFields } from './refresh.ts';
import type { StoredInvoice } from './stored.ts';

type Params = Stripe.InvoiceCreateParams;

interface Billed {
  readonly customer: Stripe.Customer;
  readonly subscription: string | null;
}

async function billed(work: Work, { customer: id, subscription }: Params): Promise<Billed> {
  if (subscription === undefined) {
    if (id === undefined) throw errors.parameterMissing('customer');
    return { customer: await work.find<Stripe.Customer>('customer', id, 'customer'), subscription: null };
  }
  const found = await work.find<Stripe.Subscription>('subscription', subscription, 'subscription');
  const owner = String(found.customer);
  if (id !== undefined && id !== owner)
    throw errors.invalid(`The subscription ${subscription} belongs to another customer than ${id}.`, 'subscription');
  return { customer: await work.find<Stripe.Customer>('customer', owner, 'customer'), subscription };
}

/** Those sent, '' for none; without a word those of the customer. */
async function invoiceDiscounts(
  work: Work,
  invoice: StoredInvoice,
  customer: Stripe.Customer,
  sent: Params['discounts'],
): Promise<string[]> {
  if (sent === undefined) return customer.discount ? [customer.discount.id] : [];
  const { id, currency } = invoice;
  const discounts = await redeemAll(work, sent, {
    customer: customer.id,
    currency,
    invoice: id,
    refuseRepeating: true,
  });
  return discounts.map((discount) => discount.id);
}

const subscriptionParent = (subscription: string): StoredInvoice['parent'] => ({
  quote_details: null,
  subscription_details: { metadata: {}, subscription },
  type: 'subscription_details',
});

export async function createInvoice({ work, params }: Call<Params>): Promise<StoredInvoice> {
  const { customer, subscription } = await billed(work, params);
  const currency = currencyFor(params.currency, customer);
  const blank = await blankInvoice(work, customer, currency);
  const draft = { ...blank, ...(subscription !== null && { parent: subscriptionParent(subscription) }) };
  const invoice = { ...draft, ...(await sentFields(work, draft, params)) };
  await settleCurrency(work, customer, currency);
  const discounts = await invoiceDiscounts(work, invoice, customer, params.discounts);
  const pulls = params.pending_invoice_items_behavior === 'include' || subscription !== null;
  const items = pulls ? await pendingItems(work, invoice, subscription) : [];
  const ready = { ...invoice, discounts };
  await takeItems(work, ready, items);
  return work.insert<StoredInvoice>({ ...ready, ...(await freshFields(work, ready)) });
}
