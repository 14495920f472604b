import { defineScenario } from '../scenario.ts';
import {
  expressSeller,
  inBusiness,
  paymentForSeller,
  restricted,
  sellerEvents,
  sellerIs,
  sentToOnboarding,
  submitted,
  toldOfOnboarding,
  toldOfPaymentForSeller,
} from './onboarded-account.ts';
import { told, toldOfSeller } from './told.ts';

export const accountOnboarding = defineScenario({
  name: 'account-onboarding',
  title: 'A platform sends a seller to Stripe’s onboarding, the seller submits, is verified, and can be paid out',
  steps: [
    expressSeller,
    sellerIs('Nothing works yet, and what is missing is overdue at once.', {
      ...restricted,
      details_submitted: false,
      requirements: { disabled_reason: 'requirements.past_due' },
    }),
    {
      says: 'A transfer to the seller is refused.',
      call: {
        method: 'POST',
        path: '/v1/transfers',
        params: { amount: 1000, currency: 'usd', destination: '${seller:id}' },
        refused: 'invalid_request_error',
      },
    },
    sentToOnboarding,
    submitted('The seller fills in the forms and submits.'),
    sellerEvents('Stripe tells the platform of the person.', 'type=person.created', [{ account: '${seller:id}' }]),
    { says: 'Stripe checks it for some seconds.', advance: '10s' },
    sellerIs('The seller is verified,', {
      ...inBusiness,
      capabilities: { card_payments: 'active', transfers: 'active' },
      requirements: { currently_due: [], past_due: [], pending_verification: [], disabled_reason: null },
    }),
    sellerEvents(
      'as the events tell, newest first: first everything was there, then it was found to be good,',
      'type=account.updated&limit=2',
      [
        { data: { object: { charges_enabled: true }, previous_attributes: { charges_enabled: false } } },
        { data: { object: { details_submitted: true }, previous_attributes: { details_submitted: false } } },
      ],
    ),
    sellerEvents(
      'with every capability,',
      'type=capability.updated&limit=2',
      ['card_payments', 'transfers'].map((id) => ({
        data: { object: { id, status: 'active' }, previous_attributes: { status: 'pending' } },
      })),
    ),
    {
      says: 'and may see the Express dashboard.',
      call: { method: 'POST', path: '/v1/accounts/${seller:id}/login_links' },
    },
    paymentForSeller,
    {
      says: 'The first payment has reached the seller.',
      as: '${seller:id}',
      expect: { object: { path: '/v1/balance', has: { pending: [{ amount: 5000, currency: 'usd' }] } } },
    },
    told(...toldOfPaymentForSeller),
    toldOfSeller(...toldOfOnboarding),
  ],
});
