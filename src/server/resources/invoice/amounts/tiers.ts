/** What a quantity costs under a price: https://docs.stripe.com/products-prices/pricing-models */
import { type DecimalLike, type Exact, exact, plus, rounded, times } from './decimal.ts';

export interface Tier {
  readonly flat_amount_decimal: DecimalLike | null;
  readonly unit_amount_decimal: DecimalLike | null;
  /** Null is the last tier, without an end. */
  readonly up_to: number | null;
}

export interface Pricing {
  readonly unit_amount_decimal: DecimalLike | null;
  readonly tiers?: readonly Tier[] | undefined;
  readonly tiers_mode?: 'graduated' | 'volume' | null | undefined;
  readonly transform_quantity?: { readonly divide_by: number; readonly round: 'down' | 'up' } | null | undefined;
}

const none: Exact = { digits: 0n, scale: 0 };

function transformed(quantity: DecimalLike, transform: Pricing['transform_quantity']): Exact {
  if (!transform) return exact(quantity);
  const packages = Number(quantity) / transform.divide_by;
  return exact(transform.round === 'up' ? Math.ceil(packages) : Math.floor(packages));
}

function tierAmount(tier: Tier | undefined, quantity: Exact): Exact {
  if (tier === undefined) return none;
  return plus(exact(tier.flat_amount_decimal ?? 0), times(exact(tier.unit_amount_decimal ?? 0), quantity));
}

function graduated(tiers: readonly Tier[], quantity: number): Exact {
  let from = 0;
  let sum = none;
  for (const tier of tiers) {
    const upTo = Math.min(tier.up_to ?? Number.POSITIVE_INFINITY, quantity);
    if (upTo > from || (quantity === 0 && from === 0)) sum = plus(sum, tierAmount(tier, exact(upTo - from)));
    from = upTo;
    if (from >= quantity) break;
  }
  return sum;
}

/** In the smallest unit, rounded once at the end. */
export function priceOf(pricing: Pricing, quantity: DecimalLike): number {
  const count = transformed(quantity, pricing.transform_quantity);
  if (pricing.tiers === undefined || pricing.tiers.length === 0)
    return rounded(times(exact(pricing.unit_amount_decimal ?? 0), count));
  const units = Number(quantity);
  if (pricing.tiers_mode === 'graduated') return rounded(graduated(pricing.tiers, units));
  const tier = pricing.tiers.find(({ up_to }) => up_to === null || units <= up_to);
  return rounded(tierAmount(tier, count));
}
