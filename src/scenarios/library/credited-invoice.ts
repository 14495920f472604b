/** The part that the stories of credit notes share: a customer with a card, and an open invoice. */
import type { Step } from '../scenario.ts';
import { customer, withCard } from './customer.ts';
import { toldOfFinalizing } from './told.ts';

export const openInvoice: readonly Step[] = [
  customer('A customer orders,', withCard),
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
  ...toldOfFinalizing,
] as const;
