import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import type { StoredInvoice } from './stored.ts';

type Fields = Pick<
  StoredInvoice,
  | 'customer_address'
  | 'customer_email'
  | 'customer_name'
  | 'customer_phone'
  | 'customer_shipping'
  | 'customer_tax_exempt'
  | 'customer_tax_ids'
>;

/** What an invoice says of its customer; it follows the customer until it is finalized. */
export async function customerFields(work: Work, customer: Stripe.Customer | null): Promise<Fields> {
  const taxIds = customer === null ? [] : await work.list<Stripe.TaxId>('tax_id', { where: { customer: customer.id } });
  return {
    customer_address: customer?.address ?? null,
    customer_email: customer?.email ?? null,
    customer_name: customer?.name ?? null,
    customer_phone: customer?.phone ?? null,
    customer_shipping: (customer?.shipping ?? null) as Fields['customer_shipping'],
    customer_tax_exempt: customer?.tax_exempt ?? 'none',
    customer_tax_ids: taxIds.map(({ type, value }) => ({ type, value })),
  };
}

/** Credit and debt are kept in the customer's currency, and count for invoices in that one only. */
export const balanceIn = (customer: Stripe.Customer | null, currency: string): number =>
  customer !== null && (!customer.currency || customer.currency === currency) ? customer.balance : 0;

/** The first object that bills a customer sets the customer's currency. */
export async function settleCurrency(work: Work, customer: Stripe.Customer, currency: string): Promise<void> {
  if (!customer.currency) await work.update(customer, { currency });
}
