/** Where the page is, and where it leads to. */
import type { Work } from '../../kernel/work.ts';
import type { StoredSession } from './stored.ts';

/** Also of a session that is complete, and so shows no address any more. */
export const pageOf = (work: Work, { id }: Pick<StoredSession, 'id'>): string => `${work.baseUrl}/c/pay/${id}`;

/** Where a customer goes: pages of Stripe's own have an address, those within the merchant's a secret. */
export const addressOf = (
  work: Work,
  session: Pick<StoredSession, 'id' | 'ui_mode'>,
): Pick<StoredSession, 'client_secret' | 'url'> =>
  session.ui_mode === 'hosted_page'
    ? { client_secret: null, url: pageOf(work, session) }
    : { client_secret: `${session.id}_secret_${work.token(60)}`, url: null };

/** Stripe puts the session's id where the merchant wants it: https://docs.stripe.com/payments/checkout/custom-success-page */
export function filledIn(url: string | null | undefined, { id }: Pick<StoredSession, 'id'>): string | undefined {
  return url?.replaceAll('{CHECKOUT_SESSION_ID}', id).replaceAll('%7BCHECKOUT_SESSION_ID%7D', id);
}
