import { defineScenario } from '../scenario.ts';
import { sellerWith, spendableMoney } from './connected-account.ts';
import { told, toldOfSeller } from './told.ts';

export const payoutFailed = defineScenario({
  name: 'payout-failed',
  title: 'The bank knows no such account: a seller’s payout fails and the money comes back',
  steps: [
    sellerWith('000111111116'),
    spendableMoney,
    {
      says: 'The platform pays the seller.',
      call: {
        method: 'POST',
        path: '/v1/transfers',
        params: { amount: 5000, currency: 'usd', destination: '${seller:id}' },
      },
    },
    {
      name: 'payout',
      says: 'The seller wants it at the bank.',
      as: '${seller:id}',
      call: { method: 'POST', path: '/v1/payouts', params: { amount: 5000, currency: 'usd' } },
    },
    { advance: '5d' },
    {
      says: 'The bank sends it back,',
      as: '${seller:id}',
      expect: {
        object: { path: '/v1/payouts/${payout:id}', has: { status: 'failed', failure_code: 'no_account' } },
      },
    },
    {
      says: 'to the seller’s balance,',
      as: '${seller:id}',
      expect: { object: { path: '/v1/balance', has: { available: [{ amount: 5000, currency: 'usd' }] } } },
    },
    {
      says: 'and nothing more is sent there.',
      expect: {
        object: {
          path: '/v1/accounts/${seller:id}/external_accounts/${payout:destination}',
          has: { status: 'errored' },
        },
      },
    },
    told(
      'payment_intent.created',
      'balance.available',
      'charge.succeeded',
      'payment_intent.succeeded',
      'transfer.created',
    ),
    toldOfSeller(
      'account.application.authorized',
      'account.external_account.created',
      'payout.created',
      'payout.updated',
      'payout.failed',
      'account.external_account.updated',
      'account.updated',
    ),
  ],
});
