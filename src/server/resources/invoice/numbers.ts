import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import type { StoredInvoice } from './stored.ts';

const digits = 4;

/** `<prefix>-0001`, counted per customer; a number that was given is kept. */
export async function numberFor(work: Work, invoice: StoredInvoice): Promise<string> {
  if (invoice.number !== null) {
    const others = await work.list<StoredInvoice>('invoice', { where: { number: invoice.number }, limit: 2 });
    if (others.length > 1)
      throw errors.invalid(`An invoice with the number ${invoice.number} already exists.`, 'number');
    return invoice.number;
  }
  const customer = await work.find<Stripe.Customer>('customer', invoice.customer ?? '', 'customer');
  const sequence = customer.next_invoice_sequence ?? 1;
  await work.update(customer, { next_invoice_sequence: sequence + 1 });
  return `${customer.invoice_prefix}-${String(sequence).padStart(digits, '0')}`;
}
