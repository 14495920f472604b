/** https://docs.stripe.com/billing/testing/test-clocks/api-advanced-usage */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { next } from '../../kernel/machine.ts';
import type { Call, Work } from '../../kernel/work.ts';
import { addIntervals, type Rhythm } from '../subscription/period.ts';
import type { StoredSubscription } from '../subscription/stored.ts';
import { itemsOf } from '../subscription/stored.ts';
import { machine } from './machine.ts';
import type { StoredClock } from './stored.ts';

const mostIntervals = 2;
const ended: ReadonlySet<string> = new Set(['canceled', 'incomplete_expired']);

async function rhythmsOn(work: Work, clock: string): Promise<Rhythm[]> {
  const rhythms: Rhythm[] = [];
  for (const { id, status } of await work.list<StoredSubscription>('subscription', { where: { test_clock: clock } })) {
    if (ended.has(status)) continue;
    for (const { price } of await itemsOf(work, id)) if (price.recurring) rhythms.push(price.recurring);
  }
  return rhythms;
}

/** Two intervals of the shortest subscription, or two years where there is none. */
async function farthest(work: Work, { id, frozen_time: from }: StoredClock): Promise<number> {
  const rhythms = await rhythmsOn(work, id);
  const none: Rhythm = { interval: 'year', interval_count: 1 };
  const ends = (rhythms.length === 0 ? [none] : rhythms).map((rhythm) => addIntervals(from, rhythm, mostIntervals));
  return Math.min(...ends);
}

export async function advanceClock({
  work,
  params: { frozen_time: to },
  targets,
}: Call<Stripe.TestHelpers.TestClockAdvanceParams>): Promise<StoredClock> {
  const clock = targets[0] as StoredClock;
  next(machine, clock, 'advance');
  if (to <= clock.frozen_time)
    throw errors.invalid(
      `The test clock must be advanced to a time after its current frozen time, ${clock.frozen_time}.`,
      'frozen_time',
    );
  const most = await farthest(work, clock);
  if (to > most)
    throw errors.invalid(
      `The test clock can be advanced by ${mostIntervals} intervals of its shortest subscription at a time (${mostIntervals} years without subscriptions): to ${most} at most.`,
      'frozen_time',
    );
  return work.act<StoredClock>(clock, 'advance', { status_details: { advancing: { target_frozen_time: to } } });
}

export async function arrive(work: Work, clock: StoredClock): Promise<StoredClock> {
  const frozen_time = clock.status_details.advancing?.target_frozen_time ?? clock.frozen_time;
  return work.act<StoredClock>(clock, 'arrive', { frozen_time, status_details: {} });
}
