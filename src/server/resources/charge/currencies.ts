/** Currencies that Stripe takes, in the order in which it lists them. */
import { errors } from '../../kernel/errors.ts';

const supported: readonly string[] = (
  'usd aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bhd bif bmd bnd bob brl bsd bwp byn bzd cad cdf chf clp cny cop ' +
  'crc cve czk djf dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gnf gtq gyd hkd hnl hrk htg huf idr ils inr isk jmd jod jpy ' +
  'kes kgs khr kmf krw kwd kyd kzt lak lbp lkr lrd lsl mad mdl mga mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio nok npr ' +
  'nzd omr pab pen pgk php pkr pln pyg qar ron rsd rub rwf sar sbd scr sek sgd shp sle sos srd std szl thb tjs tnd top try ttd ' +
  'twd tzs uah ugx uyu uzs vnd vuv wst xaf xcd xcg xof xpf yer zar zmw usdc btn ghs eek lvl svc vef ltl sll mro'
).split(' ');

const known = new Set(supported);
const zeroDecimal = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '));
const threeDecimal = new Set('bhd jod kwd omr tnd'.split(' '));

/** Lower-case, or Stripe's refusal of a currency it does not take. */
export function readCurrency(sent: string, param = 'currency'): string {
  const currency = sent.toLowerCase();
  if (known.has(currency)) return currency;
  throw errors.invalid(
    `Invalid currency: ${sent}. Stripe currently supports these currencies: ${supported.join(', ')}`,
    param,
  );
}

/** How many digits of an amount stand behind the point. */
export function decimalsOf(currency: string): 0 | 2 | 3 {
  if (zeroDecimal.has(currency)) return 0;
  return threeDecimal.has(currency) ? 3 : 2;
}

const symbols: Readonly<Record<string, string>> = {
  aud: '$',
  cad: '$',
  eur: '€',
  gbp: '£',
  hkd: '$',
  inr: '₹',
  jpy: '¥',
  mxn: '$',
  nzd: '$',
  sgd: '$',
  usd: '$',
};

/** `$40.00`, `¥500`, `2.50` where the currency has no sign of its own. */
export function formatAmount(amount: number, currency: string): string {
  const decimals = decimalsOf(currency);
  return `${symbols[currency] ?? ''}${(amount / 10 ** decimals).toFixed(decimals)}`;
}
