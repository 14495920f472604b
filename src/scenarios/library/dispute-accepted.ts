import { defineScenario } from '../scenario.ts';
import { disputedPayment, toldOfDispute } from './dispute-evidence.ts';
import { told } from './told.ts';

export const disputeAccepted = defineScenario({
  name: 'dispute-accepted',
  title: 'A charge is disputed, and the merchant accepts the loss without an answer',
  steps: [
    ...disputedPayment,
    {
      name: 'closed',
      says: 'The merchant closes the case.',
      call: { method: 'POST', path: '/v1/disputes/${disputes:data.0.id}/close' },
    },
    {
      says: 'It is lost at once; the money stays away.',
      expect: {
        object: {
          path: '/v1/disputes/${disputes:data.0.id}',
          has: { status: 'lost', is_charge_refundable: false, evidence_details: { submission_count: 0 } },
        },
        event: {
          type: 'charge.dispute.closed',
          about: '${disputes:data.0.id}',
          has: { data: { object: { status: 'lost' } } },
          previous: { status: 'needs_response' },
        },
      },
    },
    {
      says: 'What is closed stays closed.',
      call: {
        method: 'POST',
        path: '/v1/disputes/${disputes:data.0.id}/close',
        refused: 'invalid_request_error',
      },
    },
    { expect: { never: ['charge.dispute.funds_reinstated'] } },
    told(...toldOfDispute, 'charge.dispute.closed', 'charge.updated'),
  ],
});
