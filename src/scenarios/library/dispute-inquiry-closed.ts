import { defineScenario } from '../scenario.ts';
import { evidenceSubmitted, inquiredPayment, toldOfInquiry } from './dispute-evidence.ts';
import { told } from './told.ts';

export const disputeInquiryClosed = defineScenario({
  name: 'dispute-inquiry-closed',
  title: 'A bank asks about a charge, and the answer satisfies it: no money ever moves',
  steps: [
    ...inquiredPayment,
    evidenceSubmitted('winning_evidence', 'The merchant answers.'),
    { advance: '10s' },
    {
      says: 'The inquiry is closed, and the charge can still be refunded.',
      expect: {
        object: {
          path: '/v1/disputes/${disputes:data.0.id}',
          has: { status: 'warning_closed', is_charge_refundable: true, balance_transactions: [] },
        },
        event: {
          type: 'charge.dispute.closed',
          about: '${disputes:data.0.id}',
          has: { data: { object: { status: 'warning_closed' } } },
        },
      },
    },
    { expect: { never: ['charge.dispute.funds_withdrawn', 'charge.dispute.funds_reinstated'] } },
    told(...toldOfInquiry, 'charge.dispute.updated', 'charge.updated', 'charge.dispute.closed'),
  ],
});
