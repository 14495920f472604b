/** Data that the owner told Stripe without the platform seeing it: https://docs.stripe.com/connect/account-tokens */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import { spendTold } from '../token/spend.ts';

const wrapped = ['business_type', 'company', 'individual', 'tos_acceptance'] as const;

interface Sent {
  readonly account_token?: string;
}

const ownAddress = '127.0.0.1';

/** The parameters with what their `account_token` holds in its place. Throws Stripe's refusals. */
export async function withAccountToken<T extends Sent>(work: Work, params: T): Promise<T> {
  const { account_token: id, ...sent } = params;
  if (id === undefined) return params;
  const twice = wrapped.find((name) => Object.hasOwn(sent, name));
  if (twice !== undefined) {
    throw errors.invalid(
      `You cannot send '${twice}' beside an account_token: what the token does not hold is kept as it is.`,
      twice,
    );
  }
  const { tos_shown_and_accepted: accepted, ...told } = await spendTold<Stripe.TokenCreateParams.Account>(
    work,
    id,
    'account',
  );
  return { ...sent, ...told, ...(accepted === true && { tos_acceptance: { date: work.now, ip: ownAddress } }) } as T;
}
