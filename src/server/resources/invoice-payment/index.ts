import { errors } from '../../kernel/errors.ts';
import { defineResource } from '../../kernel/resource.ts';
import type { Work } from '../../kernel/work.ts';
import { listInvoicePayments } from './list.ts';
import { machine } from './machine.ts';
import { hiddenFields, type StoredPayment } from './stored.ts';

/** `invoice_payment.paid` comes seconds after the payment, and of no request: only then `paid_at` is known. */
async function announce(work: Work, payment: StoredPayment): Promise<StoredPayment> {
  const { settled_at: paid_at, status_transitions } = payment;
  if (paid_at === null || status_transitions.paid_at !== null)
    throw errors.invalid(`Invoice payment ${payment.id} has nothing to announce.`);
  return work.update<StoredPayment>(payment, { status_transitions: { ...status_transitions, paid_at } });
}

export const invoicePayment = defineResource<StoredPayment>('invoice_payment', {
  machine,
  events: [
    {
      type: 'invoice_payment.paid',
      previous: false,
      when: (before, after) =>
        before !== undefined &&
        before.status_transitions.paid_at === null &&
        after !== undefined &&
        after.status_transitions.paid_at !== null,
    },
  ],
  operations: { 'invoicePayments.list': listInvoicePayments },
  outside: { announce },
  hidden: hiddenFields,
});
