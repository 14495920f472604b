/** Rejecting and deleting accounts: https://docs.stripe.com/api/account/reject */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Call, Deleted, StoredObject } from '../../kernel/work.ts';
import { disconnect } from '../application/connection.ts';
import { namedAccount } from './named.ts';
import { settle } from './settle.ts';
import type { StoredAccount } from './stored.ts';

/** The reason of a request, and what the account then says. */
const reasons: Readonly<Record<string, string>> = {
  credit: 'rejected.platform_other',
  fraud: 'rejected.fraud',
  fraud_no_intent_to_fulfill: 'rejected.platform_fraud',
  fraud_other: 'rejected.platform_fraud',
  fraud_payment_method_casher: 'rejected.platform_fraud',
  fraud_payment_method_tester: 'rejected.platform_fraud',
  other: 'rejected.platform_other',
  terms_of_service: 'rejected.platform_terms_of_service',
};

function liable(call: Call<object>): StoredAccount {
  const account = namedAccount(call);
  if (account.id !== call.work.platform && account.controller?.losses?.payments === 'application') return account;
  throw errors.invalid(
    'You can only reject accounts for whose losses your platform is liable.',
    undefined,
    undefined,
    403,
  );
}

export async function rejectAccount(call: Call<Stripe.AccountRejectParams>): Promise<StoredObject> {
  const account = liable(call);
  const { reason, payouts_action } = call.params as { reason: string; payouts_action?: string };
  const shown = reasons[reason];
  if (shown === undefined) throw errors.choice('reason', 'reason', Object.keys(reasons));
  if (account.rejection !== null) throw errors.invalid('This account has already been rejected.');
  return settle(call.work, account, {
    patch: { rejection: { reason: shown, keepsPayouts: payouts_action === 'none' } },
  });
}

export async function unrejectAccount(call: Call<object>): Promise<StoredObject> {
  const account = liable(call);
  if (account.rejection === null) throw errors.invalid('This account is not rejected.');
  return settle(call.work, account, { patch: { rejection: null } });
}

export async function deleteAccount(call: Call<object>): Promise<Deleted> {
  const { work } = call;
  const { id, object } = namedAccount(call);
  if (id === work.platform)
    throw errors.invalid('You cannot delete your own account through the API.', undefined, undefined, 403);
  await disconnect(work, id);
  await work.remove({ id, object });
  return { id, object, deleted: true };
}
