import { errors, type StripeError } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import type { StoredInvoice } from '../invoice/stored.ts';
import type { StoredItem } from './stored.ts';

export const notEditable = (): StripeError =>
  errors.invalid(
    'This invoice item is already attached to an invoice that is no longer editable.',
    undefined,
    'invoice_not_editable',
  );

/** The draft that holds the item, if any. */
export async function editableInvoice(work: Work, item: StoredItem): Promise<StoredInvoice | undefined> {
  if (item.invoice === null) return undefined;
  const invoice = await work.find<StoredInvoice>('invoice', item.invoice, 'invoice');
  if (invoice.status !== 'draft') throw notEditable();
  return invoice;
}
