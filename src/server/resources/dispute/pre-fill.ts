/** Evidence that Stripe knows from the payment itself. It does not count as evidence of the merchant's. */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import type { Evidence } from './stored.ts';

/** As Stripe writes it: `123 Test St\nApt 1\nTest City, CA, 90210, US`, or a lone postcode. */
function joined(address: Stripe.Address | null | undefined): string | null {
  if (!address) return null;
  const present = (parts: (string | null)[]): string[] => parts.filter((part): part is string => !!part);
  const place = present([address.city, address.state, address.postal_code, address.country]).join(', ');
  return present([address.line1, address.line2, place]).join('\n') || null;
}

async function customerOf(work: Work, charge: Stripe.Charge): Promise<Stripe.Customer | undefined> {
  return typeof charge.customer === 'string' ? work.get<Stripe.Customer>('customer', charge.customer) : undefined;
}

export async function preFilled(work: Work, charge: Stripe.Charge, inquiry: boolean): Promise<Partial<Evidence>> {
  const billing: Stripe.Charge.BillingDetails | null = charge.billing_details;
  const customer = await customerOf(work, charge);
  return {
    billing_address: joined(billing?.address) ?? joined(customer?.address),
    customer_email_address: billing?.email ?? charge.receipt_email ?? customer?.email ?? null,
    // Without a name, the customer's description stands there.
    customer_name: billing?.name ?? customer?.name ?? customer?.description ?? null,
    product_description: inquiry ? null : charge.description,
  };
}
