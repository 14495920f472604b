import { defineScenario } from '../scenario.ts';
import {
  expressSeller,
  inBusiness,
  paymentForSeller,
  refusedPaymentForSeller,
  restricted,
  sellerEvents,
  sellerIs,
  sentToOnboarding,
  submitted,
  toldOfJudgement,
  toldOfOnboarding,
  toldOfPaymentForSeller,
} from './onboarded-account.ts';
import { told, toldOfSeller } from './told.ts';

const document = 'individual.verification.additional_document';

export const accountRestricted = defineScenario({
  name: 'account-restricted',
  title:
    'Stripe asks a verified seller for a document, restricts the account when it does not come, and lifts it when it does',
  steps: [
    expressSeller,
    sentToOnboarding,
    submitted('The seller submits everything and is verified.'),
    { advance: '10s' },
    {
      says: 'Later Stripe wants a proof of address, within two weeks.',
      act: { on: '${seller:id}', action: 'request_information', facts: { requirements: [document] } },
    },
    sellerIs('Everything works until then.', {
      ...inBusiness,
      requirements: { currently_due: [document], past_due: [], disabled_reason: null },
    }),
    { says: 'The two weeks pass.', advance: '14d' },
    sellerIs('The account is restricted,', {
      ...restricted,
      requirements: { past_due: [document], current_deadline: null, disabled_reason: 'requirements.past_due' },
    }),
    sellerEvents('and the platform hears of it.', 'type=account.updated&limit=1', [
      {
        data: {
          object: { charges_enabled: false },
          previous_attributes: { charges_enabled: true, requirements: { past_due: [] } },
        },
      },
    ]),
    refusedPaymentForSeller,
    {
      says: 'The seller hands the document in,',
      act: { on: '${seller:id}', action: 'onboard' },
    },
    { advance: '10s' },
    sellerIs('and is back in business.', {
      ...inBusiness,
      requirements: { currently_due: [], past_due: [], disabled_reason: null },
    }),
    paymentForSeller,
    told(...toldOfPaymentForSeller),
    // It was asked for, it was overdue, and it came.
    toldOfSeller(...toldOfOnboarding, ...toldOfJudgement, ...toldOfJudgement, ...toldOfJudgement),
  ],
});
