/** Correcting an invoice that was finalized: https://docs.stripe.com/invoicing/invoice-edits */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import { discountsOf } from '../discount/redeem.ts';
import type { StoredItem } from '../invoice-item/stored.ts';
import { appendLines, linesOf } from '../invoice-line-item/of-invoice.ts';
import type { StoredLine } from '../invoice-line-item/stored.ts';
import { endVoid } from './end.ts';
import type { StoredInvoice } from './stored.ts';

const param = 'from_invoice[invoice]';

/** What a revision takes over; the rest it has of its own. */
const kept = [
  'account_country',
  'account_name',
  'account_tax_ids',
  'application_fee_amount',
  'application_fee_percent',
  'automatic_tax',
  'collection_method',
  'custom_fields',
  'default_payment_method',
  'default_source',
  'default_tax_rates',
  'description',
  'discounts',
  'footer',
  'issuer',
  'metadata',
  'on_behalf_of',
  'payment_settings',
  'rendering',
  'shipping_details',
  'statement_descriptor',
  'transfer_data',
  'transfer_percent',
] as const satisfies readonly (keyof StoredInvoice)[];

async function checkRevisable(work: Work, original: StoredInvoice): Promise<void> {
  const { status } = original;
  if (status !== 'open')
    throw errors.invalid(`Only open invoices can be revised; this one is ${String(status)}.`, param);
  if (original.amount_paid > 0) throw errors.invalid('An invoice that was paid in part cannot be revised.', param);
  const notes = await work.list('credit_note', { where: { invoice: original.id, status: 'issued' }, limit: 1 });
  if (notes.length > 0) throw errors.invalid('An invoice with credit notes cannot be revised.', param);
  const lines = await linesOf(work, original.id);
  const ids = new Set([...original.discounts, ...lines.flatMap(({ discounts }) => discounts)]);
  if ((await discountsOf(work, [...ids])).length < ids.size)
    throw errors.invalid('This emulator does not revise invoices whose discounts are used up.', param);
}

/** The open invoice that a new draft corrects. */
export async function openOriginal(
  work: Work,
  { invoice: id }: NonNullable<Stripe.InvoiceCreateParams['from_invoice']>,
): Promise<StoredInvoice> {
  const original = await work.find<StoredInvoice>('invoice', id, param);
  await checkRevisable(work, original);
  return original;
}

export function revisedFields(work: Work, original: StoredInvoice): Partial<StoredInvoice> {
  const days = original.days_until_due;
  return {
    ...Object.fromEntries(kept.map((name) => [name, original[name]])),
    amount_shipping: original.amount_shipping,
    days_until_due: days,
    due_date: days === null ? original.due_date : work.now + days * 86_400,
    from_invoice: { action: 'revision', invoice: original.id },
    parent: original.parent,
    period_end: original.period_end,
    period_start: original.period_start,
    shipping_cost: original.shipping_cost,
  };
}

/** Lines of the original, with items of their own. */
export async function copyLines(work: Work, original: string, revision: string): Promise<void> {
  const copies: StoredLine[] = [];
  for (const line of await linesOf(work, original)) {
    const copy: StoredLine = { ...line, id: work.newId('line_item'), invoice: revision };
    const details = line.parent?.invoice_item_details;
    const item = details ? await work.get<StoredItem>('invoiceitem', details.invoice_item) : undefined;
    if (line.parent === null || !details || item === undefined) {
      copies.push(copy);
      continue;
    }
    const { id } = await work.insert<StoredItem>({
      ...item,
      id: work.newId('invoiceitem'),
      date: work.now,
      invoice: revision,
    });
    copies.push({ ...copy, parent: { ...line.parent, invoice_item_details: { ...details, invoice_item: id } } });
  }
  await appendLines(work, revision, copies);
}

/** A revision that is finalized takes the place of what it corrects, and of what that corrected. */
export async function replaceRevised(work: Work, { id, from_invoice: from }: StoredInvoice): Promise<void> {
  if (!from) return;
  const original = await work.find<StoredInvoice>('invoice', String(from.invoice), 'from_invoice');
  if (original.status !== 'open')
    throw errors.invalid(`The invoice that this one revises, ${original.id}, is ${String(original.status)}.`);
  await endVoid(work, original, { latest_revision: id });
  let earlier = original.from_invoice;
  while (earlier) {
    const before: StoredInvoice = await work.find('invoice', String(earlier.invoice), 'from_invoice');
    await work.update<StoredInvoice>(before, { latest_revision: id });
    earlier = before.from_invoice;
  }
}
