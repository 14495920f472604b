/** What a test owner answers: data that passes every check, in the parameters of an update. */
import type Stripe from 'stripe';
import { type BankNumbers, exampleIn } from '../bank-account/test-numbers.ts';
import type { StoredPerson } from '../person/stored.ts';
import { currencyOf } from './countries.ts';
import type { StoredAccount } from './stored.ts';

const phone = '0000000000';

interface Place {
  readonly city: string;
  readonly postal_code: string;
  readonly state?: string;
}

const elsewhere: Place = { city: 'Testville', postal_code: '10115' };
const places: Readonly<Record<string, Place>> = {
  AU: { city: 'Sydney', postal_code: '2000', state: 'NSW' },
  CA: { city: 'Toronto', postal_code: 'M4C 1T2', state: 'ON' },
  FR: { city: 'Paris', postal_code: '75001' },
  GB: { city: 'London', postal_code: 'SW1A 1AA' },
  IE: { city: 'Dublin', postal_code: 'D02 AF30' },
  US: { city: 'San Francisco', postal_code: '94107', state: 'CA' },
};

const addressIn = (country: string): Stripe.AddressParam => ({
  country,
  line1: 'address_full_match',
  ...(places[country] ?? elsewhere),
});

/** The profile of the business, and the company unless it is an individual's. What is there already stays. */
export function testProfile(
  { business_profile, country, settings }: StoredAccount,
  type: string,
): Stripe.AccountUpdateParams {
  const { product_description, support_phone, mcc, url } = business_profile ?? {};
  return {
    business_profile: {
      mcc: mcc ?? '5734',
      product_description: product_description ?? 'Goods and services for tests',
      support_phone: support_phone ?? '+15555550100',
      url: url ?? 'https://accessible.stripe.com',
    },
    ...(type !== 'individual' && {
      company: { address: addressIn(country ?? ''), name: 'Test Company', phone, tax_id: '000000000' },
    }),
    settings: { payments: { statement_descriptor: settings?.payments?.statement_descriptor ?? 'TEST SELLER' } },
  };
}

/** That nobody else owns or runs the company. */
export const nobodyElse = { directors_provided: true, executives_provided: true, owners_provided: true } as const;

type TestPerson = Stripe.AccountCreateParams.Individual & Pick<Stripe.AccountCreatePersonParams, 'relationship'>;

/** The individual, or the only owner of the company, who represents it. */
export function testOwner(
  { country }: StoredAccount,
  type: string,
  { email, first_name, last_name }: Partial<StoredPerson> = {},
): TestPerson {
  return {
    address: addressIn(country ?? ''),
    dob: { day: 1, month: 1, year: 1901 },
    email: email ?? 'owner@example.com',
    first_name: first_name ?? 'Jenny',
    id_number: '000000000',
    last_name: last_name ?? 'Rosen',
    phone,
    ...(type !== 'individual' && {
      relationship: { director: true, executive: true, owner: true, percent_ownership: 100, title: 'CEO' },
    }),
  };
}

/** A bank account whose payouts arrive. */
export const testBank = ({ country }: StoredAccount): BankNumbers => exampleIn(country ?? '');

export const bankIn = (country: string, numbers: BankNumbers) =>
  ({ object: 'bank_account', country, currency: currencyOf(country), ...numbers }) as const;
