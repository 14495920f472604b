import { type EventRule, on } from '../../kernel/events.ts';
import type { StoredSession } from './stored.ts';

const settles = (type: string, result: StoredSession['async_payment']): EventRule<StoredSession> => ({
  type,
  previous: false,
  when: (before, after) => after?.async_payment === result && before?.async_payment !== result,
});

/** There is none of the creation, and none of an update. */
export const events: readonly EventRule<StoredSession>[] = [
  on.enter('complete', 'checkout.session.completed'),
  on.enter('expired', 'checkout.session.expired'),
  settles('checkout.session.async_payment_succeeded', 'succeeded'),
  settles('checkout.session.async_payment_failed', 'failed'),
];
