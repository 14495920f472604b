/** `POST /v1/account_links`: https://docs.stripe.com/api/account_links */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Call, StoredObject } from '../../kernel/work.ts';
import { accountInvalid } from '../account/named.ts';
import { collectedByStripe } from '../account/needs.ts';
import type { StoredAccount } from '../account/stored.ts';
import type { StoredAccountLink } from './stored.ts';

/** Seconds that a link lives. */
const lifetime = 300;

const kindOf = ({ controller }: StoredAccount): string => {
  const dashboard = controller?.stripe_dashboard?.type;
  return dashboard === 'express' ? 'e' : dashboard === 'full' ? 's' : 'c';
};

function checkUrl(url: string | undefined, param: string): string {
  if (url === undefined) throw errors.parameterMissing(param);
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url;
  throw errors.invalid('Not a valid URL', param, 'url_invalid');
}

export async function createLink({ work, params }: Call<Stripe.AccountLinkCreateParams>): Promise<StoredObject> {
  const account = await work.get<StoredAccount>('account', params.account);
  const reachable = work.account === work.platform || work.account === params.account;
  if (account === undefined || !reachable || account.id === work.platform) throw accountInvalid(params.account);
  const refresh_url = checkUrl(params.refresh_url, 'refresh_url');
  const return_url = checkUrl(params.return_url, 'return_url');
  if (params.type === 'account_update' && collectedByStripe(account))
    throw errors.invalid(
      "You cannot create `account_update` type Account Links for this account. Valid types for this account are: account_onboarding. If you're trying to access a Standard or Express account's dashboard, create a login link instead.",
      'type',
    );
  const { collect, collection_options: options } = params;
  const token = work.token(12);
  const link: StoredAccountLink = {
    id: token,
    object: 'account_link',
    account: account.id,
    created: work.now,
    expires_at: work.now + lifetime,
    refresh_url,
    return_url,
    asks: options?.fields === 'eventually_due' || collect === 'eventually_due' ? 'eventually_due' : 'currently_due',
    asks_future: options?.future_requirements === 'include',
    status: 'unused',
    type: params.type,
    url: `${work.baseUrl}/setup/${kindOf(account)}/${account.id}/${token}`,
  };
  await work.on(account.id).insert(link);
  if (!account.handed_over) await work.update(account, { handed_over: true });
  return link;
}
