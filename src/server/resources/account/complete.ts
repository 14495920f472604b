/** What an owner fills in during onboarding, with test data that passes every check. */
import type Stripe from 'stripe';
import { oneOf, readFacts } from '../../kernel/facts.ts';
import type { Facts } from '../../kernel/machine.ts';
import type { Work } from '../../kernel/work.ts';
import { usRoutingNumber } from '../bank-account/test-numbers.ts';
import { changedPerson } from '../person/change.ts';
import type { StoredPerson } from '../person/stored.ts';
import { addExternal } from './add-external.ts';
import { currencyOf } from './countries.ts';
import { externalAccountsOf } from './external-accounts.ts';
import { changedProfile } from './profile.ts';
import { settle } from './settle.ts';
import type { StoredAccount } from './stored.ts';

const businessTypes = ['company', 'government_entity', 'individual', 'non_profit'] as const;
const phone = '0000000000';
const email = 'owner@example.com';

const addressIn = (country: string): Stripe.AddressParam => ({
  city: 'Testville',
  country,
  line1: 'address_full_match',
  postal_code: country === 'US' ? '94107' : 'M4C 1T2',
  state: country === 'US' ? 'CA' : 'ON',
});

const ownNumbers: Readonly<Record<string, { account_number: string; routing_number?: string }>> = {
  GB: { account_number: '00012345', routing_number: '108800' },
  US: { account_number: '000123456789', routing_number: usRoutingNumber },
};

function profileOf({ business_profile, settings }: StoredAccount, businessType: string, country: string, now: number) {
  const { product_description, support_phone, mcc, url } = business_profile ?? {};
  return {
    business_profile: {
      mcc: mcc ?? '5734',
      product_description: product_description ?? 'Goods and services for tests',
      support_phone: support_phone ?? '+15555550100',
      url: url ?? 'https://accessible.stripe.com',
    },
    business_type: businessType as Stripe.AccountUpdateParams.BusinessType,
    ...(businessType !== 'individual' && {
      company: {
        address: addressIn(country),
        directors_provided: true,
        executives_provided: true,
        name: 'Test Company',
        owners_provided: true,
        phone,
        tax_id: '000000000',
      },
    }),
    settings: { payments: { statement_descriptor: settings?.payments?.statement_descriptor ?? 'TEST SELLER' } },
    tos_acceptance: { date: now, ip: '127.0.0.1' },
  } satisfies Stripe.AccountUpdateParams;
}

function ownerOf(country: string, businessType: string, person: StoredPerson | undefined) {
  return {
    address: addressIn(country),
    dob: { day: 1, month: 1, year: 1901 },
    email: person?.email ?? email,
    first_name: person?.first_name ?? 'Jenny',
    id_number: '000000000',
    last_name: person?.last_name ?? 'Rosen',
    phone,
    ...(businessType !== 'individual' && {
      relationship: { director: true, executive: true, owner: true, percent_ownership: 100, title: 'CEO' },
    }),
  };
}

/** The owner submits the form. Checks follow, as after any other change. */
export async function complete(work: Work, account: StoredAccount, facts: Facts): Promise<StoredAccount> {
  const { business_type: type = account.business_type ?? 'individual' } = readFacts(facts, {
    business_type: oneOf(businessTypes),
  });
  const country = account.country ?? '';
  if ((await externalAccountsOf(work, account.id)).length === 0) {
    const numbers = ownNumbers[country] ?? { account_number: '000123456789' };
    const currency = currencyOf(country);
    await addExternal(work, account, { external_account: { object: 'bank_account', country, currency, ...numbers } });
  }
  const patch = {
    ...changedProfile(work, account, profileOf(account, type, country, work.now)),
    handed_over: true,
    asked: [],
  };
  const people = await work.on(account.id).list<StoredPerson>('person', { where: { account: account.id } });
  const known = people.find(({ relationship }) => relationship?.representative === true);
  const person = await changedPerson(work, { ...account, ...patch }, known, ownerOf(country, type, known));
  const requested = Object.keys(account.capabilities ?? {});
  // Accounts with Stripe's own dashboard get what they need without anybody asking.
  const recipient = account.tos_acceptance?.service_agreement === 'recipient';
  const usual = recipient ? ['transfers'] : ['card_payments', 'transfers'];
  const byThemselves = requested.length === 0 ? usual : [];
  return settle(work, account, { patch, person, wanted: new Map(byThemselves.map((name) => [name, true])) });
}
