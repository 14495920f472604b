/** What a file is by its content. Its name and its Content-Type are only claims. */
import { isText, startsWith, zipEntries } from './bytes.ts';

export type Format =
  | 'apk'
  | 'csv'
  | 'docx'
  | 'gif'
  | 'jpg'
  | 'json'
  | 'md'
  | 'pdf'
  | 'pem'
  | 'png'
  | 'svg'
  | 'txt'
  | 'xlsx';

interface FormatFacts {
  readonly mime: string;
  readonly extensions: readonly string[];
  /** Other media types that claim it. */
  readonly alsoMime?: readonly string[];
}

const office = 'application/vnd.openxmlformats-officedocument';

export const formats: Readonly<Record<Format, FormatFacts>> = {
  apk: { mime: 'application/vnd.android.package-archive', extensions: ['apk'] },
  csv: { mime: 'text/csv', extensions: ['csv'] },
  docx: { mime: `${office}.wordprocessingml.document`, extensions: ['docx', 'docm'] },
  gif: { mime: 'image/gif', extensions: ['gif'] },
  jpg: { mime: 'image/jpeg', extensions: ['jpg', 'jpeg'], alsoMime: ['image/jpg'] },
  json: { mime: 'application/json', extensions: ['json'] },
  md: { mime: 'text/markdown', extensions: ['md'] },
  pdf: { mime: 'application/pdf', extensions: ['pdf'] },
  pem: { mime: 'application/x-pem-file', extensions: ['pem'] },
  png: { mime: 'image/png', extensions: ['png'] },
  svg: { mime: 'image/svg+xml', extensions: ['svg'] },
  txt: { mime: 'text/plain', extensions: ['txt'] },
  xlsx: { mime: `${office}.spreadsheetml.sheet`, extensions: ['xlsx', 'xlsm'] },
};

const byExtension = new Map<string, Format>();
const byMime = new Map<string, Format>();
for (const [name, { mime, extensions, alsoMime = [] }] of Object.entries(formats)) {
  for (const extension of extensions) byExtension.set(extension, name as Format);
  for (const each of [mime, ...alsoMime]) byMime.set(each, name as Format);
}

/** Text says little of itself: these are told apart by name. */
const plainText: readonly Format[] = ['csv', 'json', 'md', 'txt'];

function claimedByName(filename: string | null): Format | undefined {
  const dot = filename?.lastIndexOf('.') ?? -1;
  return dot === -1 ? undefined : byExtension.get((filename ?? '').slice(dot + 1).toLowerCase());
}

export function formatOf(data: Uint8Array, filename: string | null): Format | undefined {
  if (startsWith(data, '%PDF-')) return 'pdf';
  if (startsWith(data, '\x89PNG\r\n\x1a\n')) return 'png';
  if (startsWith(data, '\xff\xd8\xff')) return 'jpg';
  if (startsWith(data, 'GIF87a') || startsWith(data, 'GIF89a')) return 'gif';
  if (startsWith(data, 'PK\x03\x04')) return formatOfZip(data);
  if (!isText(data)) return undefined;
  const named = claimedByName(filename);
  const start = new TextDecoder().decode(data.subarray(0, 1024)).trimStart();
  if (start.startsWith('-----BEGIN ')) return 'pem';
  if (start.startsWith('<') && start.includes('<svg')) return 'svg';
  if (named === 'json' || (named === undefined && /^[{[]/.test(start))) return isJson(data) ? 'json' : 'txt';
  return named !== undefined && plainText.includes(named) ? named : 'txt';
}

function isJson(data: Uint8Array): boolean {
  try {
    JSON.parse(new TextDecoder().decode(data));
    return true;
  } catch {
    return false;
  }
}

function formatOfZip(data: Uint8Array): Format | undefined {
  const entries = zipEntries(data);
  if (entries.has('word/document.xml')) return 'docx';
  if (entries.has('xl/workbook.xml')) return 'xlsx';
  return entries.has('AndroidManifest.xml') ? 'apk' : undefined;
}

/** Office files that run programs are refused: https://docs.stripe.com/file-upload */
export function hasMacros(data: Uint8Array): boolean {
  return [...zipEntries(data)].some((name) => name.endsWith('vbaProject.bin'));
}

/** The format that name or Content-Type promise, when that is another one than `format`. */
export function falseClaim(format: Format, filename: string | null, contentType: string | null): Format | undefined {
  const mime = contentType?.split(';')[0]?.trim().toLowerCase();
  const claims = [claimedByName(filename), mime === undefined ? undefined : byMime.get(mime)];
  return claims.find((claim) => claim !== undefined && claim !== format && !bothText(claim, format));
}

/** Libraries send any text as text/plain. */
function bothText(claim: Format, format: Format): boolean {
  return claim === 'txt' && [...plainText, 'pem', 'svg'].includes(format);
}
