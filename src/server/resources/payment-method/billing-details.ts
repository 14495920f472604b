import type Stripe from 'stripe';

type Address = Stripe.Address;
type SentAddress = { readonly [K in keyof Address]?: string | null } | '';

export interface SentBillingDetails {
  readonly address?: SentAddress | null | undefined;
  readonly email?: string | null | undefined;
  readonly name?: string | null | undefined;
  readonly phone?: string | null | undefined;
  readonly tax_id?: string | null | undefined;
}

export const noAddress: Address = Object.freeze({
  city: null,
  country: null,
  line1: null,
  line2: null,
  postal_code: null,
  state: null,
});

const noBillingDetails: Stripe.PaymentMethod.BillingDetails = Object.freeze({
  address: noAddress,
  email: null,
  name: null,
  phone: null,
  tax_id: null,
});

/** What was sent replaces what was there; '' unsets it. */
function chosen(sent: string | null | undefined, current: string | null): string | null {
  if (sent === undefined) return current;
  return sent === '' ? null : sent;
}

export function mergeAddress(sent: SentAddress | null | undefined, current: Address | null): Address {
  const base = current ?? noAddress;
  if (sent === undefined) return base;
  if (sent === '' || sent === null) return noAddress;
  return {
    city: chosen(sent.city, base.city),
    country: chosen(sent.country, base.country),
    line1: chosen(sent.line1, base.line1),
    line2: chosen(sent.line2, base.line2),
    postal_code: chosen(sent.postal_code, base.postal_code),
    state: chosen(sent.state, base.state),
  };
}

export function mergeBillingDetails(
  sent: SentBillingDetails | undefined,
  current: Stripe.PaymentMethod.BillingDetails = noBillingDetails,
): Stripe.PaymentMethod.BillingDetails {
  if (sent === undefined) return current;
  return {
    address: mergeAddress(sent.address, current.address),
    email: chosen(sent.email, current.email),
    name: chosen(sent.name, current.name),
    phone: chosen(sent.phone, current.phone),
    tax_id: chosen(sent.tax_id, current.tax_id),
  };
}
