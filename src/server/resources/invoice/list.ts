import type Stripe from 'stripe';
import { pageQuery } from '../../kernel/page.ts';
import { inRange } from '../../kernel/range.ts';
import type { Call, ListResult } from '../../kernel/work.ts';
import type { StoredInvoice } from './stored.ts';

export async function listInvoices({ work, params }: Call<Stripe.InvoiceListParams>): Promise<ListResult> {
  const { collection_method, customer, due_date, status, subscription } = params;
  if (customer !== undefined && (await work.stub('customer', customer)) === undefined)
    await work.find('customer', customer, 'customer');
  const where = {
    ...(collection_method !== undefined && { collection_method }),
    ...(customer !== undefined && { customer }),
    ...(status !== undefined && { status }),
  };
  const filter = (row: object): boolean => {
    const { due_date: due, parent } = row as StoredInvoice;
    if (subscription !== undefined && parent?.subscription_details?.subscription !== subscription) return false;
    return due_date === undefined || (due !== null && inRange(due, due_date));
  };
  const filtered = due_date !== undefined || subscription !== undefined;
  return work.page(['invoice'], { ...pageQuery(params), where, ...(filtered && { filter }) }, '/v1/invoices');
}
