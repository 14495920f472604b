/** What happens to subscriptions without a request: by the clock, or as the account's settings say. */
import { oneOf, readFacts } from '../../kernel/facts.ts';
import type { Facts } from '../../kernel/machine.ts';
import type { Work } from '../../kernel/work.ts';
import { finish } from './cancel.ts';
import type { StoredSubscription } from './stored.ts';

/** The end of all retries, for accounts that do not cancel: `to` is `canceled` unless said otherwise. */
export async function giveUp(work: Work, subscription: StoredSubscription, facts: Facts): Promise<StoredSubscription> {
  const { to = 'canceled' } = readFacts(facts, { to: oneOf(['canceled', 'unpaid']) });
  if (to === 'unpaid') return work.act<StoredSubscription>(subscription, 'mark_unpaid');
  return finish(work, subscription, { details: { reason: 'payment_failed' } });
}
