import { pageOf, pageQuery } from '../../kernel/page.ts';
import type { Call, ListResult } from '../../kernel/work.ts';
import type { StoredNoteLine } from '../credit-note-line-item/stored.ts';
import { hiddenFields } from '../credit-note-line-item/stored.ts';
import { previewed, visible } from '../invoice/previewed.ts';
import { draftNote, type NoteDraft, noteLine, noteOf, type Params } from './draft.ts';
import type { StoredNote } from './stored.ts';

type PreviewParams = Params & {
  readonly limit?: number;
  readonly starting_after?: string;
  readonly ending_before?: string;
};

const linesUrl = '/v1/credit_notes/preview/lines';

/** The same at every look, so that pages of a preview follow each other. */
function previewLines({ invoice, lines }: NoteDraft, note: string): StoredNoteLine[] {
  const core = invoice.id.slice(invoice.id.indexOf('_') + 1, -3);
  return lines.map((line, at) => noteLine(line, `cnli_${core}${String(at).padStart(3, '0')}`, note));
}

export async function previewNote({ work, params }: Call<Params>): Promise<StoredNote> {
  const draft = await draftNote(work, params, true);
  const id = work.newId('credit_note');
  const data = previewLines(draft, id).map((line) => visible(line, [...hiddenFields, '_parent']));
  return previewed(noteOf(work, id, draft, params), [], { data, url: linesUrl });
}

export async function previewNoteLines({ work, params }: Call<PreviewParams>): Promise<ListResult> {
  const lines = previewLines(await draftNote(work, params, true), '');
  return pageOf(lines, pageQuery(params), 'credit_note_line_item', linesUrl);
}
