/** The next invoice of a subscription, as it would be now. */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import { pendingItems } from '../invoice/items.ts';
import { withTotals } from '../invoice/preview-totals.ts';
import { rehearsal } from '../invoice/rehearsal.ts';
import type { StoredInvoice } from '../invoice/stored.ts';
import type { StoredItem as InvoiceItem } from '../invoice-item/stored.ts';
import { lineOf as lineOfItem } from '../invoice-line-item/from-item.ts';
import type { StoredLine } from '../invoice-line-item/stored.ts';
import { draftFor } from './billing.ts';
import { rhythmOf } from './dates.ts';
import { ahead, type Cost, lineOf, used } from './lines.ts';
import { boundaryAfter } from './period.ts';
import { itemsOf, type StoredSubscription, type StoredSubscriptionItem } from './stored.ts';

/** The items with the period that follows the one they are in, and what that costs. */
export async function nextPeriod(
  work: Work,
  { billing_cycle_anchor: anchor, customer, currency, status }: StoredSubscription,
  present: readonly StoredSubscriptionItem[],
  at: number,
): Promise<Cost[]> {
  const over = present.filter((item) => item.current_period_end <= at);
  const moved = over.map((item) => {
    const start = item.current_period_end;
    return { ...item, current_period_start: start, current_period_end: boundaryAfter(anchor, rhythmOf(item), start) };
  });
  const costs = await ahead(work, moved, currency);
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
  const shown = { ...draft, id: `upcoming_${draft.id}`, next_payment_attempt: at };
  return withTotals(dry, shown, previewLines(dry, shown, waiting, costs));
}
