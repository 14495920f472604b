/** Steps that the stories of onboarding share. */
import type { Step } from '../scenario.ts';
import { paid, paymentCall } from './connected-account.ts';

export const expressSeller: Step = {
  name: 'seller',
  says: 'A seller joins the platform.',
  call: {
    method: 'POST',
    path: '/v1/accounts',
    params: {
      type: 'express',
      country: 'US',
      email: 'seller@example.com',
      capabilities: { card_payments: { requested: true }, transfers: { requested: true } },
    },
  },
};

export const sentToOnboarding: Step = {
  name: 'link',
  says: 'The platform sends the seller to Stripe, with a link that opens once.',
  call: {
    method: 'POST',
    path: '/v1/account_links',
    params: {
      account: '${seller:id}',
      type: 'account_onboarding',
      refresh_url: 'https://platform.example.com/onboarding/again',
      return_url: 'https://platform.example.com/onboarding/done',
    },
  },
};

/** The seller fills in the forms, as one person. */
export const submitted = (says: string): Step => ({
  says,
  act: { on: '${seller:id}', action: 'onboard', facts: { business_type: 'individual' } },
});

/** What follows when something about the seller is found out. */
export const toldOfJudgement = [
  'person.updated',
  'account.updated',
  'capability.updated',
  'capability.updated',
] as const;

/** From joining to being verified. */
export const toldOfOnboarding = [
  'account.application.authorized',
  'capability.updated',
  'capability.updated',
  'account.external_account.created',
  'person.created',
  'account.updated',
  'capability.updated',
  'capability.updated',
  ...toldOfJudgement,
] as const;

const forSeller = { transfer_data: { destination: '${seller:id}' } };

export const paymentForSeller = paid('payment', 'A customer pays the seller.', forSeller);

export const refusedPaymentForSeller: Step = {
  says: 'A payment for the seller is refused.',
  call: {
    ...paymentCall(forSeller),
    refused: 'invalid_request_error',
  },
};
