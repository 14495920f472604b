import { defineScenario } from '../scenario.ts';
import { decided, disputedPayment, evidenceStaged, evidenceSubmitted, toldOfDispute } from './dispute-evidence.ts';
import { told } from './told.ts';

export const disputeWon = defineScenario({
  name: 'dispute-won',
  title: 'A charge is disputed, evidence is submitted, the bank decides for the merchant',
  steps: [
    ...disputedPayment,
    ...evidenceStaged,
    evidenceSubmitted('winning_evidence'),
    { advance: '10s' },
    ...decided('The bank decides for the merchant: the money comes back.', 'won'),
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
