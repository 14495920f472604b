import { defineScenario } from '../scenario.ts';
import { goodBank, refundedAndReversed, sellerWith } from './connected-account.ts';
import { paid } from './payment.ts';
import { told, toldOfSeller } from './told.ts';

export const destinationCharge = defineScenario({
  name: 'destination-charge',
  title: 'A platform charges for a seller, keeps a fee, and takes everything back with a refund',
  steps: [
    sellerWith(goodBank),
    paid('intent', 'A customer pays; the platform keeps a tenth.', {
      application_fee_amount: 500,
      transfer_data: { destination: '${seller:id}' },
    }),
    { name: 'charge', call: { method: 'GET', path: '/v1/charges/${intent:latest_charge}' } },
    {
      says: 'The whole amount went to the seller,',
      expect: {
        object: {
          path: '/v1/transfers/${charge:transfer}',
          has: { amount: 5000, destination: '${seller:id}', source_transaction: '${charge:id}', reversed: false },
        },
        event: { type: 'transfer.created', about: '${charge:transfer}' },
      },
    },
    {
      says: 'and the fee came back to the platform.',
      expect: {
        object: {
          path: '/v1/application_fees/${charge:application_fee}',
          has: { account: '${seller:id}', amount: 500, originating_transaction: '${charge:id}' },
        },
        event: { type: 'application_fee.created', about: '${charge:application_fee}' },
      },
    },
    {
      says: 'The seller has the rest, once the charge has settled.',
      as: '${seller:id}',
      expect: { object: { path: '/v1/balance', has: { pending: [{ amount: 4500, currency: 'usd' }] } } },
    },
    {
      name: 'refund',
      says: 'The customer gets the money back, from the seller and from the fee.',
      call: { method: 'POST', path: '/v1/refunds', params: { charge: '${charge:id}', ...refundedAndReversed } },
    },
    {
      expect: {
        object: { path: '/v1/transfers/${charge:transfer}', has: { amount_reversed: 5000, reversed: true } },
        event: { type: 'application_fee.refunded', about: '${charge:application_fee}' },
      },
    },
    {
      says: 'The seller has nothing left of it.',
      as: '${seller:id}',
      expect: { object: { path: '/v1/balance', has: { pending: [{ amount: 0, currency: 'usd' }] } } },
    },
    { advance: '10s' },
    told(
      'payment_intent.created',
      'charge.succeeded',
      'transfer.created',
      'application_fee.created',
      'payment_intent.succeeded',
      'application_fee.refunded',
      'transfer.reversed',
      'refund.created',
      'charge.refunded',
      'refund.updated',
      'charge.refund.updated',
    ),
    toldOfSeller('account.application.authorized', 'account.external_account.created'),
  ],
});
