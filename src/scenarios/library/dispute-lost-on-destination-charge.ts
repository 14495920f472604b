import { defineScenario } from '../scenario.ts';
import { goodBank, sellerWith } from './connected-account.ts';
import { evidenceSubmitted } from './dispute-evidence.ts';
import { paid } from './payment.ts';
import { told, toldOfSeller } from './told.ts';

export const disputeLostOnDestinationCharge = defineScenario({
  name: 'dispute-lost-on-destination-charge',
  title: 'The platform is debited for a lost dispute, and gets the money back by reversing the transfer',
  steps: [
    sellerWith(goodBank),
    paid('intent', 'The card is one whose holder will dispute the charge.', {
      application_fee_amount: 500,
      payment_method: 'pm_card_createDispute',
      transfer_data: { destination: '${seller:id}' },
    }),
    { name: 'charge', call: { method: 'GET', path: '/v1/charges/${intent:latest_charge}' } },
    { name: 'disputes', call: { method: 'GET', path: '/v1/disputes', params: { payment_intent: '${intent:id}' } } },
    evidenceSubmitted('losing_evidence'),
    { advance: '10s' },
    {
      says: 'The bank decides for the cardholder.',
      expect: {
        object: { path: '/v1/disputes/${disputes:data.0.id}', has: { status: 'lost' } },
        event: { type: 'charge.dispute.closed', about: '${disputes:data.0.id}' },
      },
    },
    {
      says: 'Nobody has taken anything from the seller so far.',
      expect: { object: { path: '/v1/transfers/${charge:transfer}', has: { amount_reversed: 0, reversed: false } } },
    },
    {
      says: 'The platform takes the transfer back, and gives its fee back.',
      call: {
        method: 'POST',
        path: '/v1/transfers/${charge:transfer}/reversals',
        params: { refund_application_fee: true },
      },
    },
    {
      expect: {
        object: { path: '/v1/transfers/${charge:transfer}', has: { amount_reversed: 5000, reversed: true } },
        event: { type: 'transfer.reversed', about: '${charge:transfer}' },
      },
    },
    {
      expect: {
        object: { path: '/v1/application_fees/${charge:application_fee}', has: { refunded: true } },
        event: { type: 'application_fee.refunded', about: '${charge:application_fee}' },
      },
    },
    told(
      'payment_intent.created',
      'charge.succeeded',
      'transfer.created',
      'application_fee.created',
      'charge.dispute.created',
      'charge.dispute.funds_withdrawn',
      'payment_intent.succeeded',
      'charge.dispute.updated',
      'charge.updated',
      'charge.dispute.closed',
      'application_fee.refunded',
      'transfer.reversed',
    ),
    toldOfSeller('account.application.authorized', 'account.external_account.created'),
  ],
});
