/** Steps that the stories of onboarding share. */
import type { Step } from '../scenario.ts';
import { seller } from './connected-account.ts';
import { paid, paymentCall } from './payment.ts';

export const expressSeller = seller({
  type: 'express',
  email: 'seller@example.com',
  capabilities: { card_payments: { requested: true }, transfers: { requested: true } },
});

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

export const sellerIs = (says: string, has: Readonly<Record<string, unknown>>): Step => ({
  says,
  expect: { object: { path: '/v1/accounts/${seller:id}', has } },
});

export const inBusiness = { charges_enabled: true, payouts_enabled: true };

export const restricted = {
  charges_enabled: false,
  payouts_enabled: false,
  capabilities: { card_payments: 'inactive', transfers: 'inactive' },
};

/** The latest events about the seller, the newest first; `asked` chooses among them. */
export const sellerEvents = (
  says: string,
  asked: string,
  data: readonly Readonly<Record<string, unknown>>[],
): Step => ({
  says,
  as: '${seller:id}',
  expect: { object: { path: `/v1/events?${asked}`, has: { data } } },
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

export const toldOfPaymentForSeller = [
  'payment_intent.created',
  'charge.succeeded',
  'transfer.created',
  'payment_intent.succeeded',
] as const;

export const refusedPaymentForSeller: Step = {
  says: 'A payment for the seller is refused.',
  call: {
    ...paymentCall(forSeller),
    refused: 'invalid_request_error',
  },
};
