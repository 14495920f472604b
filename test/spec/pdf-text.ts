/** The text of a PDF as a reader would copy it: one line for each piece that is drawn. */
import { inflateSync } from 'node:zlib';

const streams = /stream\r?\n([\s\S]*?)\r?\nendstream/g;
const shown = /\[([^\]]*)\]\s*TJ/g;
const pieces = /<([0-9a-f]*)>/gi;

/** Windows-1252, where it differs from Latin-1. */
const special: Readonly<Record<number, string>> = { 128: '€', 150: '–', 151: '—', 146: '’' };

const decode = (hex: string): string =>
  [...Buffer.from(hex, 'hex')].map((code) => special[code] ?? String.fromCharCode(code)).join('');

export function textOf(pdf: Uint8Array): string[] {
  const lines: string[] = [];
  for (const [, data = ''] of Buffer.from(pdf).toString('latin1').matchAll(streams)) {
    let content: string;
    try {
      content = inflateSync(Buffer.from(data, 'latin1')).toString('latin1');
    } catch {
      continue;
    }
    for (const [, array = ''] of content.matchAll(shown))
      lines.push([...array.matchAll(pieces)].map(([, hex = '']) => decode(hex)).join(''));
  }
  return lines;
}
