/** Codes to scan, as pictures. The same text gives the same bytes. */
import { crc32, deflateSync } from 'node:zlib';
import { encode, renderSVG } from 'uqr';

/** The margin that ISO 18004 asks for, in modules; and how wide a module is, in pixels. */
const border = 4;
const scale = 6;

const signature = Buffer.from('89504e470d0a1a0a', 'hex');

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** Eight bits of grey for each pixel, no filter. */
function greyPng(width: number, rows: readonly Buffer[]): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(rows.length, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const unfiltered = rows.flatMap((row) => [Buffer.alloc(1), row]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(unfiltered))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A PNG image. Throws a RangeError for text that no code holds (some 2,900 bytes). */
export function qrPng(text: string): Buffer {
  const { size, data } = encode(text, { border });
  const rows = data.flatMap((modules) => {
    const row = Buffer.alloc(size * scale, 255);
    modules.forEach((dark, at) => {
      if (dark) row.fill(0, at * scale, (at + 1) * scale);
    });
    return Array.from({ length: scale }, () => row);
  });
  return greyPng(size * scale, rows);
}

/** An SVG document. Throws as `qrPng` does. */
export const qrSvg = (text: string): string => renderSVG(text, { border, pixelSize: scale });
