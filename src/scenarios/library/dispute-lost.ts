import { defineScenario } from '../scenario.ts';
import { decided, disputedPayment, evidenceStaged, evidenceSubmitted, toldOfDispute } from './dispute-evidence.ts';
import { told } from './told.ts';

export const disputeLost = defineScenario({
  name: 'dispute-lost',
  title: 'A charge is disputed, evidence is submitted, the bank decides for the cardholder',
  steps: [
    ...disputedPayment,
    ...evidenceStaged,
    evidenceSubmitted('losing_evidence'),
    { advance: '10s' },
    ...decided('The bank decides for the cardholder: the money stays away.', 'lost'),
    told(
      ...toldOfDispute,
      'charge.dispute.updated',
      'charge.dispute.updated',
      'charge.updated',
      'charge.dispute.closed',
    ),
  ],
});
