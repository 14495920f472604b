/** What may be charged: https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts */
import { errors } from '../../kernel/errors.ts';
import { decimalsOf, formatAmount } from './currencies.ts';

/** In the smallest unit. Currencies that are not here have no minimum of their own. */
const minimums: Readonly<Record<string, number>> = {
  aed: 200,
  aud: 50,
  bgn: 100,
  brl: 50,
  cad: 50,
  chf: 50,
  czk: 1500,
  dkk: 250,
  eur: 50,
  gbp: 30,
  hkd: 400,
  huf: 17_500,
  inr: 50,
  jpy: 50,
  mxn: 1000,
  myr: 200,
  nok: 300,
  nzd: 50,
  pln: 200,
  ron: 200,
  sek: 300,
  sgd: 50,
  thb: 1000,
  usd: 50,
};

const mostDigits = 8;
const moreDigits: Readonly<Record<string, number>> = { idr: 12 };

/** The smallest amount that can be charged, in the smallest unit of the currency. */
export const leastCharge = (currency: string): number => minimums[currency] ?? 1;

/** Refuses what lies outside the limits of the currency. `amount` in its smallest unit, at least 1. */
export function checkLimits(amount: number, currency: string, param = 'amount'): void {
  const most = 10 ** (moreDigits[currency] ?? mostDigits) - 1;
  if (amount > most) {
    throw errors.invalid(`Amount must be no more than ${formatMost(most, currency)}`, param, 'amount_too_large');
  }
  if (decimalsOf(currency) === 3 && amount % 10 !== 0) {
    throw errors.invalid(
      `Invalid amount: the least significant digit of an amount in ${currency} must be 0.`,
      param,
      'invalid_charge_amount',
    );
  }
  const least = leastCharge(currency);
  if (amount < least) {
    throw errors.invalid(
      `Amount must be at least ${formatAmount(least, currency)} ${currency}`,
      param,
      'amount_too_small',
    );
  }
}

/** Stripe groups the thousands here: `$999,999.99`. */
function formatMost(amount: number, currency: string): string {
  return formatAmount(amount, currency).replace(/\d(?=(\d{3})+(\.|$))/g, '$&,');
}
