/** The public address of a file link. Like Stripe's own it carries the account, so that the account is found by it. */
import type { Work } from '../../kernel/work.ts';

export function newToken(work: Work): string {
  const inner = `00|${work.account}|fl_test_${work.token(24)}`;
  return `${Buffer.from(inner).toString('base64url')}00${work.token(8)}`;
}

/** The account that a token names; undefined for what is no token. */
export function accountOf(token: string): string | undefined {
  return /^00\|(acct_\w+)\|/.exec(Buffer.from(token, 'base64url').toString('latin1'))?.[1];
}
