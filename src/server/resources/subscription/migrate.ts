import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Call } from '../../kernel/work.ts';
import { billingMode } from './blank.ts';
import { isOver, type StoredSubscription } from './stored.ts';

export async function migrateSubscription({
  work,
  params,
  targets,
}: Call<Stripe.SubscriptionMigrateParams>): Promise<StoredSubscription> {
  const subscription = targets.at(-1) as StoredSubscription;
  if (isOver(subscription)) throw errors.invalid('A canceled subscription cannot be migrated.');
  if (subscription.billing_mode.type === 'flexible')
    throw errors.invalid('The subscription is already in the flexible billing mode.', 'billing_mode[type]');
  return work.update<StoredSubscription>(subscription, { billing_mode: billingMode(params.billing_mode, work.now) });
}
