/** https://docs.stripe.com/api/persons */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { pageQuery } from '../../kernel/page.ts';
import type { Handler } from '../../kernel/resource.ts';
import type { Call, Deleted, ListResult, StoredObject } from '../../kernel/work.ts';
import { namedAccount } from '../account/named.ts';
import { pathsOf } from '../account/paths.ts';
import { checkOpen } from '../account/permission.ts';
import { settle } from '../account/settle.ts';
import type { StoredAccount } from '../account/stored.ts';
import { spendTold } from '../token/spend.ts';
import { addedPerson, changedPerson } from './change.ts';
import { checkRoles } from './roles.ts';
import type { StoredPerson } from './stored.ts';

function openAccount(call: Call<object>): StoredAccount {
  const account = namedAccount(call);
  checkOpen(account);
  return account;
}

const roles = ['authorizer', 'director', 'executive', 'legal_guardian', 'owner', 'representative'] as const;

/** What the request says of the person, itself or with a `person_token`: https://docs.stripe.com/connect/account-tokens */
async function told<T extends { person_token?: string }>({ work, params }: Call<T>): Promise<T> {
  const { person_token: id, ...sent } = params;
  if (id === undefined) return params;
  const { additional_tos_acceptances: _accepted, ...person } = await spendTold<Stripe.TokenCreateParams.Person>(
    work,
    id,
    'person',
  );
  return { ...person, ...sent } as T;
}

async function save(call: Call<object>, account: StoredAccount, person: StoredPerson): Promise<StoredObject> {
  const { work, params } = call;
  await checkRoles(work, account, person);
  const prefix = account.business_type === 'individual' ? 'individual' : person.id;
  await settle(work, account, { person, sent: pathsOf(params, `${prefix}.`) });
  return work.on(account.id).find<StoredPerson>('person', person.id, 'person');
}

async function create(call: Call<Stripe.AccountCreatePersonParams>): Promise<StoredObject> {
  const account = openAccount(call);
  const params = await told(call);
  if (account.business_type === 'individual' && params.relationship?.representative !== true)
    throw errors.invalid('An account of an individual has one person only: its representative.', 'relationship');
  return save({ ...call, params }, account, await addedPerson(call.work, account, params));
}

async function update(call: Call<Stripe.AccountUpdatePersonParams>): Promise<StoredObject> {
  const account = openAccount(call);
  const params = await told(call);
  const person = await changedPerson(call.work, account, call.targets[1] as StoredPerson, params);
  return save({ ...call, params }, account, person);
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
