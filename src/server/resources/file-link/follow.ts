import type Stripe from 'stripe';
import type { Binary, Work } from '../../kernel/work.ts';
import { bytesOf } from '../file/contents.ts';
import type { StoredFile } from '../file/stored.ts';
import { isExpired } from './expiry.ts';

/** What anyone gets who opens the link: the file, or nothing once link or file have expired. */
export async function follow(work: Work, token: string): Promise<Binary | undefined> {
  const [link] = await work.list<Stripe.FileLink>('file_link', { where: { token }, limit: 1 });
  if (link === undefined || isExpired(link, work.now)) return undefined;
  const file = await work.get<StoredFile>('file', String(link.file));
  return file && bytesOf(work, file);
}
