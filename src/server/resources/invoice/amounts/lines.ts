/** Lines, discounts and taxes as plain data; all amounts in the smallest unit of one currency. */
import type Stripe from 'stripe';

type TaxabilityReason = Stripe.InvoiceLineItem.Tax['taxability_reason'];

export interface Reduction {
  /** The id of the discount. */
  readonly id: string;
  /** Out of 100. */
  readonly percent_off: number | null;
  readonly amount_off: number | null;
  /** Only lines of these products; of all when null. */
  readonly products: readonly string[] | null;
}

export interface Rate {
  readonly id: string;
  /** Out of 100. */
  readonly percentage: number;
  readonly inclusive: boolean;
  /** Why it is what it is, where it was found automatically. */
  readonly reason?: TaxabilityReason | undefined;
}

export interface Line {
  /** Before discounts and exclusive tax; negative for a credit. */
  readonly amount: number;
  readonly discountable: boolean;
  readonly product: string | null;
  /** The line's own, in order. */
  readonly discounts: readonly Reduction[];
  readonly rates: readonly Rate[];
  /** Billing credits that pay for it, after all discounts. */
  readonly credits?: readonly DiscountAmount[];
  /** Taxes that were given as they are and are not computed. */
  readonly taxes?: readonly Tax[];
}

export interface DiscountAmount {
  /** Id of the discount, or of the transaction of billing credits. */
  readonly discount: string;
  readonly amount: number;
  readonly isCredit?: boolean;
}

export interface Tax {
  readonly rate: string;
  readonly inclusive: boolean;
  readonly amount: number;
  readonly taxable: number;
  readonly percentage: number;
  readonly reason?: TaxabilityReason | undefined;
}

export interface LineAmounts {
  readonly amount: number;
  readonly discounts: readonly DiscountAmount[];
  readonly taxes: readonly Tax[];
}
