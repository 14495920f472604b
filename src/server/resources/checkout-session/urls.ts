/** Where the page is, and where it leads to. */
import type { Work } from '../../kernel/work.ts';
import type { StoredSession } from './stored.ts';

/** Also of a session that is complete, and so shows no address any more. */
export const pageOf = (work: Work, { id }: Pick<StoredSession, 'id'>): string => `${work.baseUrl}/c/pay/${id}`;

/** Stripe puts the session's id where the merchant wants it: https://docs.stripe.com/payments/checkout/custom-success-page */
export function filledIn(url: string | null | undefined, { id }: Pick<StoredSession, 'id'>): string | undefined {
  return url?.replaceAll('{CHECKOUT_SESSION_ID}', id).replaceAll('%7BCHECKOUT_SESSION_ID%7D', id);
}
