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

interface Many<L> {
  readonly lines: readonly L[];
  readonly invoice_metadata?: Stripe.InvoiceAddLinesParams['invoice_metadata'];
}

/** One of the lines that were sent, and how an error spells it. */
type Change<L> = (work: Work, invoice: StoredInvoice, sent: L, param: string) => Promise<unknown>;
type Added = Stripe.InvoiceAddLinesParams.Line;

const mostLines = 250;

function checkDraft({ status }: StoredInvoice): void {
  if (status !== 'draft') throw notEditable();
}

function checkTaxes(sent: { readonly tax_amounts?: unknown }, param: string): void {
  if (sent.tax_amounts === undefined || sent.tax_amounts === '') return;
  throw errors.invalid('This emulator computes taxes itself: pass `tax_rates` instead.', param);
}

/** Changes a draft line by line, and its amounts once. */
const changing =
  <L>(change: Change<L>) =>
  async ({ work, params, targets }: Call<Many<L>>): Promise<StoredInvoice> => {
    const invoice = targets[0] as StoredInvoice;
    const { lines, invoice_metadata: sent } = params;
    checkDraft(invoice);
    if (lines.length > mostLines) throw errors.invalid(`You cannot pass more than ${mostLines} lines.`, 'lines');
    for (const [at, line] of lines.entries()) await change(work, invoice, line, `lines[${at}]`);
    return refreshDraft(
      work,
      invoice,
      sent === undefined ? {} : { metadata: mergeMetadata(invoice.metadata ?? {}, sent) },
    );
  };

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

async function addedItem(
  work: Work,
  invoice: StoredInvoice,
  { invoice_item: id, ...sent }: Added,
  param: string,
): Promise<StoredItem> {
  if (id === undefined) {
    const customer = await work.find<Stripe.Customer>('customer', invoice.customer ?? '', 'customer');
    return createItem(work, customer, sent as Stripe.InvoiceItemCreateParams, invoice.currency);
  }
  const item = await work.find<StoredItem>('invoiceitem', id, `${param}[invoice_item]`);
  if (item.invoice === null && item.customer === invoice.customer && item.currency === invoice.currency) return item;
  throw errors.invalid(`The invoice item ${id} cannot be added to this invoice.`, `${param}[invoice_item]`);
}

export const addLines = changing<Added>(async (work, invoice, sent, param) => {
  checkTaxes(sent, `${param}[tax_amounts]`);
  await takeItems(work, invoice, [await addedItem(work, invoice, sent, param)]);
});

export const updateLines = changing<Stripe.InvoiceUpdateLinesParams.Line>(
  async (work, invoice, { id, ...sent }, param) => {
    checkTaxes(sent, `${param}[tax_amounts]`);
    const line = await lineOn(work, invoice, id, `${param}[id]`);
    await changeItem(work, await itemOf(work, line), sent as ItemUpdate);
  },
);

/** `unassign` leaves the item for a later invoice. */
export const removeLines = changing<Stripe.InvoiceRemoveLinesParams.Line>(
  async (work, invoice, { id, behavior }, param) => {
    const line = await lineOn(work, invoice, id, `${param}[id]`);
    const item = await itemOf(work, line);
    await work.remove(line);
    if (behavior === 'unassign') await work.update<StoredItem>(item, { invoice: null });
    else await work.remove(item);
  },
);

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
