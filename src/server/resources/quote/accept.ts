/** What an accepted quote brings about: https://docs.stripe.com/quotes/overview */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { next } from '../../kernel/machine.ts';
import type { Call, Work } from '../../kernel/work.ts';
import { settleCurrency } from '../invoice/customer.ts';
import { itemsOf } from '../item/of-parent.ts';
import { isRecurring, type StoredItem } from '../item/stored.ts';
import { billOnce, type Deal } from './bill.ts';
import { machine } from './machine.ts';
import type { StoredQuote } from './stored.ts';
import { scheduleFor, subscribeTo } from './subscribe.ts';

type Results = Partial<Pick<StoredQuote, 'invoice' | 'subscription' | 'subscription_schedule'>>;

async function results(work: Work, deal: Deal, items: readonly StoredItem[]): Promise<Results> {
  if (!items.some(isRecurring)) return { invoice: (await billOnce(work, deal, items)).id, subscription: null };
  const { effective_date: start } = deal.quote.subscription_data;
  // A day that has passed meanwhile means at once.
  if (start !== null && start > work.now)
    return { subscription_schedule: (await scheduleFor(work, deal, items, start)).id };
  const { id, latest_invoice: invoice } = await subscribeTo(work, deal, items);
  return { invoice, subscription: id };
}

export async function acceptQuote({ work, targets }: Call<object>): Promise<StoredQuote> {
  const quote = targets[0] as StoredQuote;
  next(machine, quote, 'accept');
  const items = await itemsOf(work, quote.id);
  if (quote.currency === null) throw errors.parameterMissing('line_items');
  const customer = await work.find<Stripe.Customer>('customer', quote.customer ?? '', 'customer');
  await settleCurrency(work, customer, quote.currency);
  const made = await results(work, { quote, customer, currency: quote.currency }, items);
  return work.act<StoredQuote>(quote, 'accept', {
    ...made,
    status_transitions: { ...quote.status_transitions, accepted_at: work.now },
  });
}
