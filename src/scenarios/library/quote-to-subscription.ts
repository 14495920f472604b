import { defineScenario } from '../scenario.ts';
import { invoiceSays, quoteAccepted, quoteDrafted, quoteFinalized, toldOfOffer, toldOfPayment } from './quoted-work.ts';
import { told } from './told.ts';

export const quoteToSubscription = defineScenario({
  name: 'quote-to-subscription',
  title:
    'A quote with a monthly price is accepted: the subscription begins and its first invoice is paid an hour later',
  steps: [
    ...quoteDrafted(
      {
        price_data: {
          currency: 'usd',
          product_data: { name: 'Gold plan' },
          unit_amount: 1500,
          recurring: { interval: 'month' },
        },
        quantity: 2,
      },
      { price_data: { currency: 'usd', product_data: { name: 'Setup' }, unit_amount: 5000 } },
    ),
    quoteFinalized,
    quoteAccepted,
    {
      expect: {
        object: {
          path: '/v1/subscriptions/${accepted:subscription}',
          has: { status: 'active', customer: '${customer:id}', latest_invoice: '${accepted:invoice}' },
        },
      },
    },
    {
      says: 'The first invoice holds the first month and the setup.',
      ...invoiceSays({ status: 'draft', auto_advance: true, billing_reason: 'subscription_create', total: 8000 }),
    },
    { says: 'An hour later it is finalized and charged.', advance: '1h' },
    invoiceSays({ status: 'paid', amount_paid: 8000 }),
    { expect: { event: { type: 'invoice.paid', about: '${accepted:invoice}' } } },
    { advance: '30s' },
    {
      says: 'One month is enough: the customer cancels.',
      call: { method: 'DELETE', path: '/v1/subscriptions/${accepted:subscription}' },
    },
    { expect: { event: { type: 'customer.subscription.deleted', about: '${accepted:subscription}' } } },
    told(
      ...toldOfOffer,
      'customer.updated',
      'customer.subscription.created',
      'invoiceitem.created',
      'invoice.created',
      'quote.accepted',
      ...toldOfPayment,
      'customer.subscription.deleted',
    ),
  ],
});
