import type { Call, Deleted } from '../../kernel/work.ts';
import { refreshDraft } from '../invoice/refresh.ts';
import { lineOfItem } from '../invoice-line-item/of-invoice.ts';
import { editableInvoice } from './editable.ts';
import type { StoredItem } from './stored.ts';

export async function deleteInvoiceItem({ work, targets }: Call): Promise<Deleted> {
  const item = targets[0] as StoredItem;
  const invoice = await editableInvoice(work, item);
  const line = invoice && (await lineOfItem(work, invoice.id, item.id));
  if (line !== undefined) await work.remove(line);
  await work.remove(item);
  if (invoice !== undefined) await refreshDraft(work, invoice);
  return { id: item.id, object: 'invoiceitem', deleted: true };
}
