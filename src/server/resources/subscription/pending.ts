/** https://docs.stripe.com/billing/subscriptions/pending-updates */
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import { cancelIntent } from '../invoice/intent.ts';
import { visible } from '../invoice/previewed.ts';
import type { StoredInvoice } from '../invoice/stored.ts';
import { applyChange } from './apply.ts';
import type { Change } from './change.ts';
import { hiddenOfItem, type StoredSubscription } from './stored.ts';

const hour = 3600;
/** Seconds that a pending update waits for its payment. */
const life = 23 * hour;

/** What an update may consist of that waits for its payment. */
const allowed: ReadonlySet<string> = new Set([
  'add_invoice_items',
  'billing_cycle_anchor',
  'discounts',
  'expand',
  'items',
  'off_session',
  'payment_behavior',
  'proration_behavior',
  'proration_date',
  'trial_end',
  'trial_from_plan',
]);

export function checkPendable(params: object): void {
  const other = Object.keys(params).find((name) => !allowed.has(name));
  if (other === undefined) return;
  throw errors.invalid(`You cannot set \`${other}\` with \`payment_behavior=pending_if_incomplete\`.`, other);
}

const cleared = { pending_update: null, pending_change: null, pending_invoice: null } as const;

/** The change waits until `invoice` is paid. */
export async function postpone(
  work: Work,
  subscription: StoredSubscription,
  change: Change,
  invoice: string,
): Promise<StoredSubscription> {
  const { patch, items } = change;
  return work.update<StoredSubscription>(subscription, {
    latest_invoice: invoice,
    outcome: null,
    pending_change: change,
    pending_invoice: invoice,
    pending_update: {
      billing_cycle_anchor: patch.billing_cycle_anchor ?? null,
      cancel_at_period_end: null,
      discount: null,
      discounts: patch.discounts ?? null,
      expires_at: work.now + life,
      metadata: null,
      subscription_items: items.map((item) => visible(item, hiddenOfItem)),
      trial_end: patch.trial_end ?? null,
      trial_from_plan: null,
    },
  });
}

export async function applyPending(work: Work, subscription: StoredSubscription): Promise<StoredSubscription> {
  const { pending_change: change } = subscription;
  // Paid at once: whoever made the invoice applies the change itself.
  if (change === null) return subscription;
  const patch: Partial<StoredSubscription> = { ...change.patch, ...cleared, outcome: 'applied' };
  return applyChange(work, subscription, { ...change, patch });
}

/** It was not paid in time. */
export async function dropUpdate(work: Work, subscription: StoredSubscription): Promise<StoredSubscription> {
  const invoice = await work.get<StoredInvoice>('invoice', subscription.pending_invoice ?? '');
  const dropped = await work.update<StoredSubscription>(subscription, { ...cleared, outcome: 'expired' });
  if (invoice?.status !== 'open') return dropped;
  await work.act<StoredInvoice>(invoice, 'void', {
    auto_advance: false,
    next_payment_attempt: null,
    status_transitions: { ...invoice.status_transitions, voided_at: work.now },
  });
  await cancelIntent(await work.at({ id: '', object: 'payment_intent' }), invoice, 'void_invoice');
  return dropped;
}
