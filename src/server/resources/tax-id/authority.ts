/** What tax authorities know of a number: https://docs.stripe.com/billing/customer/tax-ids */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { inUnion } from '../tax-calculation/levies.ts';

type Verification = Stripe.TaxId.Verification;

export interface Numbered {
  readonly type: string;
  readonly value: string;
}

/** Only these authorities are asked. */
const asked: ReadonlySet<string> = new Set(['au_abn', 'eu_vat', 'gb_vat']);

/** Values by which test mode tells the answer, with or without a country before them. */
const refused = '111111111';
const neverAnswered = '222222222';
const magic: ReadonlySet<string> = new Set(['000000000', refused, neverAnswered]);

/** Countries that the numbers spell otherwise. */
const spelled: Readonly<Record<string, string>> = { EL: 'GR', XI: 'GB' };

const digitsOf = (value: string): string => value.replace(/\D/g, '');

/** Northern Ireland has numbers of the union too. */
function isEuropean(value: string): boolean {
  const start = value.slice(0, 2);
  const country = spelled[start] ?? start;
  return /^[A-Z]{2}[A-Z0-9+*]{2,12}$/.test(value) && (inUnion(country) || start === 'XI');
}

const formats: Readonly<Record<string, (value: string) => boolean>> = {
  au_abn: (value) => /^\d{11}$/.test(value.replaceAll(' ', '')),
  eu_vat: isEuropean,
  gb_vat: (value) => /^GB(\d{9}|\d{12}|(GD|HA)\d{3})$/.test(value),
};

export function checkFormat({ type, value }: Numbered, param: string): void {
  if (value === '') throw errors.empty(param);
  if (magic.has(value) || (formats[type]?.(value) ?? true)) return;
  throw errors.invalid(`Invalid value for ${type}.`, param, 'tax_id_invalid');
}

/** `eu_vat` numbers begin with their country, the names of most other types do. */
export function countryOf({ type, value }: Numbered): string | null {
  if (type !== 'eu_vat') return type.slice(0, 2).toUpperCase();
  const start = value.slice(0, 2);
  return /^[A-Z]{2}$/.test(start) ? (spelled[start] ?? start) : null;
}

const unnamed = (status: Verification['status']): Verification => ({
  status,
  verified_address: null,
  verified_name: null,
});

export const isAsked = ({ type }: Numbered): boolean => asked.has(type);

/** Until the authority answers, if it does at all. */
export const beforeAnswer = (sent: Numbered): Verification => unnamed(isAsked(sent) ? 'pending' : 'unavailable');

export const answers = ({ value }: Numbered): boolean => digitsOf(value) !== neverAnswered;

export const verified: Verification = {
  status: 'verified',
  verified_address: '123 TEST STREET',
  verified_name: 'TEST',
};

export const unverified: Verification = unnamed('unverified');

export const answerOn = ({ value }: Numbered): Verification => (digitsOf(value) === refused ? unverified : verified);
