import { type EventRule, on } from '../../kernel/events.ts';
import type { StoredInvoice } from './stored.ts';

type Counter = 'sends' | 'failures' | 'actions';

const counts = (type: string, counter: Counter): EventRule<StoredInvoice> => ({
  type,
  previous: false,
  when: (before, after) => before !== undefined && after !== undefined && after[counter] > before[counter],
});

const becomes = (before: StoredInvoice | undefined, after: StoredInvoice | undefined, status: string): boolean =>
  before !== undefined && after?.status === status && before.status !== status;

export const events: readonly EventRule<StoredInvoice>[] = [
  on.create('invoice.created'),
  on.remove('invoice.deleted'),
  // Stripe does not tell it of an invoice that is paid by being finalized.
  on.change('invoice.updated', (before, after) => !(before.status === 'draft' && after.status === 'paid')),
  {
    type: 'invoice.finalized',
    previous: false,
    when: (before, after) => before?.status === 'draft' && after !== undefined && after.status !== 'draft',
  },
  counts('invoice.sent', 'sends'),
  on.enter('uncollectible', 'invoice.marked_uncollectible'),
  on.enter('void', 'invoice.voided'),
  { type: 'invoice.paid', previous: false, when: (before, after) => becomes(before, after, 'paid') },
  {
    type: 'invoice.payment_succeeded',
    previous: false,
    when: (before, after) =>
      becomes(before, after, 'paid') && (after?.settled === 'charge' || after?.settled === 'nothing_due'),
  },
  counts('invoice.payment_action_required', 'actions'),
  counts('invoice.payment_failed', 'failures'),
];
