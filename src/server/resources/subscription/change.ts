/** What a change of a subscription comes to: new fields, and items that come, change or go. */
import type { StoredSubscription, StoredSubscriptionItem } from './stored.ts';

export interface Change {
  readonly patch: Partial<StoredSubscription>;
  /** All items as they are to be, those that stay untouched included. */
  readonly items: readonly StoredSubscriptionItem[];
}
