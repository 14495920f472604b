/** Where the customer is, as far as taxes need to know. */
import { errors, type StripeError } from '../../kernel/errors.ts';
import { provinceOfCode, provinces } from './table/provinces.ts';
import { stateOfZip } from './table/states.ts';

export interface Place {
  /** Two letters. */
  readonly country: string;
  readonly state: string | null;
}

interface Address {
  readonly country?: string | null | undefined;
  readonly postal_code?: string | null | undefined;
  readonly state?: string | null | undefined;
}

type Find = (address: Address) => string | undefined;

function provinceNamed(sent: string): string | undefined {
  const wanted = sent.trim().toUpperCase();
  if (Object.hasOwn(provinces, wanted)) return wanted;
  return Object.keys(provinces).find((code) => provinces[code]?.name.toUpperCase() === wanted);
}

/** In the US a state alone says too little: https://docs.stripe.com/tax/customer-locations */
const regions: Readonly<Record<string, Find>> = {
  US: ({ postal_code }) => stateOfZip(postal_code ?? ''),
  CA: ({ postal_code, state }) => provinceOfCode(postal_code ?? '') ?? provinceNamed(state ?? ''),
};

/** Undefined for an address that does not say enough. */
export function placeOf(address: Address | null | undefined): Place | undefined {
  const country = address?.country?.toUpperCase();
  if (!address || !country || !/^[A-Z]{2}$/.test(country)) return undefined;
  const find = regions[country];
  if (find === undefined) return { country, state: address.state || null };
  const state = find(address);
  return state === undefined ? undefined : { country, state };
}

export const unknownPlace = (param?: string): StripeError =>
  errors.invalid(
    "We could not determine the customer's tax location based on the provided customer address.",
    param,
    'customer_tax_location_invalid',
  );
