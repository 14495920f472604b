/** What a quantity costs under a price: https://docs.stripe.com/products-prices/pricing-models */
import { type DecimalLike, type Exact, exact, minus, rounded, text, times } from './decimal.ts';

interface Tier {
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

/** What stands on a line of its own. Each is rounded by itself, as Stripe's lines are. */
export interface Part {
  /** Counted from 1; null where the price has no tiers. */
  readonly tier: number | null;
  /** A tier's flat amount counts nothing: its quantity is 0. */
  readonly flat: boolean;
  readonly quantity: Exact;
  /** Of one unit, or the flat amount. */
  readonly rate: DecimalLike | null;
  /** In the smallest unit. */
  readonly amount: number;
}

const none: Exact = { digits: 0n, scale: 0 };

function transformed(quantity: DecimalLike, transform: Pricing['transform_quantity']): Exact {
  if (!transform) return exact(quantity);
  const packages = Number(quantity) / transform.divide_by;
  return exact(transform.round === 'up' ? Math.ceil(packages) : Math.floor(packages));
}

/** The units of a tier, and behind them its flat amount where it has one. */
function tierParts(
  { flat_amount_decimal: flat, unit_amount_decimal: unit }: Tier,
  at: number,
  quantity: Exact,
): Part[] {
  const tier = at + 1;
  const rate = unit ?? 0;
  const units: Part = { tier, flat: false, quantity, rate, amount: rounded(times(exact(rate), quantity)) };
  if (flat === null) return [units];
  return [units, { tier, flat: true, quantity: none, rate: flat, amount: rounded(exact(flat)) }];
}

function graduated(tiers: readonly Tier[], quantity: Exact): Part[] {
  const units = Number(text(quantity));
  const parts: Part[] = [];
  let from = 0;
  for (const [at, tier] of tiers.entries()) {
    // The first tier is there also where nothing was used.
    if (at > 0 && units <= from) break;
    const ends = tier.up_to !== null && tier.up_to < units;
    parts.push(...tierParts(tier, at, minus(ends ? exact(tier.up_to) : quantity, exact(from))));
    if (!ends) break;
    from = tier.up_to;
  }
  return parts;
}

function volume(tiers: readonly Tier[], quantity: Exact): Part[] {
  const units = Number(text(quantity));
  const at = tiers.findIndex(({ up_to }) => up_to === null || units <= up_to);
  const tier = tiers[at];
  return tier === undefined ? [] : tierParts(tier, at, quantity);
}

export function partsOf(pricing: Pricing, quantity: DecimalLike): Part[] {
  const { tiers, tiers_mode, transform_quantity, unit_amount_decimal: rate } = pricing;
  if (tiers !== undefined && tiers.length > 0)
    return tiers_mode === 'graduated' ? graduated(tiers, exact(quantity)) : volume(tiers, exact(quantity));
  const counted = transformed(quantity, transform_quantity);
  const amount = rounded(times(exact(rate ?? 0), counted));
  return [{ tier: null, flat: false, quantity: exact(quantity), rate, amount }];
}

/** In the smallest unit: what the parts add up to. */
export const priceOf = (pricing: Pricing, quantity: DecimalLike): number =>
  partsOf(pricing, quantity).reduce((sum, { amount }) => sum + amount, 0);
