import type { Work } from '../../kernel/work.ts';
import type { StoredClock } from './stored.ts';

/** The clock breaks while it moves, as it does when something inside Stripe goes wrong: one that stands begins to move first. */
export async function fail(work: Work, clock: StoredClock): Promise<StoredClock> {
  const { status, frozen_time } = clock;
  const advancing = { target_frozen_time: frozen_time + 1 };
  const moving =
    status === 'ready' ? await work.act<StoredClock>(clock, 'advance', { status_details: { advancing } }) : clock;
  return work.act<StoredClock>(moving, 'get_stuck', { status_details: {} });
}
