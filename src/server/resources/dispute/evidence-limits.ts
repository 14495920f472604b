/** How much evidence a bank takes: https://docs.stripe.com/disputes/responding */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import type { StoredFile } from '../file/stored.ts';
import { fileFields } from './evidence.ts';
import { cardOf, type Evidence, type StoredDispute } from './stored.ts';

const mostCharacters = 150_000;
/** All files of a dispute together; Stripe documents 5 MB and refuses above 4.5 MB. */
const mostBytes = 4.5 * 1024 * 1024;
const mostPages = 49;
const mostPagesByNetwork: Readonly<Record<string, number>> = { mastercard: 19 };

const purposes: Readonly<Record<string, readonly string[]>> = {
  customer_signature: ['dispute_evidence', 'customer_signature'],
};

interface Attached {
  readonly param: string;
  readonly id: string;
  readonly purposes: readonly string[];
}

function attachedTo(evidence: Evidence): Attached[] {
  const attached: Attached[] = [];
  for (const field of fileFields) {
    const id = evidence[field];
    if (typeof id === 'string')
      attached.push({ param: `evidence[${field}]`, id, purposes: purposes[field] ?? ['dispute_evidence'] });
  }
  for (const [at, id] of (evidence.appeal?.card?.supporting_files ?? []).entries()) {
    attached.push({ param: `evidence[appeal][card][supporting_files][${at}]`, id, purposes: ['dispute_evidence'] });
  }
  return attached;
}

/** Refuses unknown files, files of another purpose, and more than the bank reads. */
export async function checkEvidence(work: Work, dispute: StoredDispute, evidence: Evidence): Promise<void> {
  checkText(evidence);
  const files = new Map<string, StoredFile>();
  for (const { param, id, purposes: allowed } of attachedTo(evidence)) {
    const file = files.get(id) ?? (await work.find<StoredFile>('file', id, param));
    if (!allowed.includes(file.purpose)) throw wrongPurpose(file, param, allowed);
    files.set(id, file);
  }
  checkVolume(dispute, [...files.values()]);
}

function wrongPurpose(file: Stripe.File, param: string, allowed: readonly string[]): Error {
  return errors.invalid(
    `The file ${file.id} has the purpose ${file.purpose}, but ${param} takes only files with the purpose ${allowed.join(' or ')}.`,
    param,
  );
}

function checkText(evidence: Evidence): void {
  let characters = 0;
  for (const [field, value] of Object.entries(evidence)) {
    if (typeof value === 'string' && !(fileFields as readonly string[]).includes(field)) characters += value.length;
  }
  if (characters > mostCharacters) {
    throw errors.invalid(
      `The combined character count of all evidence fields is limited to ${mostCharacters.toLocaleString('en-US')}; this dispute would have ${characters.toLocaleString('en-US')}.`,
      'evidence',
    );
  }
}

function checkVolume(dispute: StoredDispute, files: readonly StoredFile[]): void {
  let bytes = 0;
  let pages = 0;
  for (const file of files) {
    bytes += file.size;
    pages += file.pages;
  }
  if (bytes > mostBytes) {
    throw errors.invalid(
      "The files you've attached to this dispute as evidence will exceed the limit for a dispute's total size. Try using smaller files as evidence. Hint: if you've attached images, you might want to try providing them in lower resolutions.",
      'evidence',
    );
  }
  const network = cardOf(dispute)?.network ?? '';
  const limit = mostPagesByNetwork[network] ?? mostPages;
  if (pages > limit) {
    throw errors.invalid(
      `The files you've attached to this dispute as evidence have ${pages} pages together; ${network || 'this'} disputes take at most ${limit}.`,
      'evidence',
      'dispute_evidence_page_limit_exceeded',
    );
  }
}
