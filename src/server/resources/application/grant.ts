/** OAuth codes and tokens: https://docs.stripe.com/connect/oauth-reference */
import type { StoredObject, Work } from '../../kernel/work.ts';

/** What an owner granted the platform. The id is the code; it is good for one token, for some minutes. */
export interface Grant extends StoredObject {
  readonly account: string;
  readonly scope: string;
  readonly created: number;
  readonly used: boolean;
  readonly refresh_token: string;
}

const type = 'oauth_grant';
const lifetime = 300;

export async function newGrant(work: Work, account: string, scope: string): Promise<Grant> {
  return work.on(work.platform).insert<Grant>({
    id: `ac_${work.token(32)}`,
    object: type,
    account,
    created: work.now,
    refresh_token: `rt_${work.token(48)}`,
    scope,
    used: false,
  });
}

type Spent = Grant | 'unknown' | 'expired' | 'used';

export async function spendCode(work: Work, code: string): Promise<Spent> {
  const platform = work.on(work.platform);
  const grant = await platform.get<Grant>(type, code);
  if (grant === undefined) return 'unknown';
  if (grant.used) return 'used';
  if (grant.created + lifetime < work.now) return 'expired';
  return platform.update(grant, { used: true });
}

export async function refreshed(work: Work, refreshToken: string): Promise<Grant | undefined> {
  const [grant] = await work.on(work.platform).list<Grant>(type, { where: { refresh_token: refreshToken }, limit: 1 });
  return grant;
}
