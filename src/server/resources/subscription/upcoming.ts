/** The next invoice of a subscription, as it would be now. */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import { draftLife } from '../invoice/fields.ts';
import { pendingItems } from '../invoice/items.ts';
import { withTotals } from '../invoice/preview-totals.ts';
import { rehearsal } from '../invoice/rehearsal.ts';
import type { StoredInvoice } from '../invoice/stored.ts';
import type { StoredItem as InvoiceItem } from '../invoice-item/stored.ts';
import { lineOf as lineOfItem } from '../invoice-line-item/from-item.ts';
import type { StoredLine } from '../invoice-line-item/stored.ts';
import { draftFor } from './billing.ts';
import { nextPeriods } from './dates.ts';
import { type Cost, lineOf } from './lines.ts';
import { periodCosts } from './proration.ts';
import { itemsOf, type StoredSubscription, type StoredSubscriptionItem } from './stored.ts';
import { used } from './usage.ts';

/** The items with the period that follows the one they are in, and what that costs. */
export async function nextPeriod(
  work: Work,
  subscription: StoredSubscription,
  present: readonly StoredSubscriptionItem[],
  at: number,
): Promise<Cost[]> {
  const { customer, currency, status } = subscription;
  const over = present.filter((item) => item.current_period_end <= at);
  const costs = await periodCosts(work, subscription, nextPeriods(subscription, over));
  return status === 'trialing' ? costs : [...costs, ...(await used(work, over, customer, currency))];
}

export function previewLines(
  work: Work,
  draft: StoredInvoice,
  waiting: readonly InvoiceItem[],
  costs: readonly Cost[],
): StoredLine[] {
  return [
    ...waiting.map((item) => lineOfItem(work, item, draft.id)),
    ...costs.map((cost) => lineOf(work, cost, draft.id, draft.currency)),
  ];
}

export async function upcomingInvoice(work: Work, subscription: StoredSubscription): Promise<StoredInvoice> {
  const dry = rehearsal(work);
  const customer = await work.find<Stripe.Customer>('customer', subscription.customer, 'customer');
  const items = await itemsOf(work, subscription.id);
  const at = subscription.renews_at ?? Math.min(...items.map((item) => item.current_period_end));
  const period = { start: Math.min(...items.map((item) => item.current_period_start)), end: at };
  const draft = await draftFor(dry, subscription, customer, { reason: 'upcoming', period, advances: true });
  const waiting = [...(await pendingItems(work, draft)), ...(await pendingItems(work, draft, subscription.id))];
  const costs = await nextPeriod(dry, subscription, items, at);
  const charged = draft.collection_method === 'charge_automatically';
  const next_payment_attempt = charged ? at + draftLife : null;
  const shown = { ...draft, id: `upcoming_${draft.id}`, next_payment_attempt };
  return withTotals(dry, shown, previewLines(dry, shown, waiting, costs));
}
