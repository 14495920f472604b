/** In the order in which one change tells them. */
import { type EventRule, on } from '../../kernel/events.ts';
import type { StoredDispute } from './stored.ts';

/** The statuses that `charge.dispute.closed` announces; `prevented` is none of them. */
const announced = ['won', 'lost', 'warning_closed'];

/** The amount that just moved between the bank and the account: negative when it was taken. */
function moved(before: StoredDispute | undefined, after: StoredDispute | undefined): number {
  const known = before?.balance_transactions.length ?? 0;
  const [latest] = after?.balance_transactions.slice(known) ?? [];
  return latest?.amount ?? 0;
}

function closes(before: StoredDispute, after: StoredDispute): boolean {
  return before.status !== after.status && announced.includes(after.status);
}

export const events: readonly EventRule<StoredDispute>[] = [
  on.create('charge.dispute.created'),
  { type: 'charge.dispute.funds_reinstated', previous: false, when: (before, after) => moved(before, after) > 0 },
  on.change('charge.dispute.updated', (before, after) => !closes(before, after)),
  { type: 'charge.dispute.funds_withdrawn', previous: false, when: (before, after) => moved(before, after) < 0 },
  on.enter(announced, 'charge.dispute.closed', { previous: true }),
];
