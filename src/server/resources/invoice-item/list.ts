import type Stripe from 'stripe';
import { pageQuery } from '../../kernel/page.ts';
import { inRange } from '../../kernel/range.ts';
import type { Call, ListResult } from '../../kernel/work.ts';
import type { StoredItem } from './stored.ts';

/** `pending` asks for items on no invoice; with `false`, for the others. */
export async function listInvoiceItems({ work, params }: Call<Stripe.InvoiceItemListParams>): Promise<ListResult> {
  const { customer, invoice, pending } = params;
  const { created, ...page } = pageQuery(params);
  const where = { ...(customer !== undefined && { customer }), ...(invoice !== undefined && { invoice }) };
  const filter = (row: object): boolean => {
    const { date, invoice: of } = row as StoredItem;
    if (pending !== undefined && (of === null) !== pending) return false;
    return inRange(date, created);
  };
  return work.page(['invoiceitem'], { ...page, where, filter }, '/v1/invoiceitems');
}
