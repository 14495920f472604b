import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { mergeMetadata } from '../../kernel/merge.ts';
import { pageQuery } from '../../kernel/page.ts';
import { defineResource } from '../../kernel/resource.ts';
import type { Call, ListQuery, ListResult, StoredObject } from '../../kernel/work.ts';
import { checkExpiry, create } from './create.ts';
import { isExpired } from './expiry.ts';

async function update({ work, params, targets }: Call<Stripe.FileLinkUpdateParams>): Promise<Stripe.FileLink> {
  const link = targets[0] as unknown as Stripe.FileLink;
  if (isExpired(link, work.now)) {
    throw errors.invalid(`The file link ${link.id} has expired and can no longer be updated.`);
  }
  const patch: { expires_at?: number | null; metadata?: Stripe.Metadata } = {};
  const { expires_at: end, metadata } = params;
  if (end === 'now') patch.expires_at = work.now;
  else if (typeof end === 'number') {
    checkExpiry(work, end, 'expires_at');
    patch.expires_at = end;
  } else if (end === '') patch.expires_at = null;
  if (metadata !== undefined) patch.metadata = mergeMetadata(link.metadata, metadata ?? '');
  return work.update(link, patch);
}

async function list({ work, params }: Call<Stripe.FileLinkListParams>): Promise<ListResult> {
  const { file, expired } = params;
  const query: ListQuery = {
    ...pageQuery(params),
    ...(file !== undefined && { where: { file } }),
    ...(expired !== undefined && { filter: (row: StoredObject) => hasExpired(row, work.now) === expired }),
  };
  return work.page(['file_link'], query, '/v1/file_links');
}

const hasExpired = (row: StoredObject, now: number): boolean => isExpired(row as unknown as Stripe.FileLink, now);

export const fileLink = defineResource<Stripe.FileLink>('file_link', {
  noun: 'file link',
  hidden: ['token'],
  operations: { 'fileLinks.create': create, 'fileLinks.update': update, 'fileLinks.list': list },
  derive: (link, now) => (isExpired(link, now) ? { ...link, expired: true } : link),
});
