import type Stripe from 'stripe';

type TaxType = Stripe.Tax.Calculation.TaxBreakdown.TaxRateDetails.TaxType;

export interface Levied {
  readonly display_name: string;
  readonly tax_type: TaxType;
  /** Out of 100, an exact decimal. */
  readonly rate: string;
}
