/** Coupons and promotion codes tell of what somebody changes; what is redeemed moves their counters silently. */
import { previousAttributes } from '../../kernel/diff.ts';

interface Counted {
  readonly times_redeemed: number;
}

export function changesMore(before: Counted, after: Counted): boolean {
  return previousAttributes({ ...before, times_redeemed: 0 }, { ...after, times_redeemed: 0 }) !== undefined;
}
