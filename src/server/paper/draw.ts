/** Draws a document as PDF. The same document gives the same bytes. */
import type PDFKit from 'pdfkit';
import type { Paper, PaperLine, PaperTotal } from './document.ts';

type Doc = InstanceType<typeof PDFKit>;

const margin = 50;
const ink = '#1a1f36';
const soft = '#5b6478';
const rule = '#d5d9e2';

/** What the built-in fonts can show: the characters of Windows-1252. Others become question marks. */
const unprintable = /[^\u0020-\u007e\u00a0-\u00ff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ\n]/gu;
const printable = (text: string): string => text.replace(unprintable, '?');

interface Column {
  readonly left: number;
  readonly width: number;
  readonly align: 'left' | 'right';
}

interface Layout {
  readonly width: number;
  readonly bottom: number;
  readonly columns: Readonly<Record<'description' | 'quantity' | 'unit' | 'amount', Column>>;
}

function layoutOf(doc: Doc): Layout {
  const width = doc.page.width - 2 * margin;
  const column = (from: number, to: number, align: Column['align']): Column => ({
    left: margin + width * from,
    width: width * (to - from),
    align,
  });
  return {
    width,
    bottom: doc.page.height - margin - 20,
    columns: {
      description: column(0, 0.5, 'left'),
      quantity: column(0.5, 0.62, 'right'),
      unit: column(0.62, 0.81, 'right'),
      amount: column(0.81, 1, 'right'),
    },
  };
}

function write(doc: Doc, text: string, { left, width, align }: Column, top: number, color = ink): number {
  const shown = printable(text);
  doc.fillColor(color).text(shown, left, top, { width, align });
  return doc.y;
}

function line(doc: Doc, { width }: Layout, y: number): void {
  doc
    .moveTo(margin, y)
    .lineTo(margin + width, y)
    .lineWidth(0.75)
    .strokeColor(rule)
    .stroke();
}

function heading(doc: Doc, { title, facts }: Paper, { width }: Layout): void {
  doc.font('Helvetica-Bold').fontSize(20);
  write(doc, title, { left: margin, width, align: 'left' }, margin);
  doc.fontSize(9);
  let top = doc.y + 8;
  for (const [label, value] of facts) {
    doc.font('Helvetica-Bold');
    write(doc, label, { left: margin, width: 110, align: 'left' }, top);
    doc.font('Helvetica');
    top = write(doc, value, { left: margin + 110, width: width - 110, align: 'left' }, top) + 2;
  }
  doc.y = top + 14;
}

function addresses(doc: Doc, { from, to }: Paper, { width }: Layout): void {
  const top = doc.y;
  const half = width / 2 - 10;
  const block = (texts: readonly string[], left: number, label?: string): number => {
    const column: Column = { left, width: half, align: 'left' };
    let next = top;
    doc.font('Helvetica-Bold');
    if (label !== undefined) next = write(doc, label, column, next);
    for (const [at, text] of texts.entries()) {
      if (at > 0 || label !== undefined) doc.font('Helvetica');
      next = write(doc, text, column, next);
    }
    return next;
  };
  doc.y = Math.max(block(from, margin), block(to, margin + width / 2 + 10, 'Bill to')) + 18;
}

/** A new page where `height` does not fit on this one. */
function room(doc: Doc, { bottom }: Layout, height: number): void {
  if (doc.y + height <= bottom) return;
  doc.addPage();
  doc.y = margin;
}

function row(doc: Doc, layout: Layout, texts: Omit<PaperLine, 'remark'>, remark: string | undefined): void {
  const { columns } = layout;
  const height = doc.heightOfString(printable(texts.description), { width: columns.description.width });
  room(doc, layout, height + (remark === undefined ? 8 : 20));
  const top = doc.y;
  let next = write(doc, texts.description, columns.description, top);
  if (remark !== undefined) next = write(doc, remark, columns.description, next, soft);
  for (const name of ['quantity', 'unit', 'amount'] as const) write(doc, texts[name], columns[name], top);
  doc.y = next + 8;
}

function table(doc: Doc, { lines }: Paper, layout: Layout): void {
  doc.font('Helvetica').fontSize(8);
  const top = doc.y;
  const titles = { description: 'Description', quantity: 'Qty', unit: 'Unit price', amount: 'Amount' } as const;
  for (const [name, title] of Object.entries(titles))
    write(doc, title, layout.columns[name as keyof typeof titles], top, soft);
  line(doc, layout, doc.y + 3);
  doc.fontSize(9).y += 10;
  for (const { remark, ...texts } of lines) row(doc, layout, texts, remark);
}

function totals(doc: Doc, all: readonly PaperTotal[], layout: Layout): void {
  const { amount } = layout.columns;
  const label: Column = { left: margin + layout.width / 2, width: layout.width * 0.31, align: 'left' };
  for (const { label: text, amount: value, strong } of all) {
    room(doc, layout, 18);
    doc
      .moveTo(label.left, doc.y)
      .lineTo(margin + layout.width, doc.y)
      .lineWidth(0.5)
      .strokeColor(rule)
      .stroke();
    doc.font(strong ? 'Helvetica-Bold' : 'Helvetica');
    const top = doc.y + 4;
    write(doc, text, label, top);
    const next = doc.y;
    write(doc, value, amount, top);
    doc.y = Math.max(next, doc.y) + 3;
  }
}

function notes(doc: Doc, texts: readonly string[], layout: Layout): void {
  doc.font('Helvetica').fontSize(9);
  doc.y += 20;
  for (const text of texts) {
    room(doc, layout, doc.heightOfString(printable(text), { width: layout.width }));
    write(doc, text, { left: margin, width: layout.width, align: 'left' }, doc.y, soft);
    doc.y += 8;
  }
}

function collect(doc: Doc): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const parts: Uint8Array[] = [];
    doc.on('data', (part: Uint8Array) => parts.push(part));
    doc.on('end', () => resolve(Buffer.concat(parts)));
    doc.on('error', reject);
  });
}

export async function drawPaper(paper: Paper): Promise<Uint8Array> {
  // Most runs draw none: the library is loaded with the first.
  const { default: Document } = await import('pdfkit');
  const time = new Date(paper.created * 1000);
  const number = paper.facts[0]?.[1] ?? '';
  const doc = new Document({
    size: paper.size === 'a4' ? 'A4' : 'LETTER',
    margin,
    // The file's id is made of these.
    info: {
      Title: printable(`${paper.title} ${number}`),
      Producer: 'stripe-emulator',
      CreationDate: time,
      ModDate: time,
    },
    lang: 'en-US',
    displayTitle: true,
  });
  const bytes = collect(doc);
  const layout = layoutOf(doc);
  heading(doc, paper, layout);
  addresses(doc, paper, layout);
  doc.font('Helvetica-Bold').fontSize(15);
  write(doc, paper.headline, { left: margin, width: layout.width, align: 'left' }, doc.y);
  doc.fontSize(9).font('Helvetica').y += 12;
  if (paper.header !== undefined) {
    write(doc, paper.header, { left: margin, width: layout.width, align: 'left' }, doc.y);
    doc.y += 10;
  }
  table(doc, paper, layout);
  totals(doc, paper.totals, layout);
  notes(doc, paper.notes, layout);
  doc.end();
  return bytes;
}
