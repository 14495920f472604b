import { on } from '../../kernel/events.ts';
import { defineResource } from '../../kernel/resource.ts';
import { createInvoiceItem } from './create.ts';
import { deleteInvoiceItem } from './delete.ts';
import { listInvoiceItems } from './list.ts';
import { hiddenFields, type StoredItem } from './stored.ts';
import { updateInvoiceItem } from './update.ts';

export const invoiceItem = defineResource<StoredItem>('invoiceitem', {
  events: [
    on.create('invoiceitem.created'),
    on.remove('invoiceitem.deleted'),
    on.upTo('2023-10-16', on.change('invoiceitem.updated')),
  ],
  operations: {
    'invoiceItems.create': createInvoiceItem,
    'invoiceItems.update': updateInvoiceItem,
    'invoiceItems.del': deleteInvoiceItem,
    'invoiceItems.list': listInvoiceItems,
  },
  clock: 'test_clock',
  hidden: hiddenFields,
  initial: { tax_code: null },
  seeded: (item) => [{ ...item, discounts: item.discounts ?? [] }],
});
