import { defineScenario } from '../scenario.ts';
import { openInvoice, toldOfInvoice } from './credited-invoice.ts';
import { told, toldOfCharging } from './told.ts';

export const creditNotePaidInvoice = defineScenario({
  name: 'credit-note-paid-invoice',
  title: 'A paid invoice is credited: a part goes back to the card, a part to the balance of the customer',
  steps: [
    ...openInvoice,
    {
      says: 'The customer pays it with the card on file.',
      call: { method: 'POST', path: '/v1/invoices/${invoice:id}/pay' },
    },
    { advance: '30s' },
    {
      name: 'note',
      says: 'One shoe comes back: half of the price is credited.',
      call: {
        method: 'POST',
        path: '/v1/credit_notes',
        params: {
          invoice: '${invoice:id}',
          amount: 6000,
          refund_amount: 4000,
          credit_amount: 2000,
          reason: 'product_unsatisfactory',
        },
      },
    },
    {
      says: 'The card gets its part,',
      expect: {
        object: {
          path: '/v1/refunds/${note:refunds.0.refund}',
          has: { amount: 4000, status: 'succeeded' },
        },
      },
    },
    {
      says: 'the rest lowers the next invoice,',
      expect: { object: { path: '/v1/customers/${customer:id}', has: { balance: -2000 } } },
    },
    {
      says: 'and the invoice stays paid.',
      expect: {
        object: {
          path: '/v1/invoices/${invoice:id}',
          has: { status: 'paid', amount_paid: 12_000, post_payment_credit_notes_amount: 6000 },
        },
        event: {
          type: 'credit_note.created',
          about: '${note:id}',
          has: { data: { object: { type: 'post_payment', post_payment_amount: 6000 } } },
        },
      },
    },
    { advance: '10s' },
    told(
      ...toldOfInvoice,
      ...toldOfCharging,
      'invoice_payment.paid',
      'refund.created',
      'charge.refunded',
      'invoice.updated',
      'customer.updated',
      'credit_note.created',
      'refund.updated',
      'charge.refund.updated',
    ),
  ],
});
