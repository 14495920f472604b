/** Steps that the stories of onboarding share. */
import type { Step } from '../scenario.ts';
import { paid } from './connected-account.ts';

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

const forSeller = { transfer_data: { destination: '${seller:id}' } };

export const paymentForSeller = paid('payment', 'A customer pays the seller.', forSeller);

export const refusedPaymentForSeller: Step = {
  says: 'A payment for the seller is refused.',
  call: {
    ...(paid('payment', '', forSeller) as Extract<Step, { call: unknown }>).call,
    refused: 'invalid_request_error',
  },
};
