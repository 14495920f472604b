import { defineScenario } from '../scenario.ts';
import { disputedPayment, evidenceStaged, evidenceSubmitted, toldOfDispute } from './dispute-evidence.ts';
import { told } from './told.ts';

export const disputeLost = defineScenario({
  name: 'dispute-lost',
  title: 'A charge is disputed, evidence is submitted, the bank decides for the cardholder',
  steps: [
    ...disputedPayment,
    ...evidenceStaged,
    evidenceSubmitted('losing_evidence'),
    { advance: '10s' },
    {
      says: 'The bank decides for the cardholder: the money stays away.',
      expect: {
        object: {
          path: '/v1/disputes/${disputes:data.0.id}',
          has: { status: 'lost', is_charge_refundable: false, evidence_details: { submission_count: 1 } },
        },
      },
    },
    {
      expect: {
        event: {
          type: 'charge.dispute.closed',
          about: '${disputes:data.0.id}',
          has: { data: { object: { status: 'lost' } } },
        },
      },
    },
    told(
      ...toldOfDispute,
      'charge.dispute.updated',
      'charge.dispute.updated',
      'charge.updated',
      'charge.dispute.closed',
    ),
  ],
});
