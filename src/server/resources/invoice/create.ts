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
import { copyLines, openOriginal, revisedFields } from './revise.ts';
import type { StoredInvoice } from './stored.ts';

type Params = Stripe.InvoiceCreateParams;

interface Billed {
  readonly customer: Stripe.Customer;
  readonly subscription: string | null;
}

async function billed(
  work: Work,
  { customer: id, subscription }: Pick<Params, 'customer' | 'subscription'>,
): Promise<Billed> {
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

/** The draft, not stored yet, with its lines. */
async function drafted(work: Work, params: Params): Promise<StoredInvoice> {
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
  return ready;
}

/** What a revision may say beside what it revises. */
const revisable: ReadonlySet<string> = new Set([
  'auto_advance',
  'customer',
  'description',
  'expand',
  'footer',
  'from_invoice',
  'metadata',
]);

async function revision(work: Work, params: Params, from: NonNullable<Params['from_invoice']>): Promise<StoredInvoice> {
  const other = Object.keys(params).find((name) => !revisable.has(name));
  if (other !== undefined) throw errors.invalid(`You cannot set \`${other}\` together with \`from_invoice\`.`, other);
  const original = await openOriginal(work, from);
  if (params.customer !== undefined && params.customer !== original.customer)
    throw errors.invalid('A revision has the customer of the invoice that it revises.', 'customer');
  const { customer } = await billed(work, { customer: original.customer ?? '' });
  const blank = await blankInvoice(work, customer, original.currency);
  const draft = { ...blank, ...revisedFields(work, original) };
  await copyLines(work, original.id, draft.id);
  const { auto_advance = false, description, footer, metadata } = params;
  return { ...draft, ...(await sentFields(work, draft, { auto_advance, description, footer, metadata })) };
}

export async function createInvoice({ work, params }: Call<Params>): Promise<StoredInvoice> {
  const { from_invoice: from } = params;
  const draft = from === undefined ? await drafted(work, params) : await revision(work, params, from);
  return work.insert<StoredInvoice>({ ...draft, ...(await freshFields(work, draft)) });
}
