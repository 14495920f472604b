import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import { clockType } from './stored.ts';

/** How many objects of a type can be put on one clock: https://docs.stripe.com/billing/testing/test-clocks */
const most: Readonly<Record<string, number>> = { customer: 3, quote: 10 };

/** The id of a clock that can take one more object of the type. */
export async function clockWithRoom(work: Work, id: string, type: 'customer' | 'quote'): Promise<string> {
  const clock = await work.find(clockType, id, 'test_clock');
  const limit = most[type] ?? 0;
  const present = await work.list<{ id: string; object: string; customer?: unknown }>(type, {
    where: { test_clock: clock.id },
  });
  // Quotes of its customers do not count.
  const own = type === 'quote' ? present.filter(({ customer }) => customer === null) : present;
  if (own.length < limit) return clock.id;
  throw errors.invalid(`A test clock can have up to ${limit} ${type}s of its own.`, 'test_clock');
}
