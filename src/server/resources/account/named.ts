/** The account that a path names, for those who may act on it. */
import { StripeError } from '../../kernel/errors.ts';
import type { Call } from '../../kernel/work.ts';
import type { StoredAccount } from './stored.ts';

/** Stripe does not tell whether the account exists. */
export function accountInvalid(id: string): StripeError {
  return new StripeError(403, {
    type: 'invalid_request_error',
    code: 'account_invalid',
    message: `The provided key 'sk_test_****' does not have access to account '${id}' (or that account does not exist). Application access may have been revoked.`,
  });
}

export function namedAccount({ work, targets }: Call<object>): StoredAccount {
  const account = targets[0] as StoredAccount;
  if (work.account !== work.platform && work.account !== account.id) throw accountInvalid(account.id);
  return account;
}
