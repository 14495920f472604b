import { defineScenario } from '../scenario.ts';
import { quoteAccepted, quoteDrafted, quoteFinalized } from './quoted-work.ts';
import { told } from './told.ts';

export const quoteToInvoice = defineScenario({
  name: 'quote-to-invoice',
  title: 'A quote for one-time work is accepted, its invoice is finalized and paid',
  steps: [
    ...quoteDrafted({
      price_data: { currency: 'usd', product_data: { name: 'Consulting' }, unit_amount: 12_000 },
      quantity: 3,
    }),
    quoteFinalized,
    quoteAccepted,
    {
      says: 'The invoice is a draft that waits for the merchant.',
      expect: {
        object: {
          path: '/v1/invoices/${accepted:invoice}',
          has: { status: 'draft', auto_advance: false, billing_reason: 'quote_accept', total: 36_000 },
        },
      },
    },
    { call: { method: 'POST', path: '/v1/invoices/${accepted:invoice}/finalize' } },
    {
      says: 'It is charged to the card on file.',
      call: { method: 'POST', path: '/v1/invoices/${accepted:invoice}/pay' },
    },
    {
      expect: {
        object: {
          path: '/v1/invoices/${accepted:invoice}',
          has: { status: 'paid', amount_paid: 36_000, parent: { quote_details: { quote: '${quote:id}' } } },
        },
      },
    },
    {
      expect: {
        event: {
          type: 'quote.accepted',
          about: '${quote:id}',
          has: { data: { object: { status: 'accepted', invoice: '${accepted:invoice}' } } },
        },
      },
    },
    { advance: '30s' },
    told(
      'payment_method.attached',
      'customer.created',
      'quote.created',
      'quote.finalized',
      'customer.updated',
      'invoiceitem.created',
      'invoice.created',
      'quote.accepted',
      'payment_intent.created',
      'invoice.updated',
      'invoice.finalized',
      'charge.succeeded',
      'payment_intent.succeeded',
      'invoice.updated',
      'invoice.paid',
      'invoice.payment_succeeded',
      'invoice_payment.paid',
    ),
  ],
});
