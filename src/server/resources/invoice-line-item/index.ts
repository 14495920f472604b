import { defineResource } from '../../kernel/resource.ts';
import { addLines, removeLines, updateLineItem, updateLines } from './operations.ts';
import { hiddenFields, type StoredLine } from './stored.ts';

export const invoiceLineItem = defineResource<StoredLine>('line_item', {
  operations: {
    'invoices.addLines': addLines,
    'invoices.updateLines': updateLines,
    'invoices.removeLines': removeLines,
    'invoices.updateLineItem': updateLineItem,
  },
  hidden: hiddenFields,
  initial: { rates: [], credits: [] },
});
