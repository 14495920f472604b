import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import type { Change } from './change.ts';

interface Hidden {
  /** When the next period begins, or the trial ends. */
  readonly renews_at: number | null;
  /** When `invoice.upcoming` tells of it. */
  readonly reminds_at: number | null;
  /** When `customer.subscription.trial_will_end` is due. */
  readonly warns_at: number | null;
  /** How many reminders and warnings there were, and what the last reminder was about. */
  readonly reminders: number;
  readonly warnings: number;
  readonly upcoming: object | null;
  /** The items as shown before the last change of them. */
  readonly former_items: Stripe.ApiList<Stripe.SubscriptionItem> | null;
  /** What is to change once `pending_invoice` is paid. */
  readonly pending_change: Change | null;
  readonly pending_invoice: string | null;
  /** What became of the last pending update. */
  readonly outcome: 'applied' | 'expired' | null;
}

/** As it is stored: references are ids. */
export interface StoredSubscription extends Stripe.Subscription, Hidden {
  readonly customer: string;
  readonly default_payment_method: string | null;
  readonly default_source: string | null;
  readonly discounts: string[];
  readonly latest_invoice: string | null;
  readonly on_behalf_of: string | null;
  readonly pending_setup_intent: string | null;
  readonly schedule: string | null;
  readonly test_clock: string | null;
}

export const noHidden: Hidden = Object.freeze({
  renews_at: null,
  reminds_at: null,
  warns_at: null,
  reminders: 0,
  warnings: 0,
  upcoming: null,
  former_items: null,
  pending_change: null,
  pending_invoice: null,
  outcome: null,
});

export const hiddenFields = Object.keys(noHidden);

/** As it is stored: references are ids. */
export interface StoredSubscriptionItem extends Stripe.SubscriptionItem {
  readonly discounts: string[];
  readonly tax_rates: Stripe.TaxRate[];
}

/** In the order in which the subscription shows them. */
export async function itemsOf(work: Work, subscription: string): Promise<StoredSubscriptionItem[]> {
  return work.list<StoredSubscriptionItem>('subscription_item', { where: { subscription } });
}

export const isMetered = ({ price }: StoredSubscriptionItem): boolean => price.recurring?.usage_type === 'metered';

const over: ReadonlySet<string> = new Set(['canceled', 'incomplete_expired']);

export const isOver = ({ status }: Pick<StoredSubscription, 'status'>): boolean => over.has(status);
