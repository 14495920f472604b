/** Which taxes are due at a place, and whether the account collects them there. */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import { isActiveAt } from '../tax-registration/status.ts';
import type { Place } from './place.ts';
import { others, union } from './table/countries.ts';
import type { Levied } from './table/levied.ts';
import { provinces } from './table/provinces.ts';
import { states } from './table/states.ts';

type Registration = Stripe.Tax.Registration;

interface Jurisdiction {
  readonly country: string;
  readonly display_name: string;
  readonly level: 'country' | 'state';
  readonly state: string | null;
}

export interface Levy extends Levied {
  readonly jurisdiction: Jurisdiction;
  /** Whether the account has registered for it. */
  readonly collected: boolean;
}

/** What the options of a registration may say, for any country. */
interface Options {
  readonly type?: string;
  readonly state?: string;
  readonly province_standard?: { readonly province: string };
}

const schemes: ReadonlySet<string> = new Set(['oss_union', 'oss_non_union', 'ioss']);

const optionsOf = ({ country, country_options }: Registration): Options =>
  (country_options as Readonly<Record<string, Options>>)[country.toLowerCase()] ?? {};

export const inUnion = (country: string): boolean => Object.hasOwn(union, country);

function covers(registration: Registration, { country, state }: Place, provincial: boolean): boolean {
  const options = optionsOf(registration);
  if (inUnion(country) && schemes.has(options.type ?? '')) return true;
  if (registration.country !== country) return false;
  if (country === 'US') return options.state === state;
  if (country !== 'CA') return true;
  const province = options.type === 'province_standard' ? options.province_standard?.province : undefined;
  return provincial ? province === state : province === undefined;
}

const salesTax = (rate: string): Levied => ({ display_name: 'Sales tax', tax_type: 'sales_tax', rate });

interface Due {
  readonly levied: Levied;
  readonly name: string;
  /** Of a state or province, beside what the country levies. */
  readonly provincial: boolean;
}

function dueAt({ country, state }: Place): Due[] | undefined {
  if (country === 'US') {
    const row = states[state ?? ''];
    return row && [{ levied: salesTax(row.rate), name: row.name, provincial: true }];
  }
  if (country === 'CA') {
    const row = provinces[state ?? ''];
    if (row === undefined) return undefined;
    const federal = { levied: row.federal, name: 'Canada', provincial: false };
    return row.own === undefined ? [federal] : [federal, { levied: row.own, name: row.name, provincial: true }];
  }
  const row = union[country] ?? others[country];
  return row && [{ levied: row.levied, name: row.name, provincial: false }];
}

/** At `date` (Unix seconds). Undefined where the table knows no tax. */
export async function leviesAt(work: Work, place: Place, date: number): Promise<Levy[] | undefined> {
  const due = dueAt(place);
  if (due === undefined) return undefined;
  const registrations = await work.list<Registration>('tax.registration');
  const active = registrations.filter((registration) => isActiveAt(registration, date));
  return due.map(({ levied, name, provincial }) => ({
    ...levied,
    jurisdiction: {
      country: place.country,
      display_name: name,
      level: provincial ? 'state' : 'country',
      state: provincial ? place.state : null,
    },
    collected: active.some((registration) => covers(registration, place, provincial)),
  }));
}
