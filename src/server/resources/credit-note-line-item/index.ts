import { defineResource } from '../../kernel/resource.ts';
import { hiddenFields, type StoredNoteLine } from './stored.ts';

export const creditNoteLineItem = defineResource<StoredNoteLine>('credit_note_line_item', { hidden: hiddenFields });
