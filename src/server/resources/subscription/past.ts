/**
 * `backdate_start_date`: the time from the start until the current period is billed with the first invoice, period by period,
 * or in one sum in the classic billing mode: https://docs.stripe.com/billing/subscriptions/backdating
 */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import type { StoredItem as InvoiceItem } from '../invoice-item/stored.ts';
import { rhythmOf } from './dates.ts';
import { amountOf, type Cost, productOf, shareOf } from './lines.ts';
import { addIntervals, boundaryAfter, dayOf } from './period.ts';
import { periodCosts, storeProration } from './proration.ts';
import type { StoredSubscription, StoredSubscriptionItem } from './stored.ts';
import { used } from './usage.ts';

/** In the smallest unit: whole periods, and the part of one before the first anchor. */
function amountSince(item: StoredSubscriptionItem, anchor: number, start: number, perPeriod: number): number {
  const rhythm = rhythmOf(item);
  let amount = 0;
  for (let at = start; at < item.current_period_start; ) {
    const end = boundaryAfter(anchor, rhythm, at);
    const all = end - addIntervals(end, rhythm, -1);
    amount += end - at >= all ? perPeriod : shareOf(perPeriod, { part: end - at, whole: all });
    at = end;
  }
  return amount;
}

const mostLines = 250;

/** The item in every period that is over already. */
function pastPeriods(item: StoredSubscriptionItem, anchor: number, start: number): StoredSubscriptionItem[] {
  const past: StoredSubscriptionItem[] = [];
  for (let at = start; at < item.current_period_start; ) {
    const end = boundaryAfter(anchor, rhythmOf(item), at);
    past.push({ ...item, current_period_start: at, current_period_end: end });
    if (past.length > mostLines)
      throw errors.invalid(
        `Backdating is not supported when the invoice has more than ${mostLines} line items.`,
        'backdate_start_date',
      );
    at = end;
  }
  return past;
}

/** In the flexible billing mode: as if each period had been billed when it was due. */
export async function pastCosts(
  work: Work,
  subscription: StoredSubscription,
  items: readonly StoredSubscriptionItem[],
): Promise<Cost[]> {
  const { start_date: start, billing_cycle_anchor: anchor, customer, currency } = subscription;
  const costs: Cost[] = [];
  for (const item of items) {
    const past = pastPeriods(item, anchor, start);
    costs.push(...(await periodCosts(work, subscription, past)), ...(await used(work, past, customer, currency)));
  }
  return costs;
}

/** In the classic billing mode. */
export async function pastItems(
  work: Work,
  subscription: StoredSubscription,
  customer: Stripe.Customer,
  items: readonly StoredSubscriptionItem[],
): Promise<InvoiceItem[]> {
  const { start_date: start, billing_cycle_anchor: anchor, currency } = subscription;
  const past: InvoiceItem[] = [];
  for (const item of items) {
    if (item.quantity === undefined || item.current_period_start <= start) continue;
    const amount = await amountOf(work, item, item.quantity, currency);
    const name = (await productOf(work, item.price))?.name ?? '';
    past.push(
      await storeProration(
        work,
        { ...subscription, customer: customer.id },
        {
          item,
          period: { start, end: item.current_period_start },
          amount: amountSince(item, anchor, start, amount),
          description: `Time on ${name} from ${dayOf(start)} until ${dayOf(item.current_period_start)}`,
        },
      ),
    );
  }
  return past;
}
