/** International bank account numbers: ISO 13616. */
import { bare } from './digits.ts';

/** How long the number of each country is. */
const lengths: Readonly<Record<string, number>> = {
  AD: 24,
  AE: 23,
  AL: 28,
  AT: 20,
  AZ: 28,
  BA: 20,
  BE: 16,
  BG: 22,
  BH: 22,
  CH: 21,
  CR: 22,
  CY: 28,
  CZ: 24,
  DE: 22,
  DK: 18,
  EE: 20,
  EG: 29,
  ES: 24,
  FI: 18,
  FR: 27,
  GB: 22,
  GI: 23,
  GR: 27,
  GT: 28,
  HR: 21,
  HU: 28,
  IE: 22,
  IL: 23,
  IS: 26,
  IT: 27,
  JO: 30,
  KW: 30,
  KZ: 20,
  LI: 21,
  LT: 20,
  LU: 20,
  LV: 21,
  MC: 27,
  MD: 24,
  MK: 19,
  MT: 31,
  MU: 30,
  NL: 18,
  NO: 15,
  PK: 24,
  PL: 28,
  PT: 25,
  QA: 29,
  RO: 24,
  RS: 22,
  SA: 24,
  SE: 24,
  SI: 19,
  SK: 24,
  SM: 27,
  SV: 28,
  TN: 24,
  TR: 26,
};

const form = /^[A-Z]{2}\d{2}[A-Z0-9]+$/;
const shortest = 15;
const longest = 34;

export const isIbanCountry = (country: string): boolean => Object.hasOwn(lengths, country);

/** Whether somebody means an IBAN; it may have slips. */
export const looksLikeIban = (number: string): boolean => form.test(number);

/** Without the spaces in which people write it. */
export const compact = (number: string): string => bare(number).toUpperCase();

/** Without a slip: the first four characters moved to the end, letters as numbers from 10, leave 1 divided by 97. */
export function isIban(number: string): boolean {
  if (!looksLikeIban(number) || number.length < shortest || number.length > longest) return false;
  let rest = 0;
  for (const character of number.slice(4) + number.slice(0, 4))
    for (const digit of String(Number.parseInt(character, 36))) rest = (rest * 10 + Number(digit)) % 97;
  return rest === 1;
}

/** Whether it is one of `country`, and as long as these are. */
export const isIbanOf = (country: string, number: string): boolean =>
  number.startsWith(country) && number.length === lengths[country] && isIban(number);
