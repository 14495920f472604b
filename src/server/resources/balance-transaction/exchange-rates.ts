/** What a unit of each currency is worth here, in US dollars: real orders of magnitude, the same every day. */
import { decimalsOf } from '../charge/currencies.ts';

const inDollars: Readonly<Record<string, number>> = {
  aed: 0.272,
  aud: 0.66,
  bgn: 0.555,
  brl: 0.185,
  cad: 0.735,
  chf: 1.13,
  czk: 0.043,
  dkk: 0.145,
  eur: 1.085,
  gbp: 1.27,
  hkd: 0.128,
  huf: 0.0027,
  inr: 0.012,
  jpy: 0.0066,
  mxn: 0.055,
  myr: 0.22,
  nok: 0.094,
  nzd: 0.61,
  pln: 0.252,
  ron: 0.218,
  sek: 0.095,
  sgd: 0.745,
  thb: 0.028,
  usd: 1,
};

/** What an amount of `from`, in its smallest unit, is multiplied with to be one of `to`; five digits, as Stripe shows them. */
export function exchangeRate(from: string, to: string): number {
  const units = (inDollars[from] ?? 1) / (inDollars[to] ?? 1);
  return Number((units * 10 ** (decimalsOf(to) - decimalsOf(from))).toFixed(5));
}
