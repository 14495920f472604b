/** Makes a file public under an address that nobody guesses. */
import type Stripe from 'stripe';
import { errors, type StripeError } from '../../kernel/errors.ts';
import type { Call, Work } from '../../kernel/work.ts';
import { linkablePurposes } from '../file/purposes.ts';
import { newToken } from './url.ts';

/** The token is the part of the address that names the link. */
type StoredLink = Stripe.FileLink & { readonly token: string };

export function notLinkable(purpose: string): StripeError {
  return errors.invalid(
    `File links can only be created for files with one of these purposes: ${linkablePurposes.join(', ')}. This file has the purpose ${purpose}.`,
    'purpose',
  );
}

/** Refuses a Unix time that has passed. */
export function checkExpiry(work: Work, time: number | undefined, param: string): void {
  if (time !== undefined && time <= work.now) throw errors.invalid('expires_at must be in the future.', param);
}

export async function createLink(
  work: Work,
  file: Stripe.File,
  { expires_at = null, metadata }: { expires_at?: number | null; metadata?: Stripe.Emptyable<Stripe.MetadataParam> },
): Promise<Stripe.FileLink> {
  const token = newToken(work);
  return work.insert<StoredLink>({
    ...work.blank<StoredLink>('file_link'),
    expires_at,
    file: file.id,
    metadata: metadata ? stringsOf(metadata) : {},
    token,
    url: `${work.baseUrl}/links/${token}`,
  });
}

/** Values are strings already, and empty ones name nothing. */
function stringsOf(metadata: Stripe.MetadataParam): Stripe.Metadata {
  return Object.fromEntries(Object.entries(metadata).filter(([, value]) => value !== '')) as Stripe.Metadata;
}

export async function create({ work, params }: Call<Stripe.FileLinkCreateParams>): Promise<Stripe.FileLink> {
  const file = await work.find<Stripe.File>('file', params.file, 'file');
  if (!linkablePurposes.includes(file.purpose)) throw notLinkable(file.purpose);
  checkExpiry(work, params.expires_at, 'expires_at');
  return createLink(work, file, params);
}
