/** Rejecting and deleting accounts: https://docs.stripe.com/api/account/reject */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Call, Deleted, StoredObject, Work } from '../../kernel/work.ts';
import { disconnect } from '../application/connection.ts';
import { namedAccount } from './named.ts';
import { checkControlled } from './permission.ts';
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

/** The platform has nothing to do with the account any more. */
export async function forgetAccount(work: Work, { id, object }: StoredAccount): Promise<void> {
  await disconnect(work, id);
  await work.remove({ id, object });
}

export async function deleteAccount(call: Call<object>): Promise<Deleted> {
  const { work } = call;
  const account = namedAccount(call);
  const { id, object } = account;
  if (id === work.platform)
    throw errors.invalid('You cannot delete your own account through the API.', undefined, undefined, 403);
  checkControlled(account);
  await forgetAccount(work, account);
  return { id, object, deleted: true };
}
