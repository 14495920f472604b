/** The part that the stories of credit notes share: a customer with a card, and an open invoice. */
import type { Step } from '../scenario.ts';

export const openInvoice: readonly Step[] = [
  {
    name: 'customer',
    says: 'A customer orders,',
    call: {
      method: 'POST',
      path: '/v1/customers',
      params: {
        name: 'Jenny Rosen',
        email: 'jenny@example.com',
        payment_method: 'pm_card_visa',
        invoice_settings: { default_payment_method: 'pm_card_visa' },
      },
    },
  },
  {
    name: 'draft',
    says: 'gets an invoice of 120 dollars,',
    call: {
      method: 'POST',
      path: '/v1/invoices',
      params: { customer: '${customer:id}', currency: 'usd', auto_advance: false },
    },
  },
  {
    call: {
      method: 'POST',
      path: '/v1/invoiceitems',
      params: {
        customer: '${customer:id}',
        invoice: '${draft:id}',
        amount: 12_000,
        currency: 'usd',
        description: 'Blue suede shoes',
      },
    },
  },
  {
    name: 'invoice',
    says: 'which is finalized.',
    call: { method: 'POST', path: '/v1/invoices/${draft:id}/finalize' },
  },
];

/** What Stripe tells of until then. */
export const toldOfInvoice = [
  'payment_method.attached',
  'customer.created',
  'customer.updated',
  'invoice.created',
  'invoiceitem.created',
  'invoice.updated',
  'payment_intent.created',
  'invoice.updated',
  'invoice.finalized',
] as const;
