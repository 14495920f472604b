import type { Call, ListResult } from '../../kernel/work.ts';
import type { StoredNoteLine } from '../credit-note-line-item/stored.ts';
import { hiddenFields } from '../credit-note-line-item/stored.ts';
import { pageQuery } from '../event/page-query.ts';
import { previewed, visible } from '../invoice/previewed.ts';
import { draftNote, type NoteDraft, noteLine, noteOf, type Params } from './draft.ts';
import type { StoredNote } from './stored.ts';

type PreviewParams = Params & {
  readonly limit?: number;
  readonly starting_after?: string;
  readonly ending_before?: string;
};

/** The same at every look, so that pages of a preview follow each other. */
function previewLines({ invoice, lines }: NoteDraft, note: string): StoredNoteLine[] {
  const core = invoice.id.slice(invoice.id.indexOf('_') + 1, -3);
  return lines.map((line, at) => noteLine(line, `cnli_${core}${String(at).padStart(3, '0')}`, note));
}

export async function previewNote({ work, params }: Call<Params>): Promise<StoredNote> {
  const draft = await draftNote(work, params, true);
  const id = work.newId('credit_note');
  const data = previewLines(draft, id).map((line) => visible(line, [...hiddenFields, '_parent']));
  return previewed(noteOf(work, id, draft, params), [], { data, url: '/v1/credit_notes/preview/lines' });
}

export async function previewNoteLines({ work, params }: Call<PreviewParams>): Promise<ListResult> {
  const lines = previewLines(await draftNote(work, params, true), '');
  const { limit = lines.length, startingAfter, endingBefore } = pageQuery(params);
  const after = startingAfter === undefined ? 0 : lines.findIndex(({ id }) => id === startingAfter) + 1;
  const end = endingBefore === undefined ? lines.length : lines.findIndex(({ id }) => id === endingBefore);
  const rest = lines.slice(after, Math.max(after, end));
  const data = endingBefore === undefined ? rest.slice(0, limit) : rest.slice(-limit);
  return { object: 'list', data, has_more: rest.length > data.length, url: '/v1/credit_notes/preview/lines' };
}
