/** What Stripe asked of an account beyond what every account must give: now, later, or too late. */
import type { Asked } from './stored.ts';

/** As the account, its persons and its capabilities have it alike. */
export interface FutureRequirements {
  alternatives: never[];
  current_deadline: number | null;
  currently_due: string[];
  disabled_reason: null;
  errors: never[];
  eventually_due: string[];
  past_due: string[];
  pending_verification: string[];
}

export const isFuture = ({ from }: Asked, now: number): boolean => from !== undefined && from > now;

export const overdueOf = (asked: readonly Asked[], now: number): Asked[] =>
  asked.filter((each) => !isFuture(each, now) && (each.deadline === null || each.deadline <= now));

export const blocksCharges = (overdue: readonly Asked[]): boolean => overdue.some(({ blocks }) => blocks === 'charges');

/** On `current_deadline` they become requirements of the present. */
export function futureOf(asked: readonly Asked[], now: number): FutureRequirements {
  const future = asked.filter((each) => isFuture(each, now));
  const fields = [...new Set(future.map(({ field }) => field))].sort();
  return {
    alternatives: [],
    current_deadline: future.length === 0 ? null : Math.min(...future.flatMap(({ from }) => from ?? [])),
    currently_due: fields,
    disabled_reason: null,
    errors: [],
    eventually_due: fields,
    past_due: [],
    pending_verification: [],
  };
}
