/** Whether the customer's last invoice went unpaid: https://docs.stripe.com/api/customers/object */
import type Stripe from 'stripe';
import type { StoredObject, Work } from '../../kernel/work.ts';
import type { StoredInvoice } from '../invoice/stored.ts';

/** Undefined where the change says nothing of it. Only what the clock tries counts as missed. */
function isDelinquent(work: Work, before: StoredInvoice, after: StoredInvoice): boolean | undefined {
  if (after.overdue && !before.overdue) return true;
  if (after.failures > before.failures && work.origin.id === null) return true;
  const settled = after.status === 'paid' || after.status === 'uncollectible';
  return settled && after.status !== before.status ? false : undefined;
}

export async function followInvoice(work: Work, before?: StoredObject, after?: StoredObject): Promise<void> {
  if (before === undefined || after === undefined) return;
  const invoice = after as StoredInvoice;
  const delinquent = isDelinquent(work, before as StoredInvoice, invoice);
  if (delinquent === undefined) return;
  const customer = await work.get<Stripe.Customer>('customer', invoice.customer ?? '');
  if (customer !== undefined && customer.delinquent !== delinquent) await work.update(customer, { delinquent });
}
