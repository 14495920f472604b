/** What Stripe tells of a subscription some days ahead. */
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import type { StoredSubscription } from './stored.ts';
import { upcomingInvoice } from './upcoming.ts';

export async function remind(work: Work, subscription: StoredSubscription): Promise<StoredSubscription> {
  const { cancel_at, renews_at } = subscription;
  // What ends before it renews has nothing coming up.
  if (cancel_at !== null && renews_at !== null && cancel_at <= renews_at)
    return work.update<StoredSubscription>(subscription, { reminds_at: null });
  const { id: _, ...upcoming } = await upcomingInvoice(work, subscription);
  const reminders = subscription.reminders + 1;
  return work.update<StoredSubscription>(subscription, { reminders, reminds_at: null, upcoming });
}

export async function warn(work: Work, subscription: StoredSubscription): Promise<StoredSubscription> {
  if (subscription.trial_end === null) throw errors.invalid(`The subscription ${subscription.id} has no trial.`);
  return work.update<StoredSubscription>(subscription, { warns_at: null, warnings: subscription.warnings + 1 });
}
