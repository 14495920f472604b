/** What Stripe's embedded components are opened with: https://docs.stripe.com/api/account_sessions */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { defineResource } from '../../kernel/resource.ts';
import type { Call, StoredObject } from '../../kernel/work.ts';
import { accountInvalid } from '../account/named.ts';
import { overlay } from '../account/paths.ts';
import type { StoredAccount } from '../account/stored.ts';

type StoredSession = Stripe.AccountSession & StoredObject;

const lifetime = 3600;

async function create({ work, params }: Call<Stripe.AccountSessionCreateParams>): Promise<StoredSession> {
  const { account: id, components } = params;
  if (id === undefined) throw errors.parameterMissing('account');
  const account = await work.get<StoredAccount>('account', id);
  const reachable = work.account === work.platform || work.account === id;
  if (account === undefined || !reachable) throw accountInvalid(id);
  if (!Object.values(components).some((component) => component?.enabled))
    throw errors.invalid('At least one component must be enabled.', 'components');
  const blank = work.blank<StoredSession>('account_session');
  if (!account.handed_over && id !== work.platform) await work.update(account, { handed_over: true });
  return {
    ...blank,
    account: id,
    client_secret: `accs_secret__${work.token(40)}`,
    components: overlay(blank.components, components),
    expires_at: work.now + lifetime,
    livemode: false,
  };
}

export const accountSession = defineResource<StoredSession>('account_session', {
  events: [],
  operations: { 'accountSessions.create': create },
});
