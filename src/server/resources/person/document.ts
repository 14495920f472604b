import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import { documentTokens } from '../account/test-values.ts';

interface StoredDocument {
  readonly id: string | null;
  /** How its verification ends; undefined for an ordinary upload. */
  readonly outcome?: 'success' | 'failure' | undefined;
}

/** The file that a request names. Stripe's tokens become files of their own; '' takes the document away. */
export async function storedDocument(
  work: Work,
  account: string,
  named: string,
  param: string,
): Promise<StoredDocument> {
  if (named === '') return { id: null };
  const outcome = Object.hasOwn(documentTokens, named) ? documentTokens[named] : undefined;
  if (outcome !== undefined) return { id: await tokenFile(work, account), outcome };
  const own = await work.on(account).get<Stripe.File>('file', named);
  const file = own ?? (await work.find<Stripe.File>('file', named, param));
  return { id: file.id };
}

async function tokenFile(work: Work, account: string): Promise<string> {
  const own = work.on(account);
  const file = await own.insert<Stripe.File & { pages: number }>({
    ...own.blank<Stripe.File>('file'),
    filename: 'identity_document.png',
    pages: 1,
    purpose: 'identity_document',
    size: 0,
    type: 'png',
    url: null,
  });
  return file.id;
}
