/** Lines of a draft, many at a time or one: each is an invoice item, which changes with it. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { mergeMetadata } from '../../kernel/merge.ts';
import type { Call, Work } from '../../kernel/work.ts';
import { takeItems } from '../invoice/items.ts';
import { refreshDraft } from '../invoice/refresh.ts';
import type { StoredInvoice } from '../invoice/stored.ts';
import { createItem } from '../invoice-item/create.ts';
import { notEditable } from '../invoice-item/editable.ts';
import type { StoredItem } from '../invoice-item/stored.ts';
import { changeItem, type ItemUpdate } from '../invoice-item/update.ts';
import type { StoredLine } from './stored.ts';

type Added = Stripe.InvoiceAddLinesParams.Line;
type InvoiceMetadata = Stripe.InvoiceAddLinesParams['invoice_metadata'];

const mostLines = 250;

function checkDraft({ status }: StoredInvoice): void {
  if (status !== 'draft') throw notEditable();
}

function checkCount(lines: readonly unknown[]): void {
  if (lines.length > mostLines) throw errors.invalid(`You cannot pass more than ${mostLines} lines.`, 'lines');
}

function checkTaxes(sent: { readonly tax_amounts?: unknown }, param: string): void {
  if (sent.tax_amounts === undefined || sent.tax_amounts === '') return;
  throw errors.invalid('This emulator computes taxes itself: pass `tax_rates` instead.', param);
}

const metadataOf = (invoice: StoredInvoice, sent: InvoiceMetadata): Partial<StoredInvoice> =>
  sent === undefined ? {} : { metadata: mergeMetadata(invoice.metadata ?? {}, sent) };

async function lineOn(work: Work, invoice: StoredInvoice, id: string, param: string): Promise<StoredLine> {
  const line = await work.find<StoredLine>('line_item', id, param);
  if (line.invoice === invoice.id) return line;
  throw errors.missing('line_item', id, param, 'parameter');
}

async function itemOf(work: Work, line: StoredLine): Promise<StoredItem> {
  const id = line.parent?.invoice_item_details?.invoice_item;
  if (id === undefined)
    throw errors.invalid(`The line ${line.id} comes from a subscription and cannot be changed on its invoice.`);
  return work.find<StoredItem>('invoiceitem', id, 'lines');
}

async function added(work: Work, invoice: StoredInvoice, sent: Added, at: number): Promise<StoredItem> {
  const param = `lines[${at}]`;
  checkTaxes(sent, `${param}[tax_amounts]`);
  const { invoice_item: id, ...rest } = sent;
  if (id === undefined) {
    const customer = await work.find<Stripe.Customer>('customer', invoice.customer ?? '', 'customer');
    return createItem(work, customer, rest as Stripe.InvoiceItemCreateParams, invoice.currency);
  }
  const item = await work.find<StoredItem>('invoiceitem', id, `${param}[invoice_item]`);
  if (item.invoice === null && item.customer === invoice.customer && item.currency === invoice.currency) return item;
  throw errors.invalid(`The invoice item ${id} cannot be added to this invoice.`, `${param}[invoice_item]`);
}

export async function addLines({ work, params, targets }: Call<Stripe.InvoiceAddLinesParams>): Promise<StoredInvoice> {
  const invoice = targets[0] as StoredInvoice;
  checkDraft(invoice);
  checkCount(params.lines);
  const items: StoredItem[] = [];
  for (const [at, sent] of params.lines.entries()) items.push(await added(work, invoice, sent, at));
  await takeItems(work, invoice, items);
  return refreshDraft(work, invoice, metadataOf(invoice, params.invoice_metadata));
}

export async function updateLines({
  work,
  params,
  targets,
}: Call<Stripe.InvoiceUpdateLinesParams>): Promise<StoredInvoice> {
  const invoice = targets[0] as StoredInvoice;
  checkDraft(invoice);
  checkCount(params.lines);
  for (const [at, { id, ...sent }] of params.lines.entries()) {
    checkTaxes(sent, `lines[${at}][tax_amounts]`);
    const line = await lineOn(work, invoice, id, `lines[${at}][id]`);
    await changeItem(work, await itemOf(work, line), sent as ItemUpdate);
  }
  return refreshDraft(work, invoice, metadataOf(invoice, params.invoice_metadata));
}

/** `unassign` leaves the item for a later invoice. */
export async function removeLines({
  work,
  params,
  targets,
}: Call<Stripe.InvoiceRemoveLinesParams>): Promise<StoredInvoice> {
  const invoice = targets[0] as StoredInvoice;
  checkDraft(invoice);
  checkCount(params.lines);
  for (const [at, { id, behavior }] of params.lines.entries()) {
    const line = await lineOn(work, invoice, id, `lines[${at}][id]`);
    const item = await itemOf(work, line);
    await work.remove(line);
    if (behavior === 'unassign') await work.update<StoredItem>(item, { invoice: null });
    else await work.remove(item);
  }
  return refreshDraft(work, invoice, metadataOf(invoice, params.invoice_metadata));
}

export async function updateLineItem({
  work,
  params,
  targets,
}: Call<Stripe.InvoiceUpdateLineItemParams>): Promise<StoredLine> {
  const [invoice, line] = targets as [StoredInvoice, StoredLine];
  checkDraft(invoice);
  checkTaxes(params, 'tax_amounts');
  await changeItem(work, await itemOf(work, line), params as ItemUpdate);
  await refreshDraft(work, invoice);
  return work.find<StoredLine>('line_item', line.id, 'line_item_id');
}
