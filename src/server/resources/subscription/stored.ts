import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import type { Change } from './change.ts';
import type { RecurringShares } from './shares.ts';

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
  readonly transfer_data: RecurringShares['transfer_data'];
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

/** A line's worth of usage that is billed already. */
export interface BilledPart {
  readonly tier: number | null;
  readonly flat: boolean;
  /** An exact decimal. */
  readonly quantity: string;
  readonly rate: string | null;
  readonly amount: number;
}

/** What an item was last billed for: a whole period of it, after its discounts, in the smallest unit. */
export interface Paid {
  readonly amount: number;
  /** Nothing was billed for it where this is 0. */
  readonly quantity: number;
  readonly price: Stripe.Price;
}

interface HiddenOfItem {
  /** What thresholds have billed of the usage of its period. */
  readonly billed: readonly BilledPart[];
  /** From when on its usage counts, where its price changed within the period. */
  readonly counts_from: number | null;
  /** Null where nobody knows: it counts as billed as it is. */
  readonly paid: Paid | null;
}

/** As it is stored: references are ids. */
export interface StoredSubscriptionItem extends Stripe.SubscriptionItem, HiddenOfItem {
  readonly discounts: string[];
  readonly tax_rates: Stripe.TaxRate[];
}

export const noHiddenOfItem: HiddenOfItem = Object.freeze({ billed: Object.freeze([]), counts_from: null, paid: null });

export const hiddenOfItem = Object.keys(noHiddenOfItem);

/** In the order in which the subscription shows them. */
export async function itemsOf(work: Work, subscription: string): Promise<StoredSubscriptionItem[]> {
  return work.list<StoredSubscriptionItem>('subscription_item', { where: { subscription } });
}

export const isMetered = ({ price }: StoredSubscriptionItem): boolean => price.recurring?.usage_type === 'metered';

const over: ReadonlySet<string> = new Set(['canceled', 'incomplete_expired']);

export const isOver = ({ status }: Pick<StoredSubscription, 'status'>): boolean => over.has(status);
