/** `POST /v1/files`: https://docs.stripe.com/file-upload */
import type Stripe from 'stripe';
import { errors, type StripeError } from '../../kernel/errors.ts';
import type { FilePart } from '../../kernel/params.ts';
import type { Call, Work } from '../../kernel/work.ts';
import { checkExpiry, createLink, notLinkable } from '../file-link/create.ts';
import { pixels } from './bytes.ts';
import { type Format, falseClaim, formatOf, hasMacros } from './formats.ts';
import { readPdf } from './pdf.ts';
import { isDownloadable, linkablePurposes, type Purpose, purposes } from './purposes.ts';
import type { StoredFile } from './stored.ts';

type Params = Omit<Stripe.FileCreateParams, 'file'> & { file: FilePart };

export async function upload({ work, params }: Call<Params>): Promise<StoredFile> {
  const { file: part, purpose, file_link_data: link } = params;
  const filename = part.filename?.split(/[/\\]/).pop() || null;
  const rules = purposes[purpose];
  if (rules === undefined) throw errors.choice('purpose', 'purpose', Object.keys(purposes));
  if (link?.create) {
    if (!linkablePurposes.includes(purpose)) throw notLinkable(purpose);
    checkExpiry(work, link.expires_at, 'file_link_data[expires_at]');
  }
  const { format, pages } = checked(part, filename, purpose, rules);
  const file = await keep(work, part, {
    filename,
    purpose,
    type: format,
    pages,
    ...(rules.lifetime !== undefined && { expires_at: work.now + rules.lifetime }),
  });
  if (link?.create) await createLink(work, file, link);
  return file;
}

async function keep(work: Work, { data }: FilePart, facts: Partial<StoredFile>): Promise<StoredFile> {
  const blank = work.blank<StoredFile>('file');
  const { id } = blank;
  await work.putBlob(id, data);
  const downloadable = isDownloadable(String(facts.purpose));
  return work.insert<StoredFile>({
    ...blank,
    ...facts,
    size: data.byteLength,
    url: downloadable ? `${work.baseUrl}/v1/files/${id}/contents` : null,
  });
}

const refused = (message: string): StripeError => errors.invalid(message, 'file');

/** Refuses what the purpose does not take; answers what the file is. */
function checked(
  { data, contentType }: FilePart,
  filename: string | null,
  purpose: string,
  { maxBytes, formats: taken, maxPixels, maxPages }: Purpose,
): { format: Format; pages: number } {
  if (data.byteLength === 0) throw refused('The file you uploaded is empty.');
  if (data.byteLength > maxBytes) {
    throw refused(
      `The file you uploaded is too large: files with the purpose ${purpose} can have at most ${size(maxBytes)}.`,
    );
  }
  const format = formatOf(data, filename);
  if (format === undefined || !taken.includes(format)) {
    throw refused(
      `The file you uploaded is not of a supported type: files with the purpose ${purpose} must be one of ${taken.join(', ')}.`,
    );
  }
  const claim = falseClaim(format, filename, contentType);
  if (claim !== undefined) {
    throw refused(`The file you uploaded is named as ${claim}, but its contents are ${format}.`);
  }
  if ((format === 'docx' || format === 'xlsx') && hasMacros(data)) {
    throw refused('The file you uploaded contains macros, which are not supported.');
  }
  if (maxPixels !== undefined && format !== 'pdf') checkPixels(data, maxPixels);
  return { format, pages: format === 'pdf' ? pagesOf(data, maxPages) : 1 };
}

const kilobyte = 1024;

function size(bytes: number): string {
  return bytes >= kilobyte ** 2 ? `${bytes / kilobyte ** 2} MB` : `${bytes / kilobyte} KB`;
}

function checkPixels(data: Uint8Array, most: number): void {
  const { width = 0, height = 0 } = pixels(data) ?? {};
  if (width > most || height > most) {
    throw refused(`The image you uploaded is ${width} by ${height} pixels; it can have at most ${most} by ${most}.`);
  }
}

function pagesOf(data: Uint8Array, most: number | undefined): number {
  const pdf = readPdf(data);
  if (pdf === undefined) throw refused('The PDF you uploaded could not be read. Please upload a valid PDF.');
  if (pdf.encrypted) throw refused('The PDF you uploaded is encrypted. Please upload one without a password.');
  if (most !== undefined && pdf.pages > most) {
    throw refused(`The file you uploaded was too long. Please upload a file with fewer than ${most + 1} pages.`);
  }
  return Math.max(1, pdf.pages);
}
