import { defineScenario } from '../scenario.ts';
import { disputedPayment, evidenceStaged, evidenceSubmitted, toldOfDispute } from './dispute-evidence.ts';
import { told } from './told.ts';

export const disputeEvidenceSubmitted = defineScenario({
  name: 'dispute-evidence-submitted',
  title: 'A charge is disputed, evidence is staged and then submitted once; the bank takes its time',
  steps: [
    ...disputedPayment,
    ...evidenceStaged,
    evidenceSubmitted('The customer wore the shoes to a concert.'),
    {
      says: 'The case is with the bank now,',
      expect: {
        object: {
          path: '/v1/disputes/${disputes:data.0.id}',
          has: {
            status: 'under_review',
            evidence: { receipt: '${receipt:id}', uncategorized_text: 'The customer wore the shoes to a concert.' },
            evidence_details: { has_evidence: true, submission_count: 1, submission_method: 'manual' },
          },
        },
        event: {
          type: 'charge.dispute.updated',
          about: '${disputes:data.0.id}',
          has: { data: { object: { status: 'under_review' } } },
          previous: { status: 'needs_response' },
        },
      },
    },
    {
      says: 'and it stays there: no other evidence is taken.',
      call: {
        method: 'POST',
        path: '/v1/disputes/${disputes:data.0.id}',
        params: { evidence: { customer_name: 'Jenny Rosen' } },
        refused: 'invalid_request_error',
      },
    },
    { advance: '10s' },
    { expect: { never: ['charge.dispute.closed'] } },
    told(...toldOfDispute, 'charge.dispute.updated', 'charge.dispute.updated', 'charge.updated'),
  ],
});
