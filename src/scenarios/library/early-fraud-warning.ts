import { defineScenario } from '../scenario.ts';
import { paid } from './payment.ts';
import { told } from './told.ts';

export const earlyFraudWarning = defineScenario({
  name: 'early-fraud-warning',
  title: 'The issuer warns of fraud, and the merchant refunds the charge before it is disputed',
  steps: [
    paid('intent', 'A payment goes through,', { payment_method: 'pm_card_createIssuerFraudRecord' }),
    { advance: '10s' },
    {
      name: 'warnings',
      says: 'and the issuer reports the card as stolen.',
      call: {
        method: 'GET',
        path: '/v1/radar/early_fraud_warnings',
        params: { payment_intent: '${intent:id}' },
      },
    },
    {
      expect: {
        event: {
          type: 'radar.early_fraud_warning.created',
          about: '${warnings:data.0.id}',
          has: { data: { object: { actionable: true, charge: '${intent:latest_charge}' } } },
        },
        object: { path: '/v1/charges/${intent:latest_charge}', has: { disputed: false, paid: true } },
      },
    },
    {
      says: 'The merchant refunds all of it.',
      call: {
        method: 'POST',
        path: '/v1/refunds',
        params: { payment_intent: '${intent:id}', reason: 'fraudulent' },
      },
    },
    {
      says: 'There is nothing left to do about the warning.',
      expect: {
        object: { path: '/v1/radar/early_fraud_warnings/${warnings:data.0.id}', has: { actionable: false } },
        event: {
          type: 'radar.early_fraud_warning.updated',
          about: '${warnings:data.0.id}',
          previous: { actionable: true },
        },
        never: ['charge.dispute.created'],
      },
    },
    { advance: '10s' },
    told(
      'payment_intent.created',
      'charge.succeeded',
      'radar.early_fraud_warning.created',
      'payment_intent.succeeded',
      'refund.created',
      'charge.refunded',
      'radar.early_fraud_warning.updated',
      'refund.updated',
      'charge.refund.updated',
    ),
  ],
});
