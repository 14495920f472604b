import { type EventRule, on } from '../../kernel/events.ts';
import { onNote } from '../outlines/happening.ts';
import type { StoredInvoice } from './stored.ts';

type Counter = 'sends' | 'failures' | 'finalization_failures' | 'actions';

const counts = (type: string, counter: Counter): EventRule<StoredInvoice> => ({
  type,
  previous: false,
  when: (before, after) => before !== undefined && after !== undefined && after[counter] > before[counter],
});

const becomes = (before: StoredInvoice | undefined, after: StoredInvoice | undefined, status: string): boolean =>
  before !== undefined && after?.status === status && before.status !== status;

const finalized = (asDraft: boolean): EventRule<StoredInvoice> => ({
  type: 'invoice.finalized',
  previous: false,
  when: (before, after) =>
    before?.status === 'draft' && after !== undefined && after.status !== 'draft' && after.paid_as_draft === asDraft,
});

export const events: readonly EventRule<StoredInvoice>[] = [
  on.create('invoice.created'),
  on.remove('invoice.deleted'),
  // Stripe does not tell it of an invoice that is paid, or was to be charged, by being finalized.
  on.change(
    'invoice.updated',
    (before, after) =>
      before.status !== 'draft' ||
      after.paid_as_draft ||
      (after.status !== 'paid' && after.failures === before.failures),
  ),
  finalized(false),
  counts('invoice.finalization_failed', 'finalization_failures'),
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
  on.change<StoredInvoice>(
    'invoice.overpaid',
    (before, after) => before.status !== 'paid' && after.status === 'paid' && after.amount_overpaid > 0,
  ),
  finalized(true),
  onNote('invoice.will_be_due', 'near_due_date'),
  onNote('invoice.overdue', 'pass_due_date'),
  onNote('invoice.payment_attempt_required', 'require_attempt'),
];
