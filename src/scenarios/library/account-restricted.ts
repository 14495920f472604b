import { defineScenario } from '../scenario.ts';
import {
  expressSeller,
  paymentForSeller,
  refusedPaymentForSeller,
  sentToOnboarding,
  submitted,
  toldOfJudgement,
  toldOfOnboarding,
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
    {
      says: 'Everything works until then.',
      expect: {
        object: {
          path: '/v1/accounts/${seller:id}',
          has: {
            charges_enabled: true,
            payouts_enabled: true,
            requirements: { currently_due: [document], past_due: [], disabled_reason: null },
          },
        },
      },
    },
    { says: 'The two weeks pass.', advance: '14d' },
    {
      says: 'The account is restricted,',
      expect: {
        object: {
          path: '/v1/accounts/${seller:id}',
          has: {
            charges_enabled: false,
            payouts_enabled: false,
            capabilities: { card_payments: 'inactive', transfers: 'inactive' },
            requirements: { past_due: [document], current_deadline: null, disabled_reason: 'requirements.past_due' },
          },
        },
      },
    },
    {
      says: 'and the platform hears of it.',
      as: '${seller:id}',
      expect: {
        object: {
          path: '/v1/events?type=account.updated&limit=1',
          has: {
            data: [
              {
                data: {
                  object: { charges_enabled: false },
                  previous_attributes: { charges_enabled: true, requirements: { past_due: [] } },
                },
              },
            ],
          },
        },
      },
    },
    refusedPaymentForSeller,
    {
      says: 'The seller hands the document in,',
      act: { on: '${seller:id}', action: 'onboard' },
    },
    { advance: '10s' },
    {
      says: 'and is back in business.',
      expect: {
        object: {
          path: '/v1/accounts/${seller:id}',
          has: {
            charges_enabled: true,
            payouts_enabled: true,
            requirements: { currently_due: [], past_due: [], disabled_reason: null },
          },
        },
      },
    },
    paymentForSeller,
    told('payment_intent.created', 'charge.succeeded', 'transfer.created', 'payment_intent.succeeded'),
    // It was asked for, it was overdue, and it came.
    toldOfSeller(...toldOfOnboarding, ...toldOfJudgement, ...toldOfJudgement, ...toldOfJudgement),
  ],
});
