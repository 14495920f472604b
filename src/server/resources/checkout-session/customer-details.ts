/** What a session knows of the customer. */
import type Stripe from 'stripe';
import type { StoredSession } from './stored.ts';

type Details = NonNullable<StoredSession['customer_details']>;

const nobody: Details = {
  address: null,
  business_name: null,
  email: null,
  individual_name: null,
  name: null,
  phone: null,
  tax_exempt: 'none',
  tax_ids: null,
};

/** While it is open: of a customer, only the address for mail. */
export function firstDetails(
  customer: Stripe.Customer | undefined,
  email: string | undefined,
  mode: string,
): Details | null {
  if (customer === undefined && email === undefined) return null;
  return {
    ...nobody,
    email: customer?.email ?? email ?? null,
    tax_exempt: mode === 'setup' ? null : (customer?.tax_exempt ?? 'none'),
  };
}

/** What the customer tells on the page. */
export interface Entered {
  readonly email: string | null;
  readonly name: string | null;
  readonly phone: string | null;
  /** Of the bill. */
  readonly address: Stripe.Address | null;
  readonly businessName: string | null;
  readonly individualName: string | null;
  readonly taxId: { readonly type: Stripe.CustomerCreateParams.TaxIdDatum['type']; readonly value: string } | null;
}

export function detailsOf(
  entered: Entered,
  { customer_details: before }: Pick<StoredSession, 'customer_details'>,
  customer: Stripe.Customer | undefined,
): Details {
  return {
    address: entered.address ?? customer?.address ?? null,
    business_name: entered.businessName,
    email: customer?.email ?? entered.email ?? before?.email ?? null,
    individual_name: entered.individualName,
    name: entered.name ?? customer?.name ?? null,
    phone: entered.phone ?? customer?.phone ?? null,
    tax_exempt: customer?.tax_exempt ?? 'none',
    tax_ids: entered.taxId === null ? [] : [entered.taxId as NonNullable<Details['tax_ids']>[number]],
  };
}
