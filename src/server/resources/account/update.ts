/** `POST /v1/accounts/:id`: https://docs.stripe.com/api/accounts/update */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Call, StoredObject } from '../../kernel/work.ts';
import { readWanted } from '../capability/request.ts';
import { changedPerson } from '../person/change.ts';
import type { StoredPerson } from '../person/stored.ts';
import { withAccountToken } from './account-token.ts';
import { replaceExternal } from './add-external.ts';
import { checkAccountFields } from './checked-fields.ts';
import { namedAccount } from './named.ts';
import { checkOwner, checkParams } from './permission.ts';
import { changedProfile, sentFields, withDocuments } from './profile.ts';
import { settle } from './settle.ts';

export async function updateAccount(call: Call<Stripe.AccountUpdateParams>): Promise<StoredObject> {
  const { work } = call;
  const params = await withAccountToken(work, call.params);
  const account = namedAccount(call);
  if (account.id === work.platform)
    throw errors.invalid(
      'You cannot update your own account through the API: use the Dashboard, or name a connected account.',
      undefined,
      undefined,
      403,
    );
  checkParams(account, params);
  checkAccountFields(params, { country: account.country ?? '', now: work.now });
  const { individual, external_account, capabilities } = params;
  const patch = await withDocuments(work, account, changedProfile(work, account, params), params);
  const type = patch.business_type ?? account.business_type;
  checkOwner(type, individual);
  if (external_account !== undefined) await replaceExternal(work, account, external_account);
  const people = await work.on(account.id).list<StoredPerson>('person', { where: { account: account.id } });
  const representative = people.find(({ relationship }) => relationship?.representative === true);
  return settle(work, account, {
    patch,
    wanted: readWanted(capabilities),
    sent: sentFields(params),
    ...(individual && {
      person: await changedPerson(work, { ...account, ...patch }, representative, individual, 'individual'),
    }),
  });
}
