/** What differs by country before anything is known of the business. */

/** Countries of one region are asked for the same. */
export type Region = 'us' | 'gb' | 'eu' | 'states' | 'other';

const euro = [
  'AT',
  'BE',
  'CY',
  'DE',
  'EE',
  'ES',
  'FI',
  'FR',
  'GR',
  'HR',
  'IE',
  'IT',
  'LT',
  'LU',
  'LV',
  'MT',
  'NL',
  'PT',
];
const otherCurrencies: Readonly<Record<string, string>> = {
  AE: 'aed',
  AU: 'aud',
  BG: 'eur',
  BR: 'brl',
  CA: 'cad',
  CH: 'chf',
  CZ: 'czk',
  DK: 'dkk',
  GB: 'gbp',
  HK: 'hkd',
  HU: 'huf',
  IN: 'inr',
  JP: 'jpy',
  LI: 'chf',
  MX: 'mxn',
  MY: 'myr',
  NO: 'nok',
  NZ: 'nzd',
  PL: 'pln',
  RO: 'ron',
  SE: 'sek',
  SG: 'sgd',
  SI: 'eur',
  SK: 'eur',
  TH: 'thb',
  US: 'usd',
};

const regions = new Map<string, Region>([
  ['US', 'us'],
  ['GB', 'gb'],
  ['CA', 'states'],
  ['AU', 'states'],
  ...[...euro, 'BG', 'CZ', 'DK', 'HU', 'LI', 'NO', 'PL', 'RO', 'SE', 'SI', 'SK'].map((eu) => [eu, 'eu'] as const),
]);

export const regionOf = (country: string): Region => regions.get(country) ?? 'other';

export const currencyOf = (country: string): string =>
  euro.includes(country) ? 'eur' : (otherCurrencies[country] ?? 'usd');

/** Where a currency is at home; the euro in Germany. */
export const countryOf = (currency: string): string =>
  Object.keys(otherCurrencies).find((country) => otherCurrencies[country] === currency && currency !== 'eur') ?? 'DE';

/** Days until a charge is paid out, where the schedule says nothing else. */
export const delayDaysOf = (country: string): number => (country === 'US' || country === 'AU' ? 2 : 7);
