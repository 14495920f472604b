import { defineScenario } from '../scenario.ts';
import { invoiceSays, quoteAccepted, quoteDrafted, quoteFinalized, toldOfOffer, toldOfPayment } from './quoted-work.ts';
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
      ...invoiceSays({ status: 'draft', auto_advance: false, billing_reason: 'quote_accept', total: 36_000 }),
    },
    { call: { method: 'POST', path: '/v1/invoices/${accepted:invoice}/finalize' } },
    {
      says: 'It is charged to the card on file.',
      call: { method: 'POST', path: '/v1/invoices/${accepted:invoice}/pay' },
    },
    invoiceSays({ status: 'paid', amount_paid: 36_000, parent: { quote_details: { quote: '${quote:id}' } } }),
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
      ...toldOfOffer,
      'customer.updated',
      'invoiceitem.created',
      'invoice.created',
      'quote.accepted',
      ...toldOfPayment,
    ),
  ],
});
