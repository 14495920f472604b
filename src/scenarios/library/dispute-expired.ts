import { defineScenario } from '../scenario.ts';
import { disputedPayment, toldOfDispute } from './dispute-evidence.ts';
import { told } from './told.ts';

export const disputeExpired = defineScenario({
  name: 'dispute-expired',
  title: 'A charge is disputed, nobody answers, and the deadline passes',
  steps: [
    ...disputedPayment,
    { says: 'A week goes by.', advance: '7d' },
    { expect: { object: { path: '/v1/disputes/${disputes:data.0.id}', has: { status: 'needs_response' } } } },
    { says: 'The last day for an answer has passed.', advance: '2d' },
    {
      says: 'Silence loses the case.',
      expect: {
        object: {
          path: '/v1/disputes/${disputes:data.0.id}',
          has: { status: 'lost', evidence_details: { has_evidence: false, submission_count: 0 } },
        },
        event: {
          type: 'charge.dispute.closed',
          about: '${disputes:data.0.id}',
          has: { request: { id: null } },
          previous: { status: 'needs_response' },
          count: 1,
        },
      },
    },
    {
      says: 'An answer comes too late.',
      call: {
        method: 'POST',
        path: '/v1/disputes/${disputes:data.0.id}',
        params: { evidence: { uncategorized_text: 'Sorry for the delay.' } },
        refused: 'invalid_request_error',
      },
    },
    told(...toldOfDispute, 'charge.dispute.closed'),
  ],
});
