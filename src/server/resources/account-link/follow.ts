import type { Work } from '../../kernel/work.ts';
import type { StoredAccount } from '../account/stored.ts';
import type { StoredAccountLink } from './stored.ts';

interface Followed {
  readonly link: StoredAccountLink;
  /** Undefined when the link leads nowhere any more: its visitor goes to `refresh_url`. */
  readonly account: StoredAccount | undefined;
}

/** Opens a link, which uses it up. Undefined for a link that never was. */
export async function follow(work: Work, accountId: string, token: string): Promise<Followed | undefined> {
  const own = work.on(accountId);
  const link = await own.get<StoredAccountLink>('account_link', token);
  if (link === undefined) return undefined;
  const account = await work.get<StoredAccount>('account', accountId);
  const usable = link.status === 'unused' && link.expires_at > work.now && account?.rejection === null;
  if (!usable) return { link, account: undefined };
  return { link: await own.act(link, 'open'), account };
}

/** The link of a page that is open already. */
export async function opened(work: Work, accountId: string, token: string): Promise<Followed | undefined> {
  const link = await work.on(accountId).get<StoredAccountLink>('account_link', token);
  if (link === undefined) return undefined;
  const account = await work.get<StoredAccount>('account', accountId);
  return { link, account: link.status === 'used' && account?.rejection === null ? account : undefined };
}

/** Its owner is done, or has had enough. */
export async function leave(work: Work, link: StoredAccountLink): Promise<void> {
  await work.on(link.account).act(link, 'leave');
}
