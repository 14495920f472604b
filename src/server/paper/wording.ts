/** How amounts and addresses read on paper. */
import { countryName } from '../kernel/wording.ts';
import type { Paper } from './document.ts';

const formats = new Map<string, Intl.NumberFormat>();

/** `-$1,234.50`, of an amount in the smallest unit. Currencies without a sign of their own are named. */
export function amount(value: number, currency: string): string {
  let format = formats.get(currency);
  if (format === undefined) {
    format = new Intl.NumberFormat('en-US', { style: 'currency', currency });
    formats.set(currency, format);
  }
  return format.format(value / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

interface Party {
  readonly name?: string | null | undefined;
  readonly email?: string | null | undefined;
  readonly phone?: string | null | undefined;
  readonly address?:
    | {
        readonly city?: string | null;
        readonly country?: string | null;
        readonly line1?: string | null;
        readonly line2?: string | null;
        readonly postal_code?: string | null;
        readonly state?: string | null;
      }
    | null
    | undefined;
}

/** The lines of an address block; what is unknown is left out. */
export function party({ name, email, phone, address }: Party): string[] {
  const { city, country, line1, line2, postal_code, state } = address ?? {};
  const town = [city, [state, postal_code].filter(Boolean).join(' ')].filter(Boolean).join(', ');
  return [name, line1, line2, town, country && countryName(country), phone, email].filter(
    (text): text is string => typeof text === 'string' && text !== '',
  );
}

const american: ReadonlySet<string> = new Set(['US', 'CA', 'MX']);

export const sizeFor = (country: string | null | undefined): Paper['size'] =>
  american.has(country ?? 'US') ? 'letter' : 'a4';
