import {
  getMultipartBoundary,
  MultipartParseError,
  type MultipartPart,
  parseMultipart,
} from '@remix-run/multipart-parser';
import { FilePart, type Params } from '../kernel/params.ts';
import { appendPair, FormError, finish, plant } from './param-tree.ts';

export { FilePart } from '../kernel/params.ts';

/**
 * Reads a multipart/form-data body into the nested object that decodeForm() gives, with a FilePart for each file.
 * Throws FormError for a missing boundary, a body cut short, parts without name and text that is not UTF-8.
 */
export function decodeMultipart(contentType: string, body: Uint8Array): Params {
  const boundary = getMultipartBoundary(contentType)?.trim();
  if (!boundary) throw new FormError('Invalid request: the Content-Type of a multipart body must name its boundary.');
  if (body.length === 0) throw new FormError('Invalid request: the multipart body is empty.');
  const tree = plant();
  for (const part of partsOf(body, boundary)) {
    const name = nameOf(part);
    appendPair(tree, name, isFile(part) ? fileOf(part, name) : textOf(part, name));
  }
  return finish(tree);
}

function partsOf(body: Uint8Array, boundary: string): MultipartPart[] {
  try {
    return [...parseMultipart(body, { boundary, maxFileSize: body.length, maxTotalSize: body.length })];
  } catch (error) {
    if (!(error instanceof MultipartParseError)) throw error;
    throw new FormError(`Invalid request: the multipart body cannot be read. ${error.message}.`);
  }
}

function nameOf(part: MultipartPart): string {
  let name: string | undefined;
  try {
    name = part.name;
  } catch {
    throw new FormError('Invalid request: the headers of a multipart part are not UTF-8.');
  }
  if (!name) throw new FormError('Invalid request: a part of the multipart body has no name.');
  return unquote(name);
}

function isFile(part: MultipartPart): boolean {
  return (
    filenameParameter.test(part.headers['content-disposition'] ?? '') || part.mediaType === 'application/octet-stream'
  );
}

const filenameParameter = /;\s*filename\*?\s*=/;
const extended = /;\s*filename\*\s*=\s*"?([^'";]*)'/;

function fileOf(part: MultipartPart, name: string): FilePart {
  // RFC 8187 knows no other charset; the parser would print a warning for one that it cannot read.
  const charset = extended.exec(part.headers['content-disposition'] ?? '')?.[1];
  if (charset !== undefined && !/^utf-8$/i.test(charset)) {
    throw new FormError(`Invalid request: the file name of ${name} must be encoded in UTF-8.`, name);
  }
  const filename = part.filename;
  const [only] = part.content;
  const data = only !== undefined && part.content.length === 1 ? only : part.bytes;
  return new FilePart(filename ? unquote(filename) : null, part.mediaType ?? null, data);
}

function textOf(part: MultipartPart, name: string): string {
  try {
    return part.text;
  } catch {
    throw new FormError(`Invalid request: ${name} holds text that is not UTF-8.`, name);
  }
}

/** Browsers, curl and stripe-node escape a quote in a name as %22 (and line breaks likewise), nothing else. */
function unquote(text: string): string {
  return text.includes('%') ? text.replaceAll('%22', '"').replaceAll('%0D', '\r').replaceAll('%0A', '\n') : text;
}
