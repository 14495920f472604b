/** Addresses, as forms ask for them and as they come back. */
import { html } from 'hono/html';
import { isHash, type Params } from '../kernel/params.ts';
import { countryName } from '../kernel/wording.ts';
import type { Html } from './document.ts';

/** A field of the form, empty where it was not sent as text. */
export function text(sent: Params, name: string): string {
  const value = sent[name];
  return typeof value === 'string' ? value : '';
}

/** Offered where the merchant limits nothing. */
const usual = [
  'US',
  'AU',
  'AT',
  'BE',
  'BR',
  'CA',
  'DK',
  'FI',
  'FR',
  'DE',
  'GB',
  'IE',
  'IT',
  'JP',
  'MX',
  'NL',
  'NZ',
  'NO',
  'PL',
  'PT',
  'SG',
  'ES',
  'SE',
  'CH',
];

/** Stripe's codes that name no region of their own. */
const special: Readonly<Record<string, string>> = { ZZ: 'Other', AC: 'Ascension Island', TA: 'Tristan da Cunha' };

const nameOf = (code: string): string => special[code] ?? countryName(code);

export function countryField(
  name: string,
  label: string,
  chosen: string,
  countries: readonly string[] = usual,
  autocomplete = 'country',
): Html {
  const codes = countries.includes(chosen) || countries !== usual ? countries : [chosen, ...countries];
  return html`<label>${label}
<select name="${name}" autocomplete="${autocomplete}">${codes.map(
    (code) => html`<option value="${code}"${code === chosen ? html` selected` : ''}>${nameOf(code)}</option>`,
  )}</select></label>`;
}

interface AddressForm {
  /** `shipping`, `billing`: before the name of each field, and for the browser's own address book. */
  readonly group: 'shipping' | 'billing';
  readonly countries?: readonly string[] | undefined;
  readonly entered: Readonly<Record<string, string>>;
  /** Nothing need be filled in. */
  readonly optional?: boolean;
}

export function addressFields({ group, countries, entered, optional = false }: AddressForm): Html {
  const field = (name: string, label: string, token: string, required: boolean): Html => html`<label>${label}
<input name="${group}[${name}]" autocomplete="${group} ${token}" value="${entered[`${group}[${name}]`] ?? ''}"${
    required && !optional ? html` required` : ''
  }></label>`;
  const country = entered[`${group}[country]`] ?? countries?.[0] ?? 'US';
  return html`${field('name', 'Full name', 'name', true)}
${countryField(`${group}[country]`, 'Country', country, countries, `${group} country`)}
${field('line1', 'Street address', 'address-line1', true)}
${field('line2', 'Apartment, suite', 'address-line2', false)}
<div class="row">
<div>${field('city', 'City', 'address-level2', true)}</div>
<div>${field('postal_code', 'Postal code', 'postal-code', false)}</div>
</div>
${field('state', 'State', 'address-level1', false)}`;
}

interface NamedAddress {
  readonly name: string;
  readonly address: {
    readonly city: string | null;
    readonly country: string | null;
    readonly line1: string | null;
    readonly line2: string | null;
    readonly postal_code: string | null;
    readonly state: string | null;
  };
}

/** Null where the street is missing. */
export function addressFrom(sent: Params, group: AddressForm['group']): NamedAddress | null {
  const fields = sent[group];
  if (!isHash(fields) || text(fields, 'line1') === '') return null;
  const value = (name: string): string | null => text(fields, name).trim() || null;
  return {
    name: value('name') ?? '',
    address: {
      city: value('city'),
      country: value('country'),
      line1: value('line1'),
      line2: value('line2'),
      postal_code: value('postal_code'),
      state: value('state'),
    },
  };
}
