/** The way into the Express dashboard: https://docs.stripe.com/api/accounts/login_link */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { defineResource } from '../../kernel/resource.ts';
import type { Call, Work } from '../../kernel/work.ts';
import { namedAccount } from '../account/named.ts';

/** The id is the last part of the url; like everything but the shape's own fields it is never shown. */
type StoredLoginLink = Stripe.LoginLink & { readonly id: string; readonly used: boolean };

async function create(call: Call<object>): Promise<Stripe.LoginLink> {
  const { work } = call;
  const { id, controller, details_submitted } = namedAccount(call);
  if (controller?.stripe_dashboard?.type !== 'express')
    throw errors.invalid('Cannot create a login link for an account that is not an Express account.');
  if (!details_submitted)
    throw errors.invalid('Cannot create a login link for an account that has not completed onboarding.');
  const token = work.token(12);
  return work.on(id).insert<StoredLoginLink>({
    id: token,
    object: 'login_link',
    created: work.now,
    url: `${work.baseUrl}/express/${id}/${token}`,
    used: false,
  });
}

/** Opens a link, which uses it up. Undefined for a link that never was. */
export async function logIn(work: Work, account: string, token: string): Promise<'welcome' | 'used' | undefined> {
  const own = work.on(account);
  const link = await own.get<StoredLoginLink>('login_link', token);
  if (link === undefined) return undefined;
  if (link.used) return 'used';
  await own.update(link, { used: true });
  return 'welcome';
}

export const loginLink = defineResource<StoredLoginLink>('login_link', {
  events: [],
  hidden: ['used'],
  operations: { 'accounts.createLoginLink': create },
});
