/** One-time items that go onto the next invoice along with the subscription: `add_invoice_items`. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import { createItem } from '../invoice-item/create.ts';
import type { StoredItem as InvoiceItem } from '../invoice-item/stored.ts';
import type { Period } from './period.ts';
import type { StoredSubscription } from './stored.ts';

type SentExtra = Stripe.SubscriptionCreateParams.AddInvoiceItem;

const mostExtras = 20;

function timeOf(
  sent: { readonly type: string; readonly timestamp?: number | undefined },
  otherwise: number,
  param: string,
): number {
  if (sent.type !== 'timestamp') return otherwise;
  if (sent.timestamp === undefined) throw errors.parameterMissing(`${param}[timestamp]`);
  return sent.timestamp;
}

function periodOf(sent: SentExtra['period'], period: Period, param: string): Period {
  if (sent === undefined) return period;
  return {
    start: timeOf(sent.start, period.start, `${param}[start]`),
    end: timeOf(sent.end, period.end, `${param}[end]`),
  };
}

/** Stored, and waiting for an invoice. `period` is that of the subscription's items. */
export async function addExtras(
  work: Work,
  { id: subscription, currency }: Pick<StoredSubscription, 'id' | 'currency'>,
  customer: Stripe.Customer,
  sent: readonly SentExtra[] | undefined,
  period: Period,
): Promise<InvoiceItem[]> {
  if ((sent?.length ?? 0) > mostExtras)
    throw errors.invalid(`You can add up to ${mostExtras} items.`, 'add_invoice_items');
  const items: InvoiceItem[] = [];
  for (const [at, { price, period: own, ...rest }] of (sent ?? []).entries()) {
    const params = {
      ...rest,
      ...(price !== undefined && { pricing: { price } }),
      period: periodOf(own, period, `add_invoice_items[${at}][period]`),
      subscription,
    };
    items.push(await createItem(work, customer, params as Stripe.InvoiceItemCreateParams, currency));
  }
  return items;
}
