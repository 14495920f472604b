import { on } from '../../kernel/events.ts';
import { defineResource } from '../../kernel/resource.ts';
import { createCreditNote } from './create.ts';
import { machine } from './machine.ts';
import { previewNote, previewNoteLines } from './preview.ts';
import type { StoredNote } from './stored.ts';
import { voidCreditNote } from './void.ts';

export const creditNote = defineResource<StoredNote>('credit_note', {
  machine,
  events: [
    on.create('credit_note.created'),
    on.change('credit_note.updated', (before, after) => before.status === after.status),
    on.enter('void', 'credit_note.voided'),
  ],
  operations: {
    'creditNotes.create': createCreditNote,
    'creditNotes.preview': previewNote,
    'creditNotes.listPreviewLineItems': previewNoteLines,
    'creditNotes.voidCreditNote': voidCreditNote,
  },
});
