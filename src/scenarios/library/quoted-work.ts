/** The part that the quote stories share: a customer is offered something. */
import type { Step } from '../scenario.ts';
import { customer, withCard } from './customer.ts';
import { toldOfCharging, toldOfFinalizing } from './told.ts';

type Line = Readonly<Record<string, unknown>>;

/** A customer with a card, and a quote that is still a draft. */
export const quoteDrafted = (...line_items: readonly Line[]): readonly Step[] => [
  customer('A customer asks for an offer.', withCard),
  {
    name: 'quote',
    says: 'A quote is written,',
    call: {
      method: 'POST',
      path: '/v1/quotes',
      params: { customer: '${customer:id}', header: 'Spring offer', line_items },
    },
  },
];

export const quoteFinalized: Step = {
  name: 'open',
  says: 'finalized and sent to the customer.',
  call: { method: 'POST', path: '/v1/quotes/${quote:id}/finalize' },
};

/** What the invoice of the accepted quote says of itself. */
export const invoiceSays = (has: Readonly<Record<string, unknown>>): Step => ({
  expect: { object: { path: '/v1/invoices/${accepted:invoice}', has } },
});

/** What is told until the customer accepts. */
export const toldOfOffer = ['payment_method.attached', 'customer.created', 'quote.created', 'quote.finalized'] as const;

/** What is told of the invoice once it is finalized and charged. */
export const toldOfPayment = [...toldOfFinalizing, ...toldOfCharging, 'invoice_payment.paid'] as const;

export const quoteAccepted: Step = {
  name: 'accepted',
  says: 'The customer accepts.',
  call: { method: 'POST', path: '/v1/quotes/${quote:id}/accept' },
};
