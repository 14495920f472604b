/** In whose name a platform acts for its connected accounts. */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import { clientIdOf } from '../application/connection.ts';

export const applicationOf = (work: Work): string => clientIdOf(work.platform);

/** The application that made an object, null for what an account made itself. */
export const actingApplication = (work: Work): string | null =>
  work.account === work.platform ? null : applicationOf(work);

/** How the balance transaction of a payment shows what the platform keeps of it; negative when it comes back. */
export const applicationFeeDetail = (
  work: Work,
  amount: number,
  currency: string,
): Stripe.BalanceTransaction.FeeDetail => ({
  amount,
  application: applicationOf(work),
  currency,
  description: amount < 0 ? 'Platform application fee refund' : 'Platform application fee',
  type: 'application_fee',
});
