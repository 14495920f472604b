import { on } from '../../kernel/events.ts';
import { defineResource } from '../../kernel/resource.ts';
import { hiddenNote, notes, onNote } from '../outlines/happening.ts';
import { createSource } from './create.ts';
import { machine } from './machine.ts';
import { authorize, cancel, expire, fail } from './payer.ts';
import type { StoredSource } from './stored.ts';
import { verifySource } from './verify.ts';

/** The payment methods of old. What hangs below them (receipts, notices of debits) is outlined. */
export const source = defineResource<StoredSource>('source', {
  hidden: hiddenNote,
  machine,
  events: [
    on.enter('chargeable', 'source.chargeable'),
    on.enter('failed', 'source.failed'),
    on.enter('canceled', 'source.canceled'),
    onNote('source.refund_attributes_required', 'refund_attributes'),
    {
      type: 'customer.source.created',
      previous: false,
      when: (before, after) => before !== undefined && !before.customer && !!after?.customer,
    },
    {
      type: 'customer.source.deleted',
      previous: false,
      when: (before, after) => !!before?.customer && after !== undefined && !after.customer,
    },
    on.change('customer.source.updated', (before, after) => !!before.customer && before.customer === after.customer),
  ],
  operations: { 'sources.create': createSource, 'sources.verify': verifySource },
  outside: {
    authorize,
    fail,
    cancel,
    expire,
    ask_for_refund_attributes: notes('refund_attributes'),
  },
});
