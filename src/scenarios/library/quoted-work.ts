/** The part that the quote stories share: a customer is offered something. */
import type { Step } from '../scenario.ts';

type Line = Readonly<Record<string, unknown>>;

/** A customer with a card, and a quote that is still a draft. */
export const quoteDrafted = (...line_items: readonly Line[]): readonly Step[] => [
  {
    name: 'customer',
    says: 'A customer asks for an offer.',
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

export const quoteAccepted: Step = {
  name: 'accepted',
  says: 'The customer accepts.',
  call: { method: 'POST', path: '/v1/quotes/${quote:id}/accept' },
};
