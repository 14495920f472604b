/** `/invoice/...` and `/credit_notes/...`: the PDFs that `invoice_pdf` and `pdf` lead to. */
import type { Context, Hono } from 'hono';
import type { Engine } from '../engine/engine.ts';
import { errors } from '../kernel/errors.ts';
import type { Work } from '../kernel/work.ts';
import type { Paper } from '../paper/document.ts';
import { drawPaper } from '../paper/draw.ts';
import { notePaper } from '../resources/credit-note/paper.ts';
import type { StoredNote } from '../resources/credit-note/stored.ts';
import { invoicePaper } from '../resources/invoice/paper.ts';
import type { StoredInvoice } from '../resources/invoice/stored.ts';
import { inAccount } from './keeper.ts';

interface Printed {
  readonly paper: Paper;
  readonly filename: string;
}

const unknown = (c: Context): Response =>
  c.json(errors.invalid('This document does not exist.', undefined, undefined, 404).toBody(), 404);

/** Where `print` finds what the secret in the address belongs to. */
async function answer(
  c: Context,
  engine: Engine,
  print: (work: Work, secret: string) => Promise<Printed | undefined>,
): Promise<Response> {
  const { account = '', secret = '' } = c.req.param() as Record<string, string>;
  const printed = await inAccount(engine, account, (work) => print(work, secret));
  if (printed === undefined) return unknown(c);
  return c.body((await drawPaper(printed.paper)) as Uint8Array<ArrayBuffer>, 200, {
    'content-type': 'application/pdf',
    'content-disposition': `attachment; filename="${printed.filename}.pdf"`,
    'x-content-type-options': 'nosniff',
  });
}

export function invoiceOf(work: Work, secret: string): Promise<StoredInvoice | undefined> {
  return findBy<StoredInvoice>(work, 'invoice', ({ invoice_pdf: url }) => url, secret);
}

async function findBy<T extends { readonly id: string; readonly object: string }>(
  work: Work,
  type: string,
  url: (object: T) => string | null | undefined,
  secret: string,
): Promise<T | undefined> {
  const [found] = await work.list<T>(type, {
    filter: (row) =>
      url(row as unknown as T)
        ?.split('/')
        .includes(secret) ?? false,
    limit: 1,
  });
  return found;
}

export function addPaper(pages: Hono, engine: Engine): void {
  pages.get('/invoice/:account/:secret/pdf', (c) =>
    answer(c, engine, async (work, secret) => {
      const invoice = await invoiceOf(work, secret);
      return invoice && { paper: await invoicePaper(work, invoice), filename: `Invoice-${invoice.number ?? ''}` };
    }),
  );

  pages.get('/credit_notes/:account/:secret/pdf', (c) =>
    answer(c, engine, async (work, secret) => {
      const note = await findBy<StoredNote>(work, 'credit_note', ({ pdf }) => pdf, secret);
      return note && { paper: await notePaper(work, note), filename: `Credit-Note-${note.number}` };
    }),
  );
}
