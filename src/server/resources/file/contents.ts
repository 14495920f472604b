import { errors, StripeError } from '../../kernel/errors.ts';
import { Binary, type Work } from '../../kernel/work.ts';
import { type Format, formats } from './formats.ts';
import { isDownloadable } from './purposes.ts';
import type { StoredFile } from './stored.ts';

/** The bytes of a file; undefined once it has expired. */
export async function bytesOf(work: Work, file: StoredFile): Promise<Binary | undefined> {
  if (file.expires_at !== null && file.expires_at <= work.now) return undefined;
  const data = await work.blob(file.id);
  const mime = formats[file.type as Format]?.mime ?? 'application/octet-stream';
  return data && new Binary(data, mime, file.filename);
}

/** What the account's own key reads. Throws 403 for purposes that nobody reads back, 404 once the file has expired. */
export async function contents(work: Work, file: StoredFile): Promise<Binary> {
  if (!isDownloadable(file.purpose)) {
    throw new StripeError(403, {
      type: 'invalid_request_error',
      message: `The contents of files with the purpose ${file.purpose} cannot be downloaded.`,
    });
  }
  const bytes = await bytesOf(work, file);
  if (bytes === undefined) throw errors.missing('file upload', file.id, 'file', 'path');
  return bytes;
}
