/** What is charged on one thing at one place, and why. */
import type Stripe from 'stripe';
import { isExempt } from '../tax-code/codes.ts';
import { inUnion, type Levy } from './levies.ts';
import type { Place } from './place.ts';

type Reason = Stripe.Tax.Calculation.TaxBreakdown.TaxabilityReason;
export type Override = Stripe.Tax.Calculation.CustomerDetails.TaxabilityOverride;

export interface Buyer {
  readonly place: Place;
  readonly override: Override;
  readonly taxIds: readonly { readonly type: string }[];
}

export interface Imposition {
  readonly levy: Levy;
  /** Out of 100; `0` where nothing is charged. */
  readonly rate: string;
  readonly reason: Reason;
}

/** Businesses with such a number owe the tax themselves when they buy from abroad. */
const businessNumbers: Readonly<Record<string, string>> = {
  AU: 'au_abn',
  CH: 'ch_vat',
  GB: 'gb_vat',
  NO: 'no_vat',
  NZ: 'nz_gst',
  SG: 'sg_gst',
};

function owesItself({ place: { country }, taxIds }: Buyer, home: string | null): boolean {
  const type = inUnion(country) ? 'eu_vat' : businessNumbers[country];
  return country !== home && taxIds.some((id) => id.type === type);
}

function reasonFor(levy: Levy, code: string, buyer: Buyer, home: string | null): Reason {
  if (!levy.collected) return 'not_collecting';
  if (Number(levy.rate) === 0) return 'not_subject_to_tax';
  if (buyer.override === 'customer_exempt') return 'customer_exempt';
  if (buyer.override === 'reverse_charge') return 'reverse_charge';
  if (isExempt(code, buyer.place.country)) return 'product_exempt';
  return owesItself(buyer, home) ? 'reverse_charge' : 'standard_rated';
}

const unsupported = ({ country }: Place): Levy => ({
  display_name: 'Tax',
  tax_type: 'vat',
  rate: '0',
  jurisdiction: { country, display_name: country, level: 'country', state: null },
  collected: false,
});

/** `home` is the country of the seller's head office. */
export function impositionsOn(
  levies: readonly Levy[] | undefined,
  code: string,
  buyer: Buyer,
  home: string | null,
): Imposition[] {
  if (levies === undefined) return [{ levy: unsupported(buyer.place), rate: '0', reason: 'not_supported' }];
  return levies.map((levy) => {
    const reason = reasonFor(levy, code, buyer, home);
    return { levy, rate: reason === 'standard_rated' ? levy.rate : '0', reason };
  });
}
