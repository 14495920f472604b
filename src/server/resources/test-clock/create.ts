import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Call } from '../../kernel/work.ts';
import { clockType, type StoredClock } from './stored.ts';

/** Seconds; then Stripe deletes it with its objects. */
const life = 30 * 86_400;
const longestName = 300;
/** The end of the year 9000. */
const latest = 221_876_409_599;

export async function createClock({
  work,
  params,
}: Call<Stripe.TestHelpers.TestClockCreateParams>): Promise<StoredClock> {
  const { customer, frozen_time, name = null } = params;
  if (frozen_time < 0 || frozen_time > latest)
    throw errors.invalid('Invalid timestamp: must be an integer Unix timestamp.', 'frozen_time');
  if (name !== null && name.length > longestName)
    throw errors.invalid(`Invalid string: must be at most ${longestName} characters`, 'name');
  if (customer !== undefined) {
    await work.find('customer', customer, 'customer');
    throw errors.invalid(
      'This emulator cannot bring an existing customer to a test clock: create the customer with `test_clock` instead.',
      'customer',
    );
  }
  return work.insert<StoredClock>({
    ...work.blank<StoredClock>(clockType),
    deletes_after: work.now + life,
    frozen_time,
    name,
    status: 'ready',
    status_details: {},
  });
}
