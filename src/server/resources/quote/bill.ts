/** The draft invoice of an accepted quote. */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import { sentParty } from '../account/self-or-account.ts';
import { redeemAll } from '../discount/redeem.ts';
import { blankInvoice } from '../invoice/blank.ts';
import { sentFields } from '../invoice/fields.ts';
import { takeItems } from '../invoice/items.ts';
import { freshFields } from '../invoice/refresh.ts';
import type { StoredInvoice } from '../invoice/stored.ts';
import { createItem } from '../invoice-item/create.ts';
import type { StoredItem } from '../item/stored.ts';
import { sourcesOf } from './discounts.ts';
import { sentTax, sharesOnce } from './shares.ts';
import type { StoredQuote } from './stored.ts';

/** An accepted quote: it has lines, and so a currency. */
export interface Deal {
  readonly quote: StoredQuote;
  readonly customer: Stripe.Customer;
  readonly currency: string;
}

type Start = Pick<StoredInvoice, 'billing_reason' | 'parent'> & { readonly auto_advance: boolean };

/** Not stored yet. */
async function draftInvoice(
  work: Work,
  { quote, customer, currency }: Deal,
  { auto_advance, ...start }: Start,
): Promise<StoredInvoice> {
  const { automatic_tax, collection_method, default_tax_rates, invoice_settings: settings } = quote;
  const blank: StoredInvoice = { ...(await blankInvoice(work, customer, currency)), ...start };
  const params = {
    auto_advance,
    automatic_tax: sentTax(automatic_tax),
    collection_method,
    default_tax_rates,
    ...(settings.custom_fields !== null && { custom_fields: settings.custom_fields }),
    ...(settings.days_until_due !== null && { days_until_due: settings.days_until_due }),
    ...(settings.description !== null && { description: settings.description }),
    ...(settings.footer !== null && { footer: settings.footer }),
    issuer: sentParty(settings.issuer),
    ...sharesOnce(quote),
  };
  return { ...blank, ...(await sentFields(work, blank, params)) };
}

/** Stores the invoice with its lines. */
async function storeInvoice(
  work: Work,
  { customer, currency }: Deal,
  invoice: StoredInvoice,
  lines: readonly StoredItem[],
): Promise<StoredInvoice> {
  for (const { price, quantity, rates, reductions } of lines) {
    const params: Stripe.InvoiceItemCreateParams = {
      pricing: { price: price.id },
      quantity: quantity ?? 1,
      tax_rates: rates.map(({ id }) => id),
      discounts: await sourcesOf(work, reductions),
    };
    await takeItems(work, invoice, [await createItem(work, customer, params, currency)]);
  }
  return work.insert<StoredInvoice>({ ...invoice, ...(await freshFields(work, invoice)) });
}

/** Of a quote without recurring prices: it stays a draft until somebody finalizes it. */
export async function billOnce(work: Work, deal: Deal, items: readonly StoredItem[]): Promise<StoredInvoice> {
  const { quote, customer, currency } = deal;
  const draft = await draftInvoice(work, deal, {
    auto_advance: false,
    billing_reason: 'quote_accept',
    parent: { quote_details: { quote: quote.id }, subscription_details: null, type: 'quote_details' },
  });
  const target = { customer: customer.id, currency, invoice: draft.id, refuseRepeating: true };
  const discounts = await redeemAll(work, await sourcesOf(work, quote.discounts), target);
  return storeInvoice(work, deal, { ...draft, discounts: discounts.map(({ id }) => id) }, items);
}
