import type Stripe from 'stripe';
import type { Call, ListResult } from '../../kernel/work.ts';
import { pageQuery } from '../event/page-query.ts';
import type { StoredInvoice } from './stored.ts';

function inRange(value: number | null, range: Stripe.InvoiceListParams['due_date']): boolean {
  if (range === undefined) return true;
  if (value === null) return false;
  if (typeof range === 'number') return value === range;
  const { gt = -1, gte = 0, lt = Infinity, lte = Infinity } = range;
  return value > gt && value >= gte && value < lt && value <= lte;
}

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
    return inRange(due, due_date);
  };
  const filtered = due_date !== undefined || subscription !== undefined;
  return work.page(['invoice'], { ...pageQuery(params), where, ...(filtered && { filter }) }, '/v1/invoices');
}
