/** https://docs.stripe.com/billing/subscriptions/cancel */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { next } from '../../kernel/machine.ts';
import type { Call, Work } from '../../kernel/work.ts';
import { pendingItems } from '../invoice/items.ts';
import type { StoredInvoice } from '../invoice/stored.ts';
import type { StoredItem as InvoiceItem } from '../invoice-item/stored.ts';
import { addLines, draftFor, storeDraft } from './billing.ts';
import { noReason } from './dates.ts';
import { machine } from './machine.ts';
import { prorations, storeProration } from './proration.ts';
import { isOver, itemsOf, type StoredSubscription } from './stored.ts';
import { used } from './usage.ts';

type Details = NonNullable<StoredSubscription['cancellation_details']>;

interface Ending {
  readonly details?: Partial<Details>;
  /** When it was asked for, where that was earlier. */
  readonly asked?: number | null;
  readonly prorate?: boolean | undefined;
  readonly invoice_now?: boolean | undefined;
}

/** Of which nothing that was paid for is left. */
const without: ReadonlySet<string> = new Set(['trialing', 'incomplete', 'paused']);

/** What the time that was paid for and is left over was worth, counted from now or from another moment. */
export async function creditUnused(
  work: Work,
  subscription: StoredSubscription,
  time: number = work.now,
): Promise<InvoiceItem[]> {
  if (without.has(subscription.status)) return [];
  const old = await itemsOf(work, subscription.id);
  const concerns = new Set(old.map(({ id }) => id));
  const exchange = { before: subscription, after: subscription, old, fresh: [], concerns, time };
  const credits: InvoiceItem[] = [];
  for (const each of await prorations(work, exchange)) credits.push(await storeProration(work, subscription, each));
  return credits;
}

/** The last invoice: what waits, and what was used since the last one. */
async function billNow(work: Work, subscription: StoredSubscription): Promise<StoredInvoice | undefined> {
  const { id, customer: owner, currency } = subscription;
  const items = await itemsOf(work, id);
  const usage = await used(work, items, owner, currency, { at: work.now, including: true });
  const waiting = await pendingItems(work, subscription, id);
  if (usage.length + waiting.length === 0) return undefined;
  const customer = await work.find<Stripe.Customer>('customer', owner, 'customer');
  const period = { start: Math.min(work.now, ...items.map((item) => item.current_period_start)), end: work.now };
  const draft = await draftFor(work, subscription, customer, { reason: 'subscription_cycle', period, advances: true });
  await addLines(work, draft, waiting, usage);
  return draft;
}

async function stopCollecting(
  work: Work,
  { id, customer }: StoredSubscription,
  except: string | undefined,
): Promise<void> {
  const open = (row: object): boolean => {
    const { parent, status, auto_advance } = row as StoredInvoice;
    const own = parent?.subscription_details?.subscription === id;
    return own && auto_advance === true && (status === 'draft' || status === 'open');
  };
  for (const invoice of await work.list<StoredInvoice>('invoice', { where: { customer }, filter: open })) {
    if (invoice.id === except) continue;
    const stopped = { auto_advance: false, automatically_finalizes_at: null, next_payment_attempt: null };
    await work.update<StoredInvoice>(invoice, stopped);
  }
}

/** Ends it now. */
export async function finish(
  work: Work,
  subscription: StoredSubscription,
  { details, asked, prorate = false, invoice_now: bills = false }: Ending,
): Promise<StoredSubscription> {
  next(machine, subscription, 'cancel');
  const left = bills ? [] : await pendingItems(work, subscription, subscription.id);
  if (prorate) await creditUnused(work, subscription);
  const last = bills ? await billNow(work, subscription) : undefined;
  if (last !== undefined) await storeDraft(work, last);
  const canceled = await work.act<StoredSubscription>(subscription, 'cancel', {
    canceled_at: asked ?? work.now,
    cancellation_details: { ...noReason(subscription.cancellation_details), ...details },
    ended_at: work.now,
    ...(last !== undefined && { latest_invoice: last.id }),
    pending_update: null,
    pending_change: null,
  });
  for (const item of left) await work.remove(item);
  await stopCollecting(work, subscription, last?.id);
  return canceled;
}

/** Its day has come. */
export function end(work: Work, subscription: StoredSubscription): Promise<StoredSubscription> {
  const { canceled_at: asked, cancellation_details: details } = subscription;
  const reason = details?.reason ?? 'cancellation_requested';
  return finish(work, subscription, { asked, details: { reason } });
}

type SentDetails = NonNullable<Stripe.SubscriptionCancelParams['cancellation_details']>;

export const sentDetails = ({ comment, feedback, feedback_option }: SentDetails): Partial<Details> => ({
  ...(comment !== undefined && { comment: comment || null }),
  ...(feedback !== undefined && { feedback: feedback || null }),
  ...(feedback_option !== undefined && { feedback_option }),
});

export async function cancelSubscription({
  work,
  params,
  targets,
}: Call<Stripe.SubscriptionCancelParams>): Promise<StoredSubscription> {
  const { cancellation_details: sent = {}, prorate, invoice_now } = params;
  const subscription = targets.at(-1) as StoredSubscription;
  // To this call, what has ended is not there any more.
  if (isOver(subscription)) throw errors.missing('subscription', subscription.id, 'id', 'path');
  return finish(work, subscription, {
    details: { ...sentDetails(sent), reason: 'cancellation_requested' },
    prorate,
    invoice_now,
  });
}
