import { defineScenario } from '../scenario.ts';
import { openInvoice, toldOfInvoice } from './credited-invoice.ts';
import { told } from './told.ts';

const note = (unit_amount: number, reason: string) => ({
  invoice: '${invoice:id}',
  reason,
  lines: [{ type: 'custom_line_item', description: 'Credit', quantity: 1, unit_amount }],
});

export const creditNoteOpenInvoice = defineScenario({
  name: 'credit-note-open-invoice',
  title: 'A part of an open invoice is credited, then the rest: the invoice is paid without a payment',
  steps: [
    ...openInvoice,
    {
      name: 'part',
      says: 'The shoes came late: a part of the price is credited.',
      call: { method: 'POST', path: '/v1/credit_notes', params: note(2000, 'order_change') },
    },
    {
      says: 'Less remains to be paid.',
      expect: {
        object: {
          path: '/v1/invoices/${invoice:id}',
          has: { status: 'open', amount_remaining: 10_000, pre_payment_credit_notes_amount: 2000 },
        },
        event: {
          type: 'credit_note.created',
          about: '${part:id}',
          has: { data: { object: { type: 'pre_payment', pre_payment_amount: 2000, status: 'issued' } } },
        },
      },
    },
    {
      name: 'rest',
      says: 'They came broken, too: the rest is credited.',
      call: { method: 'POST', path: '/v1/credit_notes', params: note(10_000, 'product_unsatisfactory') },
    },
    {
      says: 'Nothing remains: the invoice is paid, and no card is charged.',
      expect: {
        object: {
          path: '/v1/invoices/${invoice:id}',
          has: { status: 'paid', amount_paid: 0, amount_remaining: 0, pre_payment_credit_notes_amount: 12_000 },
        },
        event: { type: 'invoice.paid', about: '${invoice:id}', has: { data: { object: { status: 'paid' } } } },
        never: ['charge.succeeded'],
      },
    },
    { advance: '30s' },
    told(
      ...toldOfInvoice,
      'invoice.updated',
      'credit_note.created',
      'invoice.updated',
      'invoice.paid',
      'payment_intent.canceled',
      'credit_note.created',
    ),
  ],
});
