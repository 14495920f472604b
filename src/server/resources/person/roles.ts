import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import type { StoredAccount } from '../account/stored.ts';
import type { StoredPerson } from './stored.ts';

/** One representative, and no more owned than everything; throws Stripe's refusals. */
export async function checkRoles(work: Work, account: StoredAccount, person: StoredPerson): Promise<void> {
  const all = await work.on(account.id).list<StoredPerson>('person', { where: { account: account.id } });
  const others = all.filter(({ id }) => id !== person.id);
  if (person.relationship?.representative && others.some(({ relationship }) => relationship?.representative))
    throw errors.invalid(
      'This account already has a representative: it can have only one.',
      'relationship[representative]',
    );
  const shares = [person, ...others].map(({ relationship }) => relationship?.percent_ownership ?? 0);
  if (shares.reduce((sum, share) => sum + share, 0) > 100)
    throw errors.invalid(
      'The ownership of all persons together cannot exceed 100 percent.',
      'relationship[percent_ownership]',
    );
}
