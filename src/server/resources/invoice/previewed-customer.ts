/** Whom a preview is for: a customer, with what the request supposes of it, or nobody in particular. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import { mergeAddress } from '../payment-method/billing-details.ts';
import type { StoredInvoice } from './stored.ts';

type Params = Pick<Stripe.InvoiceCreatePreviewParams, 'customer' | 'customer_details' | 'invoice_items'>;
type Details = NonNullable<Params['customer_details']>;

function supposed(customer: Stripe.Customer, { address, shipping, tax_exempt }: Details): Stripe.Customer {
  return {
    ...customer,
    ...(address !== undefined && { address: address ? mergeAddress(address, null) : null }),
    ...(shipping !== undefined && {
      shipping: shipping
        ? { address: mergeAddress(shipping.address, null), name: shipping.name, phone: shipping.phone || null }
        : null,
    }),
    ...(tax_exempt !== undefined && { tax_exempt: tax_exempt || 'none' }),
  };
}

/** Somebody of whom nothing is known and nothing is pending. */
const nobody = (work: Work): Stripe.Customer => ({
  ...work.blank<Stripe.Customer>('customer'),
  balance: 0,
  currency: null,
  discount: null,
  invoice_prefix: '',
  tax_exempt: 'none',
});

export async function previewedCustomer(
  work: Work,
  { customer: id, customer_details: details = {}, invoice_items: items }: Params,
): Promise<Stripe.Customer> {
  if (id !== undefined) return supposed(await work.find<Stripe.Customer>('customer', id, 'customer'), details);
  if (items === undefined) throw errors.parameterMissing('customer');
  return supposed(nobody(work), details);
}

/** The fields of the invoice that follow from details that no customer has. */
export function supposedFields({ customer, customer_details: details }: Params): Partial<StoredInvoice> {
  return {
    ...(customer === undefined && { customer: null }),
    ...(details?.tax_ids !== undefined && {
      customer_tax_ids: details.tax_ids.map(({ type, value }) => ({ type, value })),
    }),
  };
}
