/** `invoices.create_preview` for subscriptions: https://docs.stripe.com/api/invoices/create_preview */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { within } from '../../kernel/within.ts';
import type { Work } from '../../kernel/work.ts';
import { redeemAll } from '../discount/redeem.ts';
import { draftLife } from '../invoice/fields.ts';
import { pendingItems } from '../invoice/items.ts';
import type { StoredInvoice } from '../invoice/stored.ts';
import type { StoredItem as InvoiceItem } from '../invoice-item/stored.ts';
import type { StoredLine } from '../invoice-line-item/stored.ts';
import { draftFor } from './billing.ts';
import { creditUnused } from './cancel.ts';
import { prepare } from './create.ts';
import type { Cost } from './lines.ts';
import { planUpdate, type UpdateParams } from './plan-update.ts';
import { periodCosts, storeProration, storeUsage } from './proration.ts';
import { isOver, itemsOf, type StoredSubscription, type StoredSubscriptionItem } from './stored.ts';
import { nextPeriod, previewLines } from './upcoming.ts';
import { used } from './usage.ts';

type Params = Stripe.InvoiceCreatePreviewParams;
type Details = NonNullable<Params['subscription_details']>;

export interface Preview {
  readonly customer: Stripe.Customer;
  readonly draft: StoredInvoice;
  readonly lines: readonly StoredLine[];
}

interface Content {
  readonly subscription: StoredSubscription;
  readonly customer: Stripe.Customer;
  readonly items: readonly InvoiceItem[];
  readonly costs: readonly Cost[];
  /** When it would be made. */
  readonly at: number;
  readonly start: number;
  /** How long it would be a draft, in seconds. */
  readonly waits?: number;
  /** What parts of periods are counted from. */
  readonly prorated?: number | undefined;
}

const withProrationDate = (parent: StoredInvoice['parent'], date: number): StoredInvoice['parent'] =>
  parent?.subscription_details
    ? { ...parent, subscription_details: { ...parent.subscription_details, subscription_proration_date: date } }
    : parent;

async function previewOf(work: Work, content: Content, discounts: Params['discounts']): Promise<Preview> {
  const { subscription, customer, items, costs, at, start, waits = 0, prorated } = content;
  const draft = await draftFor(work, subscription, customer, {
    reason: 'upcoming',
    period: { start, end: at },
    advances: true,
  });
  const given = await redeemAll(work, discounts, {
    customer: customer.id,
    currency: draft.currency,
    invoice: draft.id,
  });
  const shown: StoredInvoice = {
    ...draft,
    id: `upcoming_${draft.id}`,
    next_payment_attempt: draft.collection_method === 'charge_automatically' ? at + waits : null,
    ...(prorated !== undefined && { parent: withProrationDate(draft.parent, prorated) }),
    ...(discounts !== undefined && { discounts: given.map(({ id }) => id) }),
  };
  const waiting = [...(await pendingItems(work, draft)), ...(await pendingItems(work, draft, subscription.id))];
  return { customer, draft: shown, lines: previewLines(work, shown, [...waiting, ...items], costs) };
}

function updateOf({ billing_cycle_anchor: anchor, ...details }: Details): UpdateParams {
  const { items, default_tax_rates, proration_behavior, proration_date, trial_end } = details;
  const { cancel_at, cancel_at_period_end } = details;
  if (anchor !== undefined && anchor.type !== 'now' && anchor.type !== 'unchanged')
    throw errors.invalid(
      'For existing subscriptions, the anchor can only be `now` or `unchanged`.',
      'subscription_details[billing_cycle_anchor][type]',
    );
  const params = {
    items,
    default_tax_rates,
    proration_behavior,
    proration_date,
    trial_end,
    cancel_at,
    cancel_at_period_end,
  };
  const sent = Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined));
  return { ...sent, ...(anchor && { billing_cycle_anchor: { type: anchor.type } }) } as UpdateParams;
}

const startOf = (items: readonly StoredSubscriptionItem[], now: number): number =>
  Math.min(now, ...items.map((item) => item.current_period_start));

/** What the details name stands in them. */
const aboutDetails = <T>({ subscription_details: details = {} }: Params, plan: () => Promise<T>): Promise<T> =>
  within('subscription_details', plan, (param) => param in details);

/** What an update of a subscription, or its next renewal, would bill. */
export async function previewUpdate(
  work: Work,
  subscription: StoredSubscription,
  update: UpdateParams,
  params: Params,
): Promise<Preview> {
  const customer = await work.find<Stripe.Customer>('customer', subscription.customer, 'customer');
  const { now } = work;
  if (params.subscription_details?.cancel_now === true) {
    const present = await itemsOf(work, subscription.id);
    const items = await creditUnused(work, subscription);
    const costs = await used(work, present, subscription.customer, subscription.currency, {
      at: now,
      including: true,
    });
    const start = startOf(present, now);
    return previewOf(work, { subscription, customer, items, costs, at: now, start }, params.discounts);
  }
  const plan = await aboutDetails(params, () => planUpdate(work, subscription, update));
  const { after, items } = plan;
  if (params.preview_mode === 'recurring') {
    const costs = await periodCosts(work, after, items);
    const content = { subscription: after, customer, items: [], costs, at: now, start: startOf(items, now) };
    return previewOf(work, content, params.discounts);
  }
  const parts: InvoiceItem[] = [];
  for (const each of plan.prorations) parts.push(await storeProration(work, after, each));
  for (const cost of plan.usage) parts.push(await storeUsage(work, after, cost));
  const prorated = plan.prorations.length === 0 ? undefined : plan.prorated;
  if (plan.bills) {
    const content = { subscription: after, customer, items: parts, costs: plan.costs, at: now, start: now, prorated };
    return previewOf(work, content, params.discounts);
  }
  const ends = Math.min(...items.map((item) => item.current_period_end));
  const stops = after.cancel_at !== null && after.cancel_at <= ends;
  if (stops && parts.length === 0) {
    throw errors.invalid(
      `No upcoming invoices for customer: ${customer.id}`,
      'subscription',
      'invoice_upcoming_none',
      404,
    );
  }
  const costs = stops ? [] : await nextPeriod(work, after, items, ends);
  const start = startOf(items, now);
  const content = { subscription: after, customer, items: parts, costs, at: ends, start, waits: draftLife, prorated };
  return previewOf(work, content, params.discounts);
}

/** What the first invoice of a new subscription would be. */
export async function previewBeginning(
  work: Work,
  customer: Stripe.Customer,
  create: Stripe.SubscriptionCreateParams,
  params: Params,
): Promise<Preview> {
  const { subscription, extras, costs, items } = await aboutDetails(params, () => prepare(work, customer, create));
  const content = {
    subscription,
    customer,
    items: await extras(),
    costs,
    at: work.now,
    start: startOf(items, work.now),
  };
  return previewOf(work, content, params.discounts);
}

function createOf({ currency, subscription_details: details = {} }: Params): Stripe.SubscriptionCreateParams {
  const { billing_cycle_anchor: anchor, items = [], start_date, trial_end } = details;
  const { billing_mode, default_tax_rates, metadata, proration_behavior } = details;
  const params = { billing_mode, currency, default_tax_rates, metadata, proration_behavior, trial_end };
  const sent = Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined));
  return {
    ...sent,
    items: items.filter(({ deleted }) => deleted !== true),
    ...(anchor?.timestamp !== undefined && { billing_cycle_anchor: anchor.timestamp }),
    ...(start_date !== undefined && { backdate_start_date: start_date }),
  } as Stripe.SubscriptionCreateParams;
}

export async function previewSubscription(work: Work, params: Params): Promise<Preview> {
  const { subscription: id, customer: owner, subscription_details: details = {} } = params;
  if (id === undefined) {
    if (owner === undefined) throw errors.parameterMissing('customer');
    const customer = await work.find<Stripe.Customer>('customer', owner, 'customer');
    return previewBeginning(work, customer, createOf(params), params);
  }
  const subscription = await work.find<StoredSubscription>('subscription', id, 'subscription');
  if (isOver(subscription)) {
    throw errors.invalid(
      `No upcoming invoices for customer: ${subscription.customer}`,
      'subscription',
      'invoice_upcoming_none',
      404,
    );
  }
  return previewUpdate(work, subscription, updateOf(details), params);
}
