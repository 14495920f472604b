import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Call, Work } from '../../kernel/work.ts';
import { redeemAll } from '../discount/redeem.ts';
import { currencyFor } from '../invoice/default-currency.ts';
import { checkOneCurrency } from '../invoice/one-currency.ts';
import type { StoredItem as InvoiceItem } from '../invoice-item/stored.ts';
import type { OnPage } from '../payment-intent/payment.ts';
import { type Beginning, begin, type Collection } from './begin.ts';
import { blankSubscription } from './blank.ts';
import { currentPeriod, cut, endFields, rhythmOf, sentAnchor, trialEnd } from './dates.ts';
import { addExtras } from './extras.ts';
import { type Params as FieldParams, sentFields } from './fields.ts';
import { ahead, type Cost, onTrial, periodAmount, type Share, whole } from './lines.ts';
import { nowBilled, unbilled } from './net.ts';
import { pastCosts, pastItems } from './past.ts';
import { day, periodAround } from './period.ts';
import { checkItems, readItems, type SentItem } from './read-items.ts';
import { isOver, type StoredSubscription, type StoredSubscriptionItem } from './stored.ts';

type Params = Stripe.SubscriptionCreateParams;

const mostOnClock = 3;
const nothing: Share = { part: 0, whole: 1 };
/** Seconds. */
const longestPast = 5 * 366 * day;

const collections: Readonly<Record<string, Collection>> = {
  allow_incomplete: 'charge',
  default_incomplete: 'wait',
  error_if_incomplete: 'charge_or_refuse',
};

function collectionOf({ payment_behavior: behavior = 'allow_incomplete' }: Params): Collection {
  const collection = collections[behavior];
  if (collection !== undefined) return collection;
  throw errors.invalid(
    `\`payment_behavior=${behavior}\` can only be used when updating a subscription.`,
    'payment_behavior',
  );
}

async function checkClock(work: Work, { id, test_clock }: Stripe.Customer): Promise<void> {
  if (!test_clock) return;
  const present = await work.list<StoredSubscription>('subscription', { where: { customer: id } });
  if (present.filter((each) => !isOver(each)).length < mostOnClock) return;
  throw errors.invalid(
    `A customer on a test clock can have up to ${mostOnClock} subscriptions.`,
    'customer',
    'customer_max_subscriptions',
  );
}

/** The part of its first period that an item is paid for: the cycle may begin later, or the subscription end earlier. */
function shareOf(
  subscription: StoredSubscription,
  item: StoredSubscriptionItem,
  proration: Params['proration_behavior'],
): Share {
  const { current_period_start: start, current_period_end: end } = item;
  const cycle = periodAround(subscription.billing_cycle_anchor, rhythmOf(item), start);
  if (proration !== 'none') return { part: end - start, whole: cycle.end - cycle.start };
  return start > cycle.start ? nothing : whole;
}

interface Dated {
  readonly subscription: StoredSubscription;
  readonly items: readonly StoredSubscriptionItem[];
}

/** Trial, anchor and periods. */
function dated(
  work: Work,
  subscription: StoredSubscription,
  items: readonly StoredSubscriptionItem[],
  params: Params,
): Dated {
  const trial_end = trialEnd(work, params, items);
  const start = params.backdate_start_date ?? work.now;
  if (start > work.now) throw errors.invalid('Invalid timestamp: must be in the past.', 'backdate_start_date');
  if (start < work.now - longestPast)
    throw errors.invalid('Invalid timestamp: can be at most five years in the past.', 'backdate_start_date');
  if (trial_end !== null) {
    const period = { current_period_start: work.now, current_period_end: trial_end };
    const dates = { start_date: start, trial_start: work.now, trial_end, billing_cycle_anchor: trial_end };
    return { subscription: { ...subscription, ...dates }, items: items.map((item) => ({ ...item, ...period })) };
  }
  const anchor = sentAnchor(work, params, items) ?? start;
  const periods = items.map((item) => {
    const period = currentPeriod(item, anchor, work.now, start);
    return { ...item, current_period_start: period.start, current_period_end: period.end };
  });
  const config = params.billing_cycle_anchor_config;
  const billing_cycle_anchor_config = config
    ? { hour: null, minute: null, month: null, second: null, ...config }
    : null;
  const dates = { start_date: start, billing_cycle_anchor: anchor, billing_cycle_anchor_config };
  return { subscription: { ...subscription, ...dates }, items: periods };
}

async function firstBilled(
  work: Work,
  subscription: StoredSubscription,
  items: readonly StoredSubscriptionItem[],
  proration: Params['proration_behavior'],
): Promise<StoredSubscriptionItem[]> {
  const billed = await nowBilled(work, subscription, items);
  return billed.map((item) =>
    shareOf(subscription, item, proration).part === 0 ? { ...item, paid: unbilled(item) } : item,
  );
}

interface Start {
  /** In place of what `payment_behavior` says. */
  readonly collection?: Collection;
  /** The schedule that begins it, and when that ends it. */
  readonly schedule?: string | null;
  readonly ends?: number | null;
  /** Where a page takes the first payment. */
  readonly onPage?: OnPage;
}

export async function subscribe(
  work: Work,
  customer: Stripe.Customer,
  params: Params,
  start: Start = {},
): Promise<StoredSubscription> {
  await checkClock(work, customer);
  return begin(work, await prepare(work, customer, params, start));
}

/** All that a subscription begins with, before it does. */
export async function prepare(
  work: Work,
  customer: Stripe.Customer,
  params: Params,
  { collection = collectionOf(params), schedule = null, ends = null, onPage }: Start = {},
): Promise<Beginning> {
  const blank = blankSubscription(work, customer, params.billing_mode);
  const sentCurrency = params.currency === undefined ? undefined : currencyFor(params.currency, customer);
  const context = { customer: customer.id, currency: sentCurrency, subscription: blank.id };
  const { items: read, currency } = await readItems(work, (params.items ?? []) as readonly SentItem[], context);
  checkItems(customer.id, read, blank.billing_mode.type, 'items');
  await checkOneCurrency(work, customer.id, currency);
  const { subscription: timed, items: uncut } = dated(work, { ...blank, currency }, read, params);
  // The minimum of a promotion code: one-time items on top are not known yet, and a phase begins whatever it is worth.
  const unknown = schedule !== null || params.add_invoice_items?.length;
  const amount = unknown ? undefined : await periodAmount(work, uncut, currency);
  const target = { customer: customer.id, currency, amount, subscription: blank.id };
  const discounts = await redeemAll(work, params.discounts, target);
  const subscription: StoredSubscription = {
    ...timed,
    ...(await sentFields(work, timed, params as FieldParams)),
    ...endFields(work, timed, params, uncut),
    ...(ends !== null && { cancel_at: ends }),
    discounts: discounts.map(({ id }) => id),
    schedule,
  };
  const trial = subscription.trial_end !== null;
  const ended = cut({ ...subscription, status: trial ? 'trialing' : 'active' }, uncut);
  const { proration_behavior: proration } = params;
  const items = trial ? ended : await firstBilled(work, subscription, ended, proration);
  const period = { start: work.now, end: Math.min(...items.map((item) => item.current_period_end)) };
  const classic = subscription.billing_mode.type === 'classic';
  const isFree = trial || proration === 'none';
  const costs: Cost[] = trial
    ? await onTrial(work, subscription, items)
    : [
        ...(classic || isFree ? [] : await pastCosts(work, subscription, items)),
        ...(await ahead(work, items, currency, (item) => shareOf(subscription, item, proration))),
      ];
  const extras = async (): Promise<InvoiceItem[]> => {
    const past = classic && !isFree ? await pastItems(work, subscription, customer, items) : [];
    return [...past, ...(await addExtras(work, subscription, customer, params.add_invoice_items, period))];
  };
  const adds = (params.add_invoice_items?.length ?? 0) > 0;
  return { subscription, customer, items, costs, adds, extras, collection, onPage };
}

export async function createSubscription({ work, params, targets }: Call<Params>): Promise<StoredSubscription> {
  const owner = targets[0]?.id ?? params.customer;
  if (owner === undefined) throw errors.parameterMissing('customer');
  return subscribe(work, await work.find<Stripe.Customer>('customer', owner, 'customer'), params);
}
