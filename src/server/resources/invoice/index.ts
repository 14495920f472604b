import type Stripe from 'stripe';
import type { Awaitable } from '../../kernel/awaitable.ts';
import { defineResource } from '../../kernel/resource.ts';
import type { StoredObject, Work } from '../../kernel/work.ts';
import { hiddenNote, notes } from '../outlines/happening.ts';
import { advance, attempt, fallDue } from './advance.ts';
import { attachPayment } from './attach.ts';
import { intentBounced, intentProcessing, intentSucceeded } from './collect.ts';
import { createInvoice } from './create.ts';
import { deleteInvoice } from './delete.ts';
import { undivided } from './division.ts';
import { markUncollectible, voidInvoice } from './end.ts';
import { events } from './events.ts';
import { finalizeOperation } from './finalize.ts';
import { listInvoices } from './list.ts';
import { machine } from './machine.ts';
import { payInvoice } from './pay.ts';
import { previewInvoice } from './preview.ts';
import { sendInvoice } from './send.ts';
import { hiddenFields, type StoredInvoice } from './stored.ts';
import { listUpcomingLines, retrieveUpcoming } from './upcoming.ts';
import { updateInvoice } from './update.ts';

/** After a challenge, because somebody confirmed the intent directly, or because a bank has answered. */
function settleWhenPaid(work: Work, before?: StoredObject, after?: StoredObject): Awaitable<unknown> {
  const statusOf = (intent: StoredObject | undefined): string | undefined =>
    (intent as Stripe.PaymentIntent | undefined)?.status;
  const [was, is] = [statusOf(before), statusOf(after)];
  if (after === undefined || is === was) return undefined;
  if (is === 'succeeded') return intentSucceeded(work, after);
  if (is === 'processing') return intentProcessing(work, after);
  return is === 'requires_payment_method' && was === 'processing' ? intentBounced(work, after) : undefined;
}

export const invoice = defineResource<StoredInvoice>('invoice', {
  machine,
  events,
  operations: {
    'invoices.create': createInvoice,
    'invoices.update': updateInvoice,
    'invoices.del': deleteInvoice,
    'invoices.list': listInvoices,
    'invoices.finalizeInvoice': finalizeOperation,
    'invoices.pay': payInvoice,
    'invoices.sendInvoice': sendInvoice,
    'invoices.voidInvoice': voidInvoice,
    'invoices.markUncollectible': markUncollectible,
    'invoices.attachPayment': attachPayment,
    'invoices.createPreview': previewInvoice,
    'invoices.retrieveUpcoming': retrieveUpcoming,
    'invoices.listUpcomingLines': listUpcomingLines,
  },
  outside: {
    advance,
    attempt,
    fall_due: fallDue,
    // What the automations of the Dashboard tell, and only where somebody has set them up.
    near_due_date: notes('near_due_date'),
    pass_due_date: notes('pass_due_date'),
    require_attempt: notes('require_attempt'),
  },
  reactions: { payment_intent: settleWhenPaid },
  countedLists: ['lines'],
  hidden: [...hiddenFields, ...hiddenNote],
  initial: {
    ...undivided,
    intent: null,
    applied: 0,
    days_until_due: null,
    settled: null,
    notes: 0,
    failures: 0,
    finalization_failures: 0,
    overdue: false,
    actions: 0,
    debits: 0,
    paid_as_draft: false,
    sends: 0,
  },
  clock: 'test_clock',
});
