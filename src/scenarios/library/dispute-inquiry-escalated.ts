import { defineScenario } from '../scenario.ts';
import { evidenceSubmitted, inquiredPayment, toldOfInquiry } from './dispute-evidence.ts';
import { told } from './told.ts';

export const disputeInquiryEscalated = defineScenario({
  name: 'dispute-inquiry-escalated',
  title: 'A bank asks about a charge, is not satisfied with the answer, and makes it a chargeback',
  steps: [
    ...inquiredPayment,
    evidenceSubmitted('escalate_inquiry_evidence', 'The merchant answers.'),
    { advance: '10s' },
    {
      says: 'The inquiry becomes a chargeback: the merchant has to answer once more,',
      expect: {
        object: {
          path: '/v1/disputes/${disputes:data.0.id}',
          has: {
            status: 'needs_response',
            is_charge_refundable: false,
            payment_method_details: { card: { case_type: 'chargeback' } },
          },
        },
      },
    },
    {
      says: 'and now the money is gone.',
      expect: {
        event: {
          type: 'charge.dispute.funds_withdrawn',
          about: '${disputes:data.0.id}',
          has: { data: { object: { status: 'needs_response' } } },
          count: 1,
        },
      },
    },
    {
      says: 'A refund is no longer possible.',
      call: {
        method: 'POST',
        path: '/v1/refunds',
        params: { payment_intent: '${intent:id}' },
        refused: 'invalid_request_error',
      },
    },
    told(
      ...toldOfInquiry,
      'charge.dispute.updated',
      'charge.updated',
      'charge.dispute.updated',
      'charge.dispute.funds_withdrawn',
    ),
  ],
});
