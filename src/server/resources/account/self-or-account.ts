/** Who issues an invoice, or is liable for its taxes: the account itself, or a connected account. */
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import { connectedAccount } from '../transfer/destination.ts';

interface Sent {
  readonly account?: string | { readonly id: string };
  readonly type: 'account' | 'self' | (string & {});
}

type SelfOrAccount = { type: 'self' } | { account: string; type: 'account' };

export const self: SelfOrAccount = Object.freeze({ type: 'self' });

/** What a stored object says of it, as a parameter says it. */
export function sentParty({ account, type }: Sent): { account?: string; type: 'account' | 'self' } {
  if (account === undefined) return { type: 'self' };
  return { type: type === 'self' ? 'self' : 'account', account: typeof account === 'string' ? account : account.id };
}

/** `param` is the hash that was sent. Throws Stripe's refusals. */
export async function selfOrAccount(work: Work, { account, type }: Sent, param: string): Promise<SelfOrAccount> {
  if (type !== 'account') {
    if (account !== undefined)
      throw errors.invalid(
        `You can only set \`${param}[account]\` when \`${param}[type]\` is \`account\`.`,
        `${param}[account]`,
      );
    return self;
  }
  if (account === undefined) throw errors.parameterMissing(`${param}[account]`);
  const id = typeof account === 'string' ? account : account.id;
  return { account: (await connectedAccount(work, id, `${param}[account]`, 'account')).id, type: 'account' };
}
