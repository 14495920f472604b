/** `invoice_creation`: the invoice of what was bought once: https://docs.stripe.com/payments/checkout/receipts */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import { sentParty } from '../account/self-or-account.ts';
import { discountsOf } from '../discount/redeem.ts';
import { issuePaid } from '../invoice/at-once.ts';
import { blankInvoice } from '../invoice/blank.ts';
import { sentFields } from '../invoice/fields.ts';
import { rehearsal } from '../invoice/rehearsal.ts';
import type { StoredInvoice } from '../invoice/stored.ts';
import { createItem } from '../invoice-item/create.ts';
import { lineOf } from '../invoice-line-item/from-item.ts';
import { appendLines } from '../invoice-line-item/of-invoice.ts';
import type { StoredLine } from '../invoice-line-item/stored.ts';
import { itemsOf } from '../item/of-parent.ts';
import type { StoredItem } from '../item/stored.ts';
import type { StoredIntent } from '../payment-intent/stored.ts';
import { sentTax } from './parties.ts';
import type { StoredSession } from './stored.ts';

/** What the customer chose to pay is no price of its own. */
const priced = ({ price, amount_subtotal, quantity }: StoredItem): Stripe.InvoiceItemCreateParams =>
  price.custom_unit_amount === null
    ? { pricing: { price: price.id }, quantity: quantity ?? 1 }
    : { amount: amount_subtotal, description: price.nickname ?? 'Payment' };

/** Lines as invoice items would make them, without the items. */
async function linesFor(
  work: Work,
  customer: Stripe.Customer,
  session: StoredSession,
  id: string,
): Promise<StoredLine[]> {
  const dry = rehearsal(work);
  const lines: StoredLine[] = [];
  for (const item of await itemsOf(work, session.id)) {
    const params = { ...priced(item), tax_rates: item.rates.map((rate) => rate.id) };
    const made = await createItem(dry, customer, params, item.currency);
    lines.push(lineOf(work, { ...made, description: item.description }, id));
  }
  return lines;
}

async function discountIds(work: Work, session: StoredSession): Promise<string[]> {
  const own = await work.list<Stripe.Discount>('discount', { where: { checkout_session: session.id } });
  return (
    await discountsOf(
      work,
      own.map(({ id }) => id),
    )
  ).map(({ id }) => id);
}

/** Told of after the session itself. Nothing where the session asks for none. */
export async function invoiceFor(work: Work, session: StoredSession): Promise<void> {
  const { customer: owner, invoice_creation: wish, payment_intent } = session;
  if (wish?.enabled !== true || owner === null || payment_intent === null) return;
  const customer = await work.find<Stripe.Customer>('customer', owner, 'customer');
  const intent = await work.find<StoredIntent>('payment_intent', payment_intent, 'payment_intent');
  const { account_tax_ids, custom_fields, description, footer, issuer, metadata } = wish.invoice_data;
  const rate = session.shipping_cost?.shipping_rate;
  const blank = await blankInvoice(work, customer, session.currency ?? 'usd');
  const params: Stripe.InvoiceCreateParams = {
    ...(account_tax_ids !== null && { account_tax_ids: account_tax_ids.map(String) }),
    ...(session.automatic_tax.enabled && { automatic_tax: sentTax(session) }),
    ...(custom_fields !== null && { custom_fields }),
    ...(description !== null && { description }),
    ...(footer !== null && { footer }),
    ...(issuer !== null && { issuer: sentParty(issuer) }),
    metadata: metadata ?? {},
    ...(typeof rate === 'string' && { shipping_cost: { shipping_rate: rate } }),
  };
  const draft: StoredInvoice = {
    ...blank,
    ...(await sentFields(work, blank, params)),
    discounts: await discountIds(work, session),
  };
  await appendLines(work, draft.id, await linesFor(work, customer, session, draft.id));
  const { id } = await issuePaid(work, draft, intent);
  await work.update<StoredSession>(session, { invoice: id });
}
