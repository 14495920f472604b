/** The subscription of an accepted quote, and its first invoice. Periods after the first are not billed here. */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import { redeemAll } from '../discount/redeem.ts';
import type { StoredInvoice } from '../invoice/stored.ts';
import type { StoredLine } from '../invoice-line-item/stored.ts';
import { isMetered, isRecurring, type StoredItem } from '../item/stored.ts';
import { decimal } from '../price/decimal.ts';
import { planOf } from '../price/plan-twin.ts';
import type { StoredPrice } from '../price/stored.ts';
import { type Deal, draftInvoice, storeInvoice } from './bill.ts';
import { sourcesOf } from './discounts.ts';
import { periodEnd } from './period.ts';
import { describeLine } from './wording.ts';

export interface Subscribed {
  readonly subscription: Stripe.Subscription;
  readonly invoice: StoredInvoice;
}

interface Period {
  readonly start: number;
  readonly end: number;
}

async function subscriptionItem(
  work: Work,
  { customer, currency }: Deal,
  item: StoredItem,
  subscription: string,
  { start, end }: Period,
): Promise<Stripe.SubscriptionItem> {
  const blank = work.blank<Stripe.SubscriptionItem>('subscription_item');
  const plan = planOf(await work.find<StoredPrice>('price', item.price.id, 'price'));
  const target = { customer: customer.id, currency, subscription_item: blank.id };
  const discounts = await redeemAll(work, await sourcesOf(work, item.reductions), target);
  return work.insert<Stripe.SubscriptionItem>({
    ...blank,
    current_period_end: end,
    current_period_start: start,
    discounts: discounts.map(({ id }) => id),
    metadata: {},
    ...(plan !== undefined && { plan }),
    price: item.price,
    ...(item.quantity !== null && { quantity: item.quantity }),
    subscription,
    tax_rates: [...item.rates],
  });
}

function periodLine(
  work: Work,
  item: StoredItem,
  own: Stripe.SubscriptionItem,
  invoice: string,
  period: Period,
): StoredLine {
  const quantity = item.quantity ?? 0;
  return {
    id: work.newId('line_item'),
    object: 'line_item',
    amount: item.amount_subtotal,
    currency: item.currency,
    description: describeLine(item),
    discount_amounts: [],
    discountable: true,
    discounts: own.discounts.map(String),
    invoice,
    livemode: false,
    metadata: {},
    parent: {
      invoice_item_details: null,
      subscription_item_details: {
        invoice_item: null,
        proration: false,
        proration_details: { credited_items: null },
        subscription: own.subscription,
        subscription_item: own.id,
      },
      type: 'subscription_item_details',
    },
    period,
    pretax_credit_amounts: [],
    pricing: {
      price_details: { price: item.price.id, product: String(item.price.product) },
      type: 'price_details',
      unit_amount_decimal: item.price.unit_amount_decimal,
    },
    quantity,
    quantity_decimal: decimal(quantity),
    subscription: own.subscription,
    subtotal: item.amount_subtotal,
    taxes: [],
    rates: item.rates,
  };
}

function fieldsOf(work: Work, { quote, customer, currency }: Deal): Partial<Stripe.Subscription> {
  const { invoice_settings: settings, subscription_data: data } = quote;
  const { type, flexible } = data.billing_mode;
  return {
    automatic_tax: {
      disabled_reason: null,
      enabled: quote.automatic_tax.enabled,
      liability: quote.automatic_tax.liability,
    },
    billing_cycle_anchor: work.now,
    billing_mode: {
      type,
      flexible: type === 'flexible' ? (flexible ?? { proration_discounts: 'included' }) : null,
    },
    collection_method: quote.collection_method,
    currency,
    customer: customer.id,
    days_until_due: settings.days_until_due,
    description: data.description,
    invoice_settings: {
      account_tax_ids: null,
      custom_fields: settings.custom_fields,
      description: settings.description,
      footer: settings.footer,
      issuer: { type: 'self' },
    },
    metadata: data.metadata ?? {},
    on_behalf_of: quote.on_behalf_of,
    payment_settings: {
      payment_method_options: null,
      payment_method_types: null,
      save_default_payment_method: 'off',
    },
    start_date: work.now,
    status: 'active',
    test_clock: customer.test_clock ?? null,
  };
}

export async function subscribe(work: Work, deal: Deal, items: readonly StoredItem[]): Promise<Subscribed> {
  const { quote, customer, currency } = deal;
  const blank = work.blank<Stripe.Subscription>('subscription');
  const recurring = items.filter(isRecurring);
  const rhythm = recurring[0]?.price.recurring ?? { interval: 'month', interval_count: 1 };
  const period = { start: work.now, end: periodEnd(work.now, rhythm) };
  const draft = await draftInvoice(work, deal, {
    auto_advance: true,
    billing_reason: 'subscription_create',
    parent: {
      quote_details: null,
      subscription_details: { metadata: quote.subscription_data.metadata ?? {}, subscription: blank.id },
      type: 'subscription_details',
    },
  });
  const target = { customer: customer.id, currency, subscription: blank.id };
  const discounts = await redeemAll(work, await sourcesOf(work, quote.discounts), target);
  const ids = discounts.map(({ id }) => id);
  const lines: StoredLine[] = [];
  for (const item of recurring) {
    const own = await subscriptionItem(work, deal, item, blank.id, period);
    if (!isMetered(item)) lines.push(periodLine(work, item, own, draft.id, period));
  }
  const subscription = await work.insert<Stripe.Subscription>({
    ...blank,
    ...fieldsOf(work, deal),
    default_tax_rates: draft.default_tax_rates,
    discounts: ids,
    latest_invoice: draft.id,
  });
  const oneTime = items.filter((item) => !isRecurring(item));
  const invoice = await storeInvoice(work, deal, { ...draft, discounts: ids }, oneTime, lines);
  return { subscription, invoice };
}
