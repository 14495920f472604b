/** Reading files without trusting them. */

/** `text` stands for bytes, one each: `\x89PNG`. */
export function startsWith(data: Uint8Array, text: string): boolean {
  if (data.length < text.length) return false;
  for (let at = 0; at < text.length; at++) if (data[at] !== text.charCodeAt(at)) return false;
  return true;
}

/** A string with one character for each byte. */
export function latin1(data: Uint8Array): string {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('latin1');
}

export function isText(data: Uint8Array): boolean {
  if (data.includes(0)) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(data);
    return true;
  } catch {
    return false;
  }
}

const directoryEntry = 0x02014b50;
const endOfDirectory = 0x06054b50;
const endLength = 22;
const entryLength = 46;
/** As many as the format's counter holds. */
const mostEntries = 0xffff;

/** Names in the central directory of a zip archive; none when it has no readable one. */
export function zipEntries(data: Uint8Array): Set<string> {
  const names = new Set<string>();
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  let at = directoryStart(view);
  while (
    names.size < mostEntries &&
    at >= 0 &&
    at + entryLength <= view.byteLength &&
    view.getUint32(at, true) === directoryEntry
  ) {
    const nameLength = view.getUint16(at + 28, true);
    const rest = view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    names.add(latin1(data.subarray(at + entryLength, at + entryLength + nameLength)));
    at += entryLength + nameLength + rest;
  }
  return names;
}

/** The record at the end may be followed by a comment of up to 65,535 bytes. */
function directoryStart(view: DataView): number {
  const earliest = Math.max(0, view.byteLength - endLength - 0xffff);
  for (let at = view.byteLength - endLength; at >= earliest; at--) {
    if (view.getUint32(at, true) === endOfDirectory) return view.getUint32(at + 16, true);
  }
  return -1;
}

/** Width and height of a PNG or JPEG image in pixels; undefined when its header cannot be read. */
export function pixels(data: Uint8Array): { width: number; height: number } | undefined {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  if (startsWith(data, '\x89PNG')) {
    return view.byteLength < 24 ? undefined : { width: view.getUint32(16), height: view.getUint32(20) };
  }
  let at = 2;
  while (at + 9 <= view.byteLength && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}
