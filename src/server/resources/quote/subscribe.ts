/** The subscription of an accepted quote. Its first invoice is a draft: nobody is charged by accepting. */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import { sentParty } from '../account/self-or-account.ts';
import { isRecurring, type StoredItem } from '../item/stored.ts';
import { subscribe } from '../subscription/create.ts';
import { day } from '../subscription/period.ts';
import type { StoredSubscription } from '../subscription/stored.ts';
import { schedule } from '../subscription-schedule/create.ts';
import type { StoredSchedule } from '../subscription-schedule/stored.ts';
import type { Deal } from './bill.ts';
import { sourcesOf } from './discounts.ts';
import { recurringShares, sentTax } from './shares.ts';

type Phase = Stripe.SubscriptionScheduleCreateParams.Phase;
type Item = NonNullable<Stripe.SubscriptionCreateParams['items']>[number];

async function itemParams(work: Work, { price, quantity, rates, reductions }: StoredItem): Promise<Item> {
  return {
    price: price.id,
    ...(quantity !== null && { quantity }),
    ...(rates.length > 0 && { tax_rates: rates.map(({ id }) => id) }),
    ...(reductions.length > 0 && { discounts: await sourcesOf(work, reductions) }),
  };
}

/** What a subscription takes over from a quote, or the first phase of a schedule does. */
async function subscriptionParams(
  work: Work,
  { quote, currency }: Deal,
  lines: readonly StoredItem[],
): Promise<Stripe.SubscriptionCreateParams> {
  const { invoice_settings: settings, subscription_data: data } = quote;
  const items: Item[] = [];
  const add_invoice_items: Item[] = [];
  for (const line of lines) (isRecurring(line) ? items : add_invoice_items).push(await itemParams(work, line));
  return {
    items,
    add_invoice_items,
    automatic_tax: sentTax(quote.automatic_tax),
    billing_mode: data.billing_mode,
    collection_method: quote.collection_method,
    currency,
    ...(settings.days_until_due !== null && { days_until_due: settings.days_until_due }),
    default_tax_rates: quote.default_tax_rates,
    ...(data.description !== null && { description: data.description }),
    discounts: await sourcesOf(work, quote.discounts),
    invoice_settings: {
      ...(settings.custom_fields !== null && { custom_fields: settings.custom_fields }),
      ...(settings.description !== null && { description: settings.description }),
      ...(settings.footer !== null && { footer: settings.footer }),
      issuer: sentParty(settings.issuer),
    },
    metadata: data.metadata ?? {},
    ...recurringShares(quote),
    ...(data.trial_period_days !== null && { trial_period_days: data.trial_period_days }),
  } as Stripe.SubscriptionCreateParams;
}

/** Begins on the day that the quote names. */
export async function scheduleFor(
  work: Work,
  deal: Deal,
  lines: readonly StoredItem[],
  start_date: number,
): Promise<StoredSchedule> {
  const { quote, customer, currency } = deal;
  const params = await subscriptionParams(work, deal, lines);
  const { items, add_invoice_items, discounts, default_tax_rates, metadata, days_until_due, transfer_data } = params;
  const { application_fee_percent: fee } = params;
  const { trial_period_days: days } = quote.subscription_data;
  const phase = {
    add_invoice_items,
    currency,
    default_tax_rates,
    discounts,
    items,
    metadata,
    ...(days !== null && { trial_end: start_date + days * day, duration: { interval: 'day', interval_count: days } }),
  };
  return schedule(work, customer, {
    billing_mode: params.billing_mode,
    default_settings: {
      ...(typeof fee === 'number' && { application_fee_percent: fee }),
      automatic_tax: params.automatic_tax,
      collection_method: params.collection_method,
      description: params.description,
      invoice_settings: { ...params.invoice_settings, ...(days_until_due !== undefined && { days_until_due }) },
      on_behalf_of: params.on_behalf_of || undefined,
      ...(transfer_data !== undefined && { transfer_data }),
    },
    end_behavior: 'release',
    phases: [phase as Phase],
    start_date,
  });
}

export async function subscribeTo(work: Work, deal: Deal, lines: readonly StoredItem[]): Promise<StoredSubscription> {
  return subscribe(work, deal.customer, await subscriptionParams(work, deal, lines), { collection: 'draft' });
}
