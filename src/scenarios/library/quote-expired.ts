import { defineScenario } from '../scenario.ts';
import { quoteDrafted, quoteFinalized, toldOfOffer } from './quoted-work.ts';
import { told } from './told.ts';

export const quoteExpired = defineScenario({
  name: 'quote-expired',
  title: 'A quote that nobody accepts within thirty days is canceled',
  steps: [
    ...quoteDrafted({
      price_data: { currency: 'usd', product_data: { name: 'Consulting' }, unit_amount: 12_000 },
    }),
    quoteFinalized,
    { says: 'The customer never answers.', advance: '30d' },
    {
      expect: {
        object: {
          path: '/v1/quotes/${quote:id}',
          has: { status: 'canceled', number: '${open:number}', invoice: null },
        },
      },
    },
    {
      expect: {
        event: { type: 'quote.canceled', about: '${quote:id}', has: { data: { object: { status: 'canceled' } } } },
      },
    },
    {
      says: 'Too late.',
      call: { method: 'POST', path: '/v1/quotes/${quote:id}/accept', status: 400 },
    },
    told(...toldOfOffer, 'quote.canceled'),
  ],
});
