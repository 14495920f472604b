import { defineScenario } from '../scenario.ts';
import { paid } from './payment.ts';
import { told } from './told.ts';

export const refundFailed = defineScenario({
  name: 'refund-failed',
  title: 'A refund is on its way, the bank sends it back, and the money returns to the balance',
  steps: [
    paid('intent', 'A customer pays.', { payment_method: 'pm_card_refundFail' }),
    { advance: '10s' },
    {
      name: 'refund',
      says: 'The merchant refunds the payment; it looks done.',
      call: { method: 'POST', path: '/v1/refunds', params: { payment_intent: '${intent:id}' } },
    },
    { says: 'A few days later, in test mode a few seconds, the bank sends it back.', advance: '10s' },
    {
      says: 'The refund has failed,',
      expect: {
        object: {
          path: '/v1/refunds/${refund:id}',
          has: { status: 'failed', failure_reason: 'expired_or_canceled_card' },
        },
        event: {
          type: 'refund.failed',
          about: '${refund:id}',
          has: { request: { id: null } },
          previous: { status: 'succeeded' },
        },
      },
    },
    { name: 'failed', call: { method: 'GET', path: '/v1/refunds/${refund:id}' } },
    {
      says: 'the money is back in the balance,',
      expect: {
        object: {
          path: '/v1/balance_transactions/${failed:failure_balance_transaction}',
          has: { type: 'refund_failure', amount: 5000, source: '${refund:id}' },
        },
      },
    },
    {
      says: 'and the customer has to be paid in another way.',
      expect: {
        object: { path: '/v1/charges/${intent:latest_charge}', has: { refunded: false, amount_refunded: 0 } },
      },
    },
    told(
      'payment_intent.created',
      'charge.succeeded',
      'payment_intent.succeeded',
      'refund.created',
      'charge.refunded',
      'refund.failed',
      'refund.updated',
      'charge.refund.updated',
    ),
  ],
});
