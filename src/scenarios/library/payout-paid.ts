import { defineScenario } from '../scenario.ts';
import { spendableMoney } from './connected-account.ts';
import { told } from './told.ts';

export const payoutPaid = defineScenario({
  name: 'payout-paid',
  title: 'Money leaves the balance and arrives at the bank on the next business day',
  steps: [
    spendableMoney,
    {
      name: 'payout',
      says: 'A part of it goes to the bank.',
      call: { method: 'POST', path: '/v1/payouts', params: { amount: 5000, currency: 'usd' } },
    },
    {
      expect: {
        object: { path: '/v1/payouts/${payout:id}', has: { automatic: false, status: 'pending' } },
        event: { type: 'payout.created', about: '${payout:id}' },
      },
    },
    { says: 'It is collected with others,', advance: '20m' },
    {
      expect: {
        event: {
          type: 'payout.updated',
          about: '${payout:id}',
          has: { data: { object: { status: 'in_transit' } } },
          previous: { status: 'pending' },
        },
      },
    },
    { says: 'and the weekend is over at the latest three days later.', advance: '4d' },
    {
      expect: {
        object: { path: '/v1/payouts/${payout:id}', has: { status: 'paid', trace_id: { status: 'supported' } } },
        event: { type: 'payout.paid', about: '${payout:id}' },
      },
    },
    told(
      'payment_intent.created',
      'balance.available',
      'charge.succeeded',
      'payment_intent.succeeded',
      'payout.created',
      'payout.updated',
      'payout.paid',
      'payout.updated',
    ),
  ],
});
