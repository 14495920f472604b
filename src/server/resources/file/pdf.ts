/** As much of a PDF as an upload is checked for: whether it is whole and open, and how many pages it has. */
import { inflateSync } from 'node:zlib';
import { latin1 } from './bytes.ts';

interface Pdf {
  readonly encrypted: boolean;
  /** 0 when the page tree cannot be read. */
  readonly pages: number;
}

/** Objects of a PDF may be packed into compressed streams; more text than this is not unpacked. */
const mostUnpacked = 32 * 1024 * 1024;

/** Undefined when the file was cut short. */
export function readPdf(data: Uint8Array): Pdf | undefined {
  const text = latin1(data);
  if (!text.slice(-1024).includes('%%EOF')) return undefined;
  return { encrypted: isEncrypted(text), pages: countPages(dictionaries(text, data)) };
}

interface PdfObject {
  /** Its dictionary; what is drawn on the pages is not read. */
  readonly head: string;
  /** Where its stream begins and ends, in bytes from the start of the file. */
  readonly stream?: { readonly from: number; readonly to: number };
}

/** What stands between `7 0 obj` and `endobj`. */
function* objectsOf(text: string): Generator<PdfObject> {
  const opening = /\d\s+\d+\s+obj\b/g;
  for (let found = opening.exec(text); found !== null; found = opening.exec(text)) {
    const start = opening.lastIndex;
    const end = text.indexOf('endobj', start);
    if (end === -1) return;
    const body = text.slice(start, end);
    const at = body.indexOf('stream');
    if (at === -1) yield { head: body };
    else {
      const from = start + at + 'stream'.length + (body[at + 6] === '\r' ? 2 : 1);
      yield { head: body.slice(0, at), stream: { from, to: end } };
    }
    opening.lastIndex = end;
  }
}

/** Dictionaries in the file itself and in its object streams: a header of number and offset pairs, then the objects. */
function* dictionaries(text: string, data: Uint8Array): Generator<string> {
  let budget = mostUnpacked;
  for (const { head, stream } of objectsOf(text)) {
    yield head;
    if (stream === undefined || budget <= 0 || !/\/Type\s*\/ObjStm\b/.test(head)) continue;
    const packed = unpacked(data.subarray(stream.from, stream.to), head, budget);
    budget -= packed.length;
    const first = Number(/\/First\s+(\d+)/.exec(head)?.[1] ?? 0);
    const offsets = (packed.slice(0, first).match(/\d+/g) ?? []).map(Number).filter((_, at) => at % 2 === 1);
    for (const [at, offset] of offsets.entries()) {
      const next = offsets[at + 1];
      yield packed.slice(first + offset, next === undefined ? undefined : first + next);
    }
  }
}

function unpacked(data: Uint8Array, head: string, most: number): string {
  if (!head.includes('/FlateDecode')) return latin1(data);
  try {
    return latin1(inflateSync(data, { maxOutputLength: most }));
  } catch {
    return '';
  }
}

/** The trailer names the encryption; so does the dictionary of a cross-reference stream. */
function isEncrypted(text: string): boolean {
  return /\/Encrypt\s+\d+\s+\d+\s+R/.test(text) || /\/Encrypt\s*<</.test(text);
}

/** The root of the page tree has no parent; of several (a file that was saved again) the last counts. */
function countPages(objects: Iterable<string>): number {
  let count = 0;
  for (const object of objects) {
    if (!/\/Type\s*\/Pages\b/.test(object) || /\/Parent\b/.test(object)) continue;
    count = Number(/\/Count\s+(\d+)/.exec(object)?.[1] ?? 0);
  }
  return count;
}
