/** What the owner of an account tells Stripe directly: nothing of it is closed to them, as it may be to the platform. */
import type Stripe from 'stripe';
import type { Awaitable } from '../../kernel/awaitable.ts';
import type { Work } from '../../kernel/work.ts';
import { addedPerson, changedPerson, type SentPerson } from '../person/change.ts';
import { checkRoles } from '../person/roles.ts';
import type { StoredPerson } from '../person/stored.ts';
import { addExternal, replaceExternal } from './add-external.ts';
import { checkAccountFields } from './checked-fields.ts';
import { externalAccountsOf } from './external-accounts.ts';
import { changedProfile, sentFields, withDocuments } from './profile.ts';
import { settle } from './settle.ts';
import type { StoredAccount } from './stored.ts';
import { bankIn } from './test-answers.ts';

export interface Answers {
  /** In the parameters of an update; the rest of such an update has names of its own here. */
  readonly profile?: Stripe.AccountUpdateParams;
  /** The person as stored, or who is new: the account's representative, or another one. */
  readonly person?: { readonly who: StoredPerson | 'representative' | 'another'; readonly sent: SentPerson };
  readonly bank?: { readonly account_number: string; readonly routing_number?: string };
  /** Requirements that are answered by something that the account does not show. */
  readonly answered?: readonly string[];
  /** The owner agrees to the terms: the form is finished. */
  readonly submits?: boolean;
}

export const representativeOf = (persons: readonly StoredPerson[]): StoredPerson | undefined =>
  persons.find(({ relationship }) => relationship?.representative === true);

export const personsOf = (work: Work, account: string): Awaitable<StoredPerson[]> =>
  work.on(account).list<StoredPerson>('person', { where: { account } });

async function personOf(work: Work, account: StoredAccount, { who, sent }: NonNullable<Answers['person']>) {
  const person =
    who === 'another'
      ? await addedPerson(work, account, sent)
      : await changedPerson(work, account, who === 'representative' ? undefined : who, sent);
  await checkRoles(work, account, person);
  return person;
}

/** Accounts with Stripe's own dashboard get what they need without anybody asking. */
function wantedBy(account: StoredAccount): ReadonlyMap<string, boolean> {
  if (Object.keys(account.capabilities ?? {}).length > 0) return new Map();
  const recipient = account.tos_acceptance?.service_agreement === 'recipient';
  return new Map((recipient ? ['transfers'] : ['card_payments', 'transfers']).map((name) => [name, true]));
}

const ownAddress = '127.0.0.1';

/** Throws Stripe's refusals; answers the account. Checks follow, as after any other change. */
export async function answer(work: Work, account: StoredAccount, answers: Answers): Promise<StoredAccount> {
  const { bank, person, answered = [], submits = false } = answers;
  const profile: Stripe.AccountUpdateParams = {
    ...answers.profile,
    ...(submits && { tos_acceptance: { date: work.now, ip: ownAddress } }),
  };
  checkAccountFields(profile, { country: account.country ?? '', now: work.now });
  if (bank !== undefined) {
    const external_account = bankIn(account.country ?? '', bank);
    const first = (await externalAccountsOf(work, account.id)).length === 0;
    if (first) await addExternal(work, account, { external_account });
    else await replaceExternal(work, account, external_account);
  }
  const changed = await withDocuments(work, account, changedProfile(work, account, profile), profile);
  const patch = { ...changed, handed_over: true };
  const told = person && (await personOf(work, { ...account, ...patch }, person));
  const prefix = told && ((patch.business_type ?? account.business_type) === 'individual' ? 'individual' : told.id);
  return settle(work, account, {
    patch,
    ...(told && { person: told }),
    ...(submits && { wanted: wantedBy(account) }),
    sent: [
      ...sentFields(profile),
      ...answered,
      ...(bank === undefined ? [] : ['external_account']),
      ...(person && prefix ? sentFields({ [prefix]: person.sent } as object) : []),
    ],
  });
}
