import type Stripe from 'stripe';
import type { Call, Deleted, Work } from '../../kernel/work.ts';
import { remove as removeCustomer } from '../customer/delete.ts';
import { clockType, type StoredClock } from './stored.ts';

/** Its customers go with it, and their subscriptions end. */
async function clear(work: Work, clock: StoredClock): Promise<void> {
  const where = { test_clock: clock.id };
  for (const customer of await work.list<Stripe.Customer>('customer', { where }))
    await removeCustomer({ work, params: {}, ids: {}, targets: [customer] });
  await work.remove(clock);
}

export async function deleteClock({ work, targets }: Call): Promise<Deleted> {
  const clock = targets[0] as StoredClock;
  await clear(work, clock);
  return { id: clock.id, object: clockType, deleted: true };
}

export async function expire(work: Work, clock: StoredClock): Promise<StoredClock> {
  await clear(work, clock);
  return clock;
}
