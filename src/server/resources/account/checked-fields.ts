/** Forms that fields must have before anything is verified. */
import { isIP } from 'node:net';
import { errors } from '../../kernel/errors.ts';
import { checkCountry } from './country-codes.ts';
import { valueAt } from './paths.ts';

interface Place {
  /** Of the account. */
  readonly country: string;
  /** Unix seconds. */
  readonly now: number;
}

interface Problem {
  readonly message: string;
  readonly code?: string;
}

/** What is wrong with a value that was sent; nothing when it is well formed. */
type Check = (value: string, place: Place) => Problem | undefined;

const formed =
  (form: RegExp, message: (value: string) => string, code?: string): Check =>
  (value) =>
    form.test(value) ? undefined : { message: message(value), ...(code !== undefined && { code }) };

const email = formed(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, (value) => `Invalid email address: ${value}`, 'email_invalid');
const url = formed(/^(https?:\/\/)?[^\s/.]+(\.[^\s/.]+)+(\/\S*)?$/i, () => 'Not a valid URL', 'url_invalid');
const phone = formed(/^\+?(?:[\s().-]*\d){5,15}[\s().-]*$/, (value) => `"${value}" is not a valid phone number`);
const fourDigits = (what: string): Check => formed(/^\d{4}$/, () => `Invalid ${what}: must have 4 digits`);

const nineDigits = /^\d{9}$/;
const taxNumber: Check = (value, { country }) =>
  country === 'US' && !nineDigits.test(value) ? { message: 'US tax IDs must have 9 digits' } : undefined;

const least = 5;

const descriptor: Check = (value) => {
  if (value.length < least) return { message: `The statement descriptor must be at least ${least} characters.` };
  if (/[<>\\'"*]/.test(value))
    return { message: `The statement descriptor may not contain any of these characters: < > \\ ' " *` };
  if (!/\p{L}/u.test(value)) return { message: 'The statement descriptor must contain at least one letter.' };
  return undefined;
};

const firstDay = Date.UTC(2009, 0, 1) / 1000;

const acceptance: Check = (value, { now }) =>
  Number(value) >= firstDay && Number(value) <= now
    ? undefined
    : {
        message:
          'ToS acceptance date is not valid. Dates are expected to be integers, measured in seconds, not in the future, and after 2009',
      };

const ip: Check = (value) => (isIP(value) === 0 ? { message: `Invalid IP address: ${value}` } : undefined);

type Checks = Readonly<Record<string, Check>>;

const ofAccount: Checks = {
  email,
  'business_profile.mcc': fourDigits('mcc'),
  'business_profile.support_email': email,
  'business_profile.support_phone': phone,
  'business_profile.support_url': url,
  'business_profile.url': url,
  'company.phone': phone,
  'company.tax_id': taxNumber,
  'settings.payments.statement_descriptor': descriptor,
  'tos_acceptance.date': acceptance,
  'tos_acceptance.ip': ip,
};

const ofPerson: Checks = { email, id_number: taxNumber, phone, ssn_last_4: fourDigits('ssn_last_4') };

/** Where an address may stand. */
const addresses = ['address', 'business_profile.support_address', 'company.address', 'registered_address'] as const;

const paramOf = (path: string): string => path.replaceAll(/\.([^.]+)/g, '[$1]');

function check(checks: Checks, sent: object, place: Place, at: string): void {
  for (const [path, wrong] of Object.entries(checks)) {
    const value = valueAt(sent, path);
    if (value === undefined || value === null || value === '') continue;
    const problem = wrong(String(value), place);
    if (problem !== undefined) throw errors.invalid(problem.message, paramOf(at + path), problem.code);
  }
  for (const path of addresses) {
    const country = valueAt(sent, `${path}.country`);
    if (typeof country === 'string' && country !== '') checkCountry(country, paramOf(`${at}${path}.country`));
  }
}

/** Refuses parameters of an account that no account could have. */
export const checkAccountFields = (sent: object, place: Place): void => check(ofAccount, sent, place, '');

/** Refuses parameters of a person; `at` is where the request has it: `individual`. */
export const checkPersonFields = (sent: object, place: Place, at?: string): void =>
  check(ofPerson, sent, place, at === undefined ? '' : `${at}.`);
