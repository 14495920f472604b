/** Files to upload, made here so that their size and length are known. */
import { deflateSync } from 'node:zlib';
import type Stripe from 'stripe';
import type { TestBench } from './harness.ts';

/** A PDF with this many empty pages. */
export function pdf(pages: number, options: { encrypted?: boolean } = {}): Buffer {
  const kids = Array.from({ length: pages }, (_, at) => `${at + 3} 0 R`).join(' ');
  const objects = [
    '1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj',
    `2 0 obj\n<< /Type /Pages /Kids [${kids}] /Count ${pages} >>\nendobj`,
    ...Array.from(
      { length: pages },
      (_, at) => `${at + 3} 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] >>\nendobj`,
    ),
  ];
  const encrypt = options.encrypted ? ' /Encrypt 99 0 R' : '';
  return Buffer.from(`%PDF-1.4\n${objects.join('\n')}\ntrailer\n<< /Root 1 0 R${encrypt} >>\nstartxref\n0\n%%EOF\n`);
}

/** The same, packed as writers of PDF 1.5 do it. */
export function packedPdf(pages: number): Buffer {
  const bodies = ['<</Type/Catalog/Pages 2 0 R>>', `<</Type/Pages/Kids[]/Count ${pages}>>`];
  const header = bodies.map((_, at) => `${at + 1} ${at === 0 ? 0 : (bodies[0]?.length ?? 0) + 1}`).join(' ');
  const first = header.length + 1;
  const data = deflateSync(Buffer.from(`${header} ${bodies.join(' ')}`));
  return Buffer.concat([
    Buffer.from('%PDF-1.5\n5 0 obj\n'),
    Buffer.from(`<</Type/ObjStm/N 2/First ${first}/Filter/FlateDecode/Length ${data.length}>>\nstream\n`),
    data,
    Buffer.from('\nendstream\nendobj\nstartxref\n0\n%%EOF\n'),
  ]);
}

/** A PNG image, as far as its header goes, of `bytes` length. */
export function png(bytes = 64, { width = 1, height = 1 } = {}): Buffer {
  const header = Buffer.alloc(Math.max(33, bytes));
  header.write('\x89PNG\r\n\x1a\n', 'latin1');
  header.writeUInt32BE(13, 8);
  header.write('IHDR', 12, 'latin1');
  header.writeUInt32BE(width, 16);
  header.writeUInt32BE(height, 20);
  return header;
}

/** A JPEG image, as far as its header goes. */
export function jpg({ width = 1, height = 1 } = {}): Buffer {
  const frame = Buffer.alloc(19);
  frame.writeUInt16BE(0xffc0);
  frame.writeUInt16BE(17, 2);
  frame.writeUInt16BE(height, 5);
  frame.writeUInt16BE(width, 7);
  const app = Buffer.from([0xff, 0xe0, 0, 4, 0, 0]);
  return Buffer.concat([Buffer.from([0xff, 0xd8]), app, frame, Buffer.from([0xff, 0xd9])]);
}

/** An archive of empty files with these names. */
export function zip(...names: string[]): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const name of names) {
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50);
    head.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(offset, 42);
    local.push(head, Buffer.from(name));
    central.push(entry, Buffer.from(name));
    offset += 30 + name.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50);
  end.writeUInt16LE(names.length, 8);
  end.writeUInt16LE(names.length, 10);
  end.writeUInt32LE(Buffer.concat(central).length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, ...central, end]);
}

export interface Named {
  readonly name?: string;
  readonly type?: string;
}

/** Uploads for a purpose, with a name that claims nothing unless given. */
export function uploaded(
  { stripe }: TestBench,
  data: Buffer,
  purpose: Stripe.FileCreateParams.Purpose = 'dispute_evidence',
  { name = 'upload', type = 'application/octet-stream' }: Named = {},
): Promise<Stripe.File> {
  return stripe.files.create({ purpose, file: { data, name, type } });
}
