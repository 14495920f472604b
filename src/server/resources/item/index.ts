import { defineResource } from '../../kernel/resource.ts';
import { hiddenFields, type StoredItem } from './stored.ts';

export const item = defineResource<StoredItem>('item', {
  hidden: hiddenFields,
  initial: { reductions: [], rates: [] },
});
