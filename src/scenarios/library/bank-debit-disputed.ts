import { defineScenario } from '../scenario.ts';
import { customer } from './customer.ts';

export const bankDebitDisputed = defineScenario({
  name: 'bank-debit-disputed',
  title: 'A bank account is debited, the money arrives days later, and its holder takes it back for good',
  steps: [
    customer('A customer pays by ACH Direct Debit'),
    {
      name: 'intent',
      says: 'and agrees to the mandate.',
      call: {
        method: 'POST',
        path: '/v1/payment_intents',
        params: {
          amount: 5000,
          currency: 'usd',
          customer: '${customer:id}',
          allowed_payment_method_types: ['us_bank_account'],
          payment_method: 'pm_usBankAccount_dispute',
          confirm: true,
          mandate_data: { customer_acceptance: { type: 'offline' } },
        },
      },
    },
    {
      says: 'The bank takes its time.',
      expect: {
        event: {
          type: 'payment_intent.processing',
          about: '${intent:id}',
          has: { data: { object: { status: 'processing', amount_received: 0 } } },
        },
      },
    },
    { advance: '10s' },
    {
      says: 'It pays; then the holder says that nobody was allowed to debit the account.',
      expect: {
        object: {
          path: '/v1/payment_intents/${intent:id}',
          has: { status: 'succeeded', amount_received: 5000 },
        },
      },
    },
    {
      says: 'Banks hear no evidence: the dispute is lost from the start.',
      expect: {
        object: {
          path: '/v1/disputes?payment_intent=${intent:id}',
          has: {
            data: [{ amount: 5000, charge: '${intent:latest_charge}', reason: 'debit_not_authorized', status: 'lost' }],
          },
        },
      },
    },
    {
      expect: {
        events: [
          'customer.created',
          'payment_intent.created',
          'charge.pending',
          'payment_intent.processing',
          'charge.succeeded',
          'payment_intent.succeeded',
          'charge.dispute.created',
          'charge.dispute.funds_withdrawn',
          'charge.dispute.closed',
          'mandate.updated',
        ],
      },
    },
  ],
});
