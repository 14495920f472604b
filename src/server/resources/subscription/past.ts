/** `backdate_start_date`: the time from the start until the current period is billed with the first invoice. */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import type { StoredItem as InvoiceItem } from '../invoice-item/stored.ts';
import { rhythmOf } from './dates.ts';
import { amountOf, productOf, shareOf } from './lines.ts';
import { addIntervals, boundaryAfter, dayOf } from './period.ts';
import { storeProration } from './proration.ts';
import type { StoredSubscription, StoredSubscriptionItem } from './stored.ts';

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
    const { amount } = await amountOf(work, item, item.quantity, currency);
    const name = (await productOf(work, item))?.name ?? '';
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
