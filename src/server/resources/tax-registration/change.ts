/** https://docs.stripe.com/tax/registrations-api */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Call, Work } from '../../kernel/work.ts';
import { inUnion } from '../tax-calculation/levies.ts';
import { provinces } from '../tax-calculation/table/provinces.ts';
import { states } from '../tax-calculation/table/states.ts';
import { statusAt } from './status.ts';

type Registration = Stripe.Tax.Registration;
type Params = Stripe.Tax.RegistrationCreateParams;

/** What the options of any country may say. */
interface Options {
  readonly type: string;
  readonly state?: string;
  readonly standard?: object;
  readonly province_standard?: { readonly province: string };
}

const isTime = (sent: number | 'now' | undefined, now: number): number =>
  sent === undefined || sent === 'now' ? now : sent;

function optionsOf({ country, country_options }: Params): Options {
  const key = country.toLowerCase();
  const all = country_options as unknown as Readonly<Record<string, Options>>;
  const other = Object.keys(all).find((name) => name !== key);
  if (other !== undefined)
    throw errors.invalid(`The options of ${other} do not fit the country ${country}.`, `country_options[${other}]`);
  const own = all[key];
  if (own === undefined) throw errors.parameterMissing(`country_options[${key}]`);
  return own;
}

function checkRegion(country: string, { state, province_standard, type }: Options): void {
  if (country === 'US' && !(String(state) in states))
    throw errors.invalid(`Invalid state: ${String(state)}`, 'country_options[us][state]');
  if (type === 'province_standard' && !(String(province_standard?.province) in provinces)) {
    const param = 'country_options[ca][province_standard][province]';
    if (province_standard === undefined) throw errors.parameterMissing(param);
    throw errors.invalid(`Invalid province: ${province_standard.province}`, param);
  }
}

const place = ({ type, state, province_standard }: Options): string =>
  [type, state, province_standard?.province].join(' ');

async function checkNew(work: Work, country: string, options: Options): Promise<void> {
  const key = country.toLowerCase();
  const all = await work.list<Registration>('tax.registration', { where: { country } });
  const same = all.find((each) => {
    const own = (each.country_options as unknown as Readonly<Record<string, Options>>)[key];
    return own !== undefined && place(own) === place(options) && statusAt(each, work.now) !== 'expired';
  });
  if (same !== undefined)
    throw errors.invalid(`You have a registration for this place already: ${same.id}.`, 'country_options');
}

function checkOrder(from: number, until: number | null): void {
  if (until !== null && until <= from)
    throw errors.invalid('A registration must expire after it becomes active.', 'expires_at');
}

/** Within the union, a standard registration says where supplies are placed. */
function shownOptions(country: string, options: Options): Options {
  if (!inUnion(country) || options.type !== 'standard') return options;
  return { ...options, standard: options.standard ?? { place_of_supply_scheme: 'standard' } };
}

export async function createRegistration({ work, params }: Call<Params>): Promise<Registration> {
  const country = params.country.toUpperCase();
  if (!/^[A-Z]{2}$/.test(country)) throw errors.invalid(`Invalid country: ${params.country}`, 'country');
  const options = optionsOf({ ...params, country });
  checkRegion(country, options);
  await checkNew(work, country, options);
  const active_from = isTime(params.active_from, work.now);
  const expires_at = params.expires_at ?? null;
  checkOrder(active_from, expires_at);
  return work.insert<Registration>({
    ...work.blank<Registration>('tax.registration'),
    active_from,
    country,
    country_options: { [country.toLowerCase()]: shownOptions(country, options) } as Registration['country_options'],
    expires_at,
    status: statusAt({ active_from, expires_at }, work.now),
  });
}

export async function updateRegistration({
  work,
  params,
  targets,
}: Call<Stripe.Tax.RegistrationUpdateParams>): Promise<Registration> {
  const registration = targets[0] as Registration;
  const { active_from: from, expires_at: until } = params;
  const active_from = from === undefined ? registration.active_from : isTime(from, work.now);
  const expires_at = until === undefined ? registration.expires_at : !until ? null : isTime(until, work.now);
  if (from !== undefined && registration.active_from <= work.now)
    throw errors.invalid('The start of a registration that has begun cannot be changed.', 'active_from');
  checkOrder(active_from, expires_at);
  return work.update<Registration>(registration, { active_from, expires_at });
}
