/** The way into the Express dashboard: https://docs.stripe.com/api/accounts/login_link */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { defineResource } from '../../kernel/resource.ts';
import type { Call } from '../../kernel/work.ts';
import { namedAccount } from '../account/named.ts';

async function create(call: Call<object>): Promise<Stripe.LoginLink> {
  const { work } = call;
  const { id, controller, details_submitted } = namedAccount(call);
  if (controller?.stripe_dashboard?.type !== 'express')
    throw errors.invalid('Cannot create a login link for an account that is not an Express account.');
  if (!details_submitted)
    throw errors.invalid('Cannot create a login link for an account that has not completed onboarding.');
  return {
    object: 'login_link',
    created: work.now,
    url: `${work.baseUrl}/express/${id}/${work.token(12)}`,
  };
}

export const loginLink = defineResource<Stripe.LoginLink>('login_link', {
  events: [],
  operations: { 'accounts.createLoginLink': create },
});
