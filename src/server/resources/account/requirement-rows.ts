/** Which data Stripe needs, by region and kind of business: https://docs.stripe.com/connect/required-verification-information */
import type { Region } from './countries.ts';

export interface ProfileRow {
  readonly field: string;
  /** Given, it makes the field needless. */
  readonly alternative?: string;
  /** The capability that needs it; every one when left out. */
  readonly for?: 'cards';
  readonly regions?: readonly Region[];
  readonly dashboards?: readonly string[];
  /** Payouts wait for it, charges do not. */
  readonly payoutsOnly?: true;
}

const tos: readonly ProfileRow[] = [{ field: 'tos_acceptance.date' }, { field: 'tos_acceptance.ip' }];
const bank: ProfileRow = { field: 'external_account', payoutsOnly: true };

export const profileRows: readonly ProfileRow[] = [
  { field: 'business_profile.mcc', for: 'cards' },
  { field: 'business_profile.url', alternative: 'business_profile.product_description' },
  { field: 'business_type' },
  { field: 'settings.payments.statement_descriptor', for: 'cards', regions: ['us'], dashboards: ['express'] },
  bank,
  ...tos,
];

/** Accounts with Stripe's full dashboard for which Stripe collects: their owners tell Stripe the rest. */
export const fullDashboardRows: readonly ProfileRow[] = [
  { field: 'business_profile.product_description' },
  { field: 'business_profile.support_phone' },
  { field: 'business_profile.url' },
  bank,
  ...tos,
];

/** Before any capability is requested, and for those who only receive transfers. */
export const bareRows: readonly ProfileRow[] = [{ field: 'business_type' }, bank, ...tos];

const dob = ['dob.day', 'dob.month', 'dob.year'];
const names = ['first_name', 'last_name'];
const street = ['address.city', 'address.line1', 'address.postal_code'];
const reach = ['email', 'phone'];

/** Of the individual, or of a company's representative. */
export const identityRows: Readonly<Record<Region, readonly string[]>> = {
  us: [...street, 'address.state', ...dob, ...names, ...reach, 'ssn_last_4'],
  gb: [...street, ...dob, ...names, ...reach],
  eu: [...street, ...dob, ...names, ...reach],
  states: [...street, 'address.state', ...dob, ...names, ...reach],
  other: [...street, ...dob, ...names, ...reach],
};

/** Of the representative while the kind of business is unknown. */
export const briefIdentityRows: Readonly<Record<Region, readonly string[]>> = {
  us: [...dob, 'email', ...names],
  gb: [...street, ...dob, ...names, ...reach],
  eu: [...street, ...dob, ...names, ...reach],
  states: [...dob, 'email', ...names],
  other: [...dob, ...names, ...reach],
};

export const representativeRows: readonly string[] = ['relationship.executive', 'relationship.title'];

const place = ['company.address.city', 'company.address.line1', 'company.address.postal_code'];
const firm = ['company.name', 'company.phone', 'company.tax_id'];

export const companyRows: Readonly<Record<Region, readonly string[]>> = {
  us: [...place, 'company.address.state', ...firm],
  gb: [...place, ...firm],
  eu: [...place, ...firm],
  states: [...place, 'company.address.state', ...firm],
  other: [...place, ...firm],
};

export interface RoleRow {
  readonly role: 'owner' | 'director' | 'executive';
  /** The prefix while there is no such person. */
  readonly group: string;
  /** The platform's word that all of them are there. */
  readonly flag: 'owners_provided' | 'directors_provided' | 'executives_provided';
  readonly businessTypes: readonly string[];
  readonly regions: readonly Region[];
  readonly now: readonly string[];
  readonly later: Readonly<Partial<Record<Region, readonly string[]>>>;
}

export const roleRows: readonly RoleRow[] = [
  {
    role: 'owner',
    group: 'owners',
    flag: 'owners_provided',
    businessTypes: ['company'],
    regions: ['us', 'gb', 'eu', 'states', 'other'],
    now: ['email', ...names],
    later: {
      us: [...street, 'address.state', ...dob, 'phone', 'ssn_last_4'],
      gb: [...street, ...dob],
      eu: [...street, ...dob],
    },
  },
  {
    role: 'director',
    group: 'directors',
    flag: 'directors_provided',
    businessTypes: ['company'],
    regions: ['gb', 'eu'],
    now: ['email', ...names],
    later: { eu: dob },
  },
  {
    role: 'executive',
    group: 'executives',
    flag: 'executives_provided',
    businessTypes: ['company', 'non_profit'],
    regions: ['gb', 'eu'],
    now: ['email', ...names],
    later: { gb: [...street, ...dob], eu: [...street, ...dob] },
  },
];
