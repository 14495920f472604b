/** What an individual's account shows of its person. */
import type Stripe from 'stripe';
import type { StoredPerson } from '../person/stored.ts';
import { newCompany } from './company.ts';
import type { StoredAccount } from './stored.ts';

/** An individual's account shows the person, and a company that repeats what both have. */
export function mirrored(
  account: StoredAccount,
  persons: readonly StoredPerson[],
): Partial<Pick<StoredAccount, 'individual' | 'company'>> {
  const person = persons.find(({ relationship }) => relationship?.representative === true);
  if (account.business_type !== 'individual' || person === undefined) return {};
  const { additional_tos_acceptances: _acceptances, secrets: _secrets, ...individual } = person;
  const { address, phone } = individual;
  const company: Stripe.Account.Company = {
    ...(account.company ?? newCompany(account.country ?? '')),
    ...(address !== undefined && { address: { ...address, line2: address.line2 ?? null } }),
    directors_provided: true,
    executives_provided: true,
    owners_provided: true,
    ...(phone !== undefined && { phone }),
  };
  return { individual, company };
}
