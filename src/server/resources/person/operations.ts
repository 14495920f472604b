/** https://docs.stripe.com/api/persons */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Handler } from '../../kernel/resource.ts';
import type { Call, Deleted, ListResult, StoredObject } from '../../kernel/work.ts';
import { namedAccount } from '../account/named.ts';
import { pathsOf } from '../account/paths.ts';
import { checkOpen, refuseTokens } from '../account/permission.ts';
import { settle } from '../account/settle.ts';
import type { StoredAccount } from '../account/stored.ts';
import { pageQuery } from '../event/page-query.ts';
import { addedPerson, changedPerson } from './change.ts';
import type { StoredPerson } from './stored.ts';

function openAccount(call: Call<object>): StoredAccount {
  const account = namedAccount(call);
  checkOpen(account);
  return account;
}

const roles = ['authorizer', 'director', 'executive', 'legal_guardian', 'owner', 'representative'] as const;

async function checkRoles(call: Call<object>, account: StoredAccount, person: StoredPerson): Promise<void> {
  const others = (
    await call.work.on(account.id).list<StoredPerson>('person', { where: { account: account.id } })
  ).filter(({ id }) => id !== person.id);
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

async function save(call: Call<object>, account: StoredAccount, person: StoredPerson): Promise<StoredObject> {
  const { work, params } = call;
  refuseTokens(params);
  await checkRoles(call, account, person);
  const prefix = account.business_type === 'individual' ? 'individual' : person.id;
  await settle(work, account, { person, sent: pathsOf(params, `${prefix}.`) });
  return work.on(account.id).find<StoredPerson>('person', person.id, 'person');
}

async function create(call: Call<Stripe.AccountCreatePersonParams>): Promise<StoredObject> {
  const account = openAccount(call);
  if (account.business_type === 'individual' && call.params.relationship?.representative !== true)
    throw errors.invalid('An account of an individual has one person only: its representative.', 'relationship');
  return save(call, account, await addedPerson(call.work, account, call.params));
}

async function update(call: Call<Stripe.AccountUpdatePersonParams>): Promise<StoredObject> {
  const account = openAccount(call);
  return save(call, account, await changedPerson(call.work, account, call.targets[1] as StoredPerson, call.params));
}

const retrieve: Handler = async (call) => {
  openAccount(call);
  return call.targets[1] as StoredPerson;
};

async function list(call: Call<Stripe.AccountListPersonsParams>): Promise<ListResult> {
  const { work, params } = call;
  const { id } = openAccount(call);
  const wanted = roles.filter((role) => params.relationship?.[role] === true);
  const query = {
    ...pageQuery(params),
    where: { account: id },
    filter: (row: StoredObject) => wanted.every((role) => (row as StoredPerson).relationship?.[role] === true),
  };
  return work.on(id).page(['person'], query, `/v1/accounts/${id}/persons`);
}

async function remove(call: Call<object>): Promise<Deleted> {
  const account = openAccount(call);
  const person = call.targets[1] as StoredPerson;
  const { id, object } = person;
  if (person.relationship?.representative)
    throw errors.invalid('You cannot delete the representative of an account.', 'person');
  await call.work.on(account.id).remove(person);
  await settle(call.work, account);
  return { id, object, deleted: true };
}

export const operations: Readonly<Record<string, Handler>> = {
  'accounts.createPerson': create,
  'accounts.createPeople': create,
  'accounts.updatePerson': update,
  'accounts.updatePeople': update,
  'accounts.retrievePerson': retrieve,
  'accounts.retrievePeople': retrieve,
  'accounts.listPersons': list,
  'accounts.listPeople': list,
  'accounts.deletePerson': remove,
  'accounts.deletePeople': remove,
};
