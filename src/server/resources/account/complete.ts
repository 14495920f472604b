/** The owner fills in all of the onboarding with test data, and submits. */
import { oneOf, readFacts } from '../../kernel/facts.ts';
import type { Facts } from '../../kernel/machine.ts';
import type { Work } from '../../kernel/work.ts';
import { externalAccountsOf } from './external-accounts.ts';
import { answer, personsOf, representativeOf } from './owner.ts';
import type { StoredAccount } from './stored.ts';
import { nobodyElse, testBank, testOwner, testProfile } from './test-answers.ts';

const businessTypes = ['company', 'government_entity', 'individual', 'non_profit'] as const;

export async function complete(work: Work, account: StoredAccount, facts: Facts): Promise<StoredAccount> {
  const { business_type: type = account.business_type ?? 'individual' } = readFacts(facts, {
    business_type: oneOf(businessTypes),
  });
  const { company, ...profile } = testProfile(account, type);
  const known = representativeOf(await personsOf(work, account.id));
  const banks = await externalAccountsOf(work, account.id);
  return answer(work, account, {
    profile: {
      ...profile,
      business_type: type as (typeof businessTypes)[number],
      ...(company && { company: { ...company, ...nobodyElse } }),
    },
    person: { who: known ?? 'representative', sent: testOwner(account, type, known) },
    ...(banks.length === 0 && { bank: testBank(account) }),
    answered: account.asked.map(({ field }) => field),
    submits: true,
  });
}
