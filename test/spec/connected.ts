/** Accounts whose data Stripe's tests accept. */
import type Stripe from 'stripe';
import type { TestBench } from './harness.ts';

export const usBank = {
  object: 'bank_account',
  country: 'US',
  currency: 'usd',
  account_number: '000123456789',
  routing_number: '110000000',
} as const;

export const goodPerson = {
  address: { city: 'San Francisco', country: 'US', line1: 'address_full_match', postal_code: '94107', state: 'CA' },
  dob: { day: 1, month: 1, year: 1901 },
  email: 'jenny@example.com',
  first_name: 'Jenny',
  last_name: 'Rosen',
  phone: '0000000000',
  ssn_last_4: '0000',
};

/** A custom account of a US individual with everything that is needed. */
export function individual(person: Stripe.AccountCreateParams.Individual = {}): Stripe.AccountCreateParams {
  return {
    type: 'custom',
    country: 'US',
    business_type: 'individual',
    business_profile: { mcc: '5734', url: 'https://shop.example.com' },
    capabilities: { card_payments: { requested: true }, transfers: { requested: true } },
    external_account: { ...usBank, object: 'bank_account' },
    individual: { ...goodPerson, ...person },
    tos_acceptance: { date: 1_767_225_600, ip: '203.0.113.13' },
  };
}

/** Types of the events of a connected account, oldest first. */
export async function connectedEvents({ client }: TestBench, account: string): Promise<string[]> {
  const { data } = await client({ stripeAccount: account }).events.list({ limit: 100 });
  return data.map(({ type }) => type).reverse();
}
