import type Stripe from 'stripe';
import { pageQuery } from '../../kernel/page.ts';
import type { Call, ListResult, StoredObject } from '../../kernel/work.ts';
import { namedAccount } from './named.ts';
import { ownAccount } from './platform.ts';

export async function retrieveAccount(call: Call<object>): Promise<StoredObject> {
  return namedAccount(call);
}

export async function retrieveCurrent({ work }: Call<object>): Promise<StoredObject> {
  return ownAccount(work);
}

/** The accounts connected to this platform; it is none of them itself. */
export async function listAccounts({ work, params }: Call<Stripe.AccountListParams>): Promise<ListResult> {
  return work.page(['account'], { ...pageQuery(params), filter: ({ id }) => id !== work.platform }, '/v1/accounts');
}
