import { defineScenario } from '../scenario.ts';
import { disputedPayment, evidenceStaged, evidenceSubmitted, toldOfDispute } from './dispute-evidence.ts';
import { told } from './told.ts';

export const disputeWon = defineScenario({
  name: 'dispute-won',
  title: 'A charge is disputed, evidence is submitted, the bank decides for the merchant',
  steps: [
    ...disputedPayment,
    ...evidenceStaged,
    evidenceSubmitted('winning_evidence'),
    { advance: '10s' },
    {
      says: 'The bank decides for the merchant: the money comes back.',
      expect: {
        object: {
          path: '/v1/disputes/${disputes:data.0.id}',
          has: { status: 'won', is_charge_refundable: true, evidence_details: { submission_count: 1 } },
        },
      },
    },
    {
      expect: {
        event: {
          type: 'charge.dispute.closed',
          about: '${disputes:data.0.id}',
          has: { data: { object: { status: 'won' } } },
        },
      },
    },
    told(
      ...toldOfDispute,
      'charge.dispute.updated',
      'charge.dispute.updated',
      'charge.updated',
      'charge.dispute.funds_reinstated',
      'charge.dispute.updated',
      'charge.dispute.closed',
    ),
  ],
});
