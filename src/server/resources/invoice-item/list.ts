import type Stripe from 'stripe';
import type { Call, ListResult } from '../../kernel/work.ts';
import { pageQuery } from '../event/page-query.ts';
import type { StoredItem } from './stored.ts';

/** `pending` asks for items on no invoice; with `false`, for the others. */
export async function listInvoiceItems({ work, params }: Call<Stripe.InvoiceItemListParams>): Promise<ListResult> {
  const { customer, invoice, pending } = params;
  const { created, ...page } = pageQuery(params);
  const { gt = -1, gte = 0, lt = Infinity, lte = Infinity } = created ?? {};
  const where = { ...(customer !== undefined && { customer }), ...(invoice !== undefined && { invoice }) };
  const filter = (row: object): boolean => {
    const { date, invoice: of } = row as StoredItem;
    if (pending !== undefined && (of === null) !== pending) return false;
    return date > gt && date >= gte && date < lt && date <= lte;
  };
  return work.page(['invoiceitem'], { ...page, where, filter }, '/v1/invoiceitems');
}
