/** What waits is billed between the renewals too: `pending_invoice_item_interval`. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import { pendingItems } from '../invoice/items.ts';
import type { StoredInvoice } from '../invoice/stored.ts';
import { addLines, type Billing, draftFor, keepsDrafts, storeDraft } from './billing.ts';
import { addIntervals, boundaryAfter, type Rhythm } from './period.ts';
import { isOver, type StoredSubscription } from './stored.ts';

type Sent = Stripe.SubscriptionCreateParams.PendingInvoiceItemInterval;
type Fields = Pick<StoredSubscription, 'next_pending_invoice_item_invoice' | 'pending_invoice_item_interval'>;

const inAYear: Readonly<Record<string, number>> = { day: 365, week: 52, month: 12, year: 1 };

export function checkInterval({ interval, interval_count: count = 1 }: Sent, param: string): void {
  if (count < 1) throw errors.tooSmall(`${param}[interval_count]`, 1);
  const most = inAYear[interval] ?? 1;
  if (count <= most) return;
  throw errors.invalid(
    `Invalid interval_count: the interval can be at most one year, which is ${most} of \`${interval}\`.`,
    `${param}[interval_count]`,
  );
}

const nextTime = (work: Work, { billing_cycle_anchor: anchor }: StoredSubscription, interval: Rhythm): number =>
  boundaryAfter(anchor, interval, work.now);

/** '' unsets the interval. */
export function intervalFields(work: Work, subscription: StoredSubscription, sent: Sent | '' | null): Fields {
  if (!sent) return { next_pending_invoice_item_invoice: null, pending_invoice_item_interval: null };
  checkInterval(sent, 'pending_invoice_item_interval');
  const interval = { interval: sent.interval, interval_count: sent.interval_count ?? 1 };
  return {
    next_pending_invoice_item_invoice: nextTime(work, subscription, interval),
    pending_invoice_item_interval: interval,
  };
}

/** An invoice of what waits for the subscription's own invoices; undefined where nothing does. */
export async function billWaiting(
  work: Work,
  subscription: StoredSubscription,
  billing: Billing,
): Promise<StoredInvoice | undefined> {
  const waiting = await pendingItems(work, subscription, subscription.id);
  if (waiting.length === 0) return undefined;
  const customer = await work.find<Stripe.Customer>('customer', subscription.customer, 'customer');
  const draft = await draftFor(work, subscription, customer, billing);
  await addLines(work, draft, waiting, []);
  return storeDraft(work, draft);
}

/** Its day has come. The cycle and its renewals stay as they are. */
export async function billPending(work: Work, subscription: StoredSubscription): Promise<StoredSubscription> {
  const { pending_invoice_item_interval: interval, start_date } = subscription;
  if (interval === null || isOver(subscription))
    throw errors.invalid(`The subscription ${subscription.id} bills no pending items by itself.`);
  const start = Math.max(start_date, addIntervals(work.now, interval, -1));
  const invoice = await billWaiting(work, subscription, {
    reason: 'automatic_pending_invoice_item_invoice',
    period: { start, end: work.now },
    advances: !keepsDrafts(subscription),
  });
  return work.update<StoredSubscription>(subscription, {
    ...(invoice !== undefined && { latest_invoice: invoice.id }),
    next_pending_invoice_item_invoice: nextTime(work, subscription, interval),
  });
}
