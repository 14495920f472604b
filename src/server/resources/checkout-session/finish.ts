/** The session is complete: the customer has paid, promised to pay, or left a payment method. */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import { redeemAll } from '../discount/redeem.ts';
import { sourcesOf } from './amounts.ts';
import type { StoredSession } from './stored.ts';

/** Only now do coupons and codes count as redeemed; those of a subscription are its own. */
async function redeem(work: Work, session: StoredSession): Promise<void> {
  if (session.mode !== 'payment') return;
  const { customer, currency, id } = session;
  await redeemAll(work, sourcesOf(session.discounts), { customer, currency: currency ?? 'usd', checkout_session: id });
}

export async function finish(
  work: Work,
  session: StoredSession,
  patch: Partial<StoredSession> & { readonly payment_status: Stripe.Checkout.Session['payment_status'] },
): Promise<StoredSession> {
  await redeem(work, session);
  return work.act<StoredSession>(session, 'complete', {
    ...patch,
    url: null,
  });
}
