import { divideRounded, exact, plus, times } from './decimal.ts';
import type { Rate, Tax } from './lines.ts';

/** `base` · `own` / (100 + `all`), rounded once. */
function share(base: number, own: number, all: readonly number[]): number {
  const hundred = all.reduce((sum, percentage) => plus(sum, exact(percentage)), exact(100));
  const top = times(exact(base), exact(own));
  const scale = Math.max(top.scale, hundred.scale);
  const raise = (digits: bigint, from: number): bigint => digits * 10n ** BigInt(scale - from);
  return divideRounded(raise(top.digits, top.scale), raise(hundred.digits, hundred.scale));
}

/**
 * The taxes of one line on its discounted amount, each rounded half up: inclusive ones are taken out of it, exclusive
 * ones come on top of what is left.
 */
export function taxesOn(base: number, rates: readonly Rate[]): Tax[] {
  const included = rates.filter(({ inclusive }) => inclusive).map(({ percentage }) => percentage);
  const inside = rates.map(({ inclusive, percentage }) => (inclusive ? share(base, percentage, included) : 0));
  const taxable = base - inside.reduce((sum, amount) => sum + amount, 0);
  return rates.map(({ id, inclusive, percentage, reason }, at) => ({
    rate: id,
    inclusive,
    percentage,
    amount: inclusive ? (inside[at] ?? 0) : share(taxable, percentage, []),
    // What is exempt has no taxable amount.
    taxable: reason === undefined || reason === 'standard_rated' ? taxable : 0,
    reason,
  }));
}
