import { StripeError } from '../../kernel/errors.ts';
import { checkLimits } from '../charge/amount.ts';

const known = new Map<string, number>();

function isChargeable(amount: number, currency: string): boolean {
  try {
    checkLimits(amount, currency);
    return true;
  } catch (error) {
    if (error instanceof StripeError && error.details.code === 'amount_too_small') return false;
    return true;
  }
}

/** The smallest amount that can be charged in a currency: found by halving, from what charges accept. */
export function leastCharge(currency: string): number {
  const found = known.get(currency);
  if (found !== undefined) return found;
  let low = 1;
  let high = 100_000;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (isChargeable(middle, currency)) high = middle;
    else low = middle + 1;
  }
  known.set(currency, low);
  return low;
}
