import { errors } from '../../kernel/errors.ts';
import type { Call, Deleted } from '../../kernel/work.ts';
import { discountsOf } from '../discount/redeem.ts';
import type { StoredItem } from '../invoice-item/stored.ts';
import { linesOf } from '../invoice-line-item/of-invoice.ts';
import type { StoredInvoice } from './stored.ts';

/** A draft goes with its items and with the discounts that were its own. */
export async function deleteInvoice({ work, targets }: Call): Promise<Deleted> {
  const invoice = targets[0] as StoredInvoice;
  if (invoice.status !== 'draft') throw errors.invalid('You can only delete draft invoices.');
  if (invoice.parent?.type === 'subscription_details')
    throw errors.invalid('You can only delete one-off invoices; this one belongs to a subscription.');
  const items = await work.list<StoredItem>('invoiceitem', { where: { invoice: invoice.id } });
  const discounts = await discountsOf(work, [...invoice.discounts, ...items.flatMap((item) => item.discounts)]);
  await work.remove(invoice);
  for (const line of await linesOf(work, invoice.id)) await work.remove(line);
  for (const item of items) await work.remove(item);
  for (const discount of discounts)
    if (discount.invoice !== null || discount.invoice_item !== null) await work.remove(discount);
  return { id: invoice.id, object: 'invoice', deleted: true };
}
