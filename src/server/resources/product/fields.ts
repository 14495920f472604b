import type Stripe from 'stripe';

interface SentTaxDetails {
  readonly performance_location?: string | null | undefined;
  readonly tax_code?: string | null | undefined;
}

export function taxDetails(sent: SentTaxDetails | undefined): Stripe.Product['tax_details'] {
  if (sent === undefined) return null;
  return { performance_location: sent.performance_location || null, tax_code: sent.tax_code || null };
}
