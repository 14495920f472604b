/** What a phase makes of its subscription. */
import type Stripe from 'stripe';
import { sentParty } from '../account/self-or-account.ts';
import type { SentDiscount } from '../discount/redeem.ts';
import type { StoredSubscriptionItem } from '../subscription/stored.ts';
import { sharesToSend } from '../transfer/shares.ts';
import type { Phase, StoredSchedule } from './stored.ts';

type Create = Stripe.SubscriptionCreateParams;
type Update = Stripe.SubscriptionUpdateParams;

const sentDiscounts = (discounts: Phase['discounts']): SentDiscount[] =>
  discounts.map(({ coupon, discount, promotion_code }) => ({
    ...(coupon !== null && { coupon: String(coupon) }),
    ...(discount !== null && { discount: String(discount) }),
    ...(promotion_code !== null && { promotion_code: String(promotion_code) }),
  }));

type Item = NonNullable<Create['items']>[number];

function itemParams({
  billing_thresholds: thresholds,
  price,
  quantity,
  metadata,
  discounts,
  tax_rates,
}: Phase['items'][number]): Item {
  return {
    price: String(price),
    ...(quantity !== undefined && { quantity }),
    ...(metadata && { metadata }),
    ...(thresholds?.usage_gte && { billing_thresholds: { usage_gte: thresholds.usage_gte } }),
    ...(discounts.length > 0 && { discounts: sentDiscounts(discounts) }),
    ...(tax_rates && tax_rates.length > 0 && { tax_rates: tax_rates.map(({ id }) => id) }),
  };
}

type Extra = NonNullable<Create['add_invoice_items']>[number];

function extraParams(extra: Phase['add_invoice_items'][number], phase: Phase): Extra {
  const { price, quantity, discounts, tax_rates, discountable, period } = extra;
  const start = period.start.type === 'phase_start' ? phase.start_date : period.start.timestamp;
  const end = period.end.type === 'phase_end' ? phase.end_date : period.end.timestamp;
  return {
    price: String(price),
    quantity: quantity ?? 1,
    ...(discountable !== null && { discountable }),
    ...(discounts.length > 0 && { discounts: sentDiscounts(discounts) }),
    ...(tax_rates && tax_rates.length > 0 && { tax_rates: tax_rates.map(({ id }) => id) }),
    ...(extra.metadata && { metadata: extra.metadata }),
    period: {
      start: start === undefined ? { type: 'max_item_period_start' } : { type: 'timestamp', timestamp: start },
      end: end === undefined ? { type: 'min_item_period_end' } : { type: 'timestamp', timestamp: end },
    },
  };
}

/** Those of the phase, else of the schedule. */
function sharedShares(phase: Phase, defaults: StoredSchedule['default_settings']) {
  const owner = phase.on_behalf_of ?? defaults.on_behalf_of;
  const transfer = phase.transfer_data ?? defaults.transfer_data;
  return sharesToSend({
    application_fee_percent: phase.application_fee_percent ?? defaults.application_fee_percent,
    on_behalf_of: owner && String(owner),
    transfer_data: transfer && { ...transfer, destination: String(transfer.destination) },
  });
}

/** What both the beginning and a later phase set. */
function sharedParams({ default_settings: defaults }: StoredSchedule, phase: Phase) {
  const collection_method = phase.collection_method ?? defaults.collection_method;
  const method = phase.default_payment_method ?? defaults.default_payment_method;
  const description = phase.description ?? defaults.description;
  const settings = phase.invoice_settings ?? defaults.invoice_settings;
  const tax = phase.automatic_tax ?? defaults.automatic_tax;
  const thresholds = phase.billing_thresholds ?? defaults.billing_thresholds;
  return {
    ...(thresholds !== null && {
      billing_thresholds: {
        ...(thresholds.amount_gte !== null && { amount_gte: thresholds.amount_gte }),
        ...(thresholds.reset_billing_cycle_anchor !== null && {
          reset_billing_cycle_anchor: thresholds.reset_billing_cycle_anchor,
        }),
      },
    }),
    ...(collection_method !== null && { collection_method }),
    ...(collection_method === 'send_invoice' &&
      settings.days_until_due !== null && { days_until_due: settings.days_until_due }),
    ...(method !== null && { default_payment_method: String(method) }),
    ...(description !== null && { description }),
    ...(tax !== undefined && {
      automatic_tax: { enabled: tax.enabled, ...(tax.liability && { liability: sentParty(tax.liability) }) },
    }),
    ...sharedShares(phase, defaults),
    default_tax_rates: (phase.default_tax_rates ?? []).map(({ id }) => id),
    invoice_settings: {
      ...(settings.custom_fields !== null && { custom_fields: settings.custom_fields }),
      ...(settings.description !== null && { description: settings.description }),
      ...(settings.footer !== null && { footer: settings.footer }),
      ...(settings.account_tax_ids !== null && { account_tax_ids: settings.account_tax_ids.map(String) }),
      issuer: sentParty(settings.issuer ?? defaults.invoice_settings.issuer),
    },
    ...(phase.metadata && { metadata: phase.metadata }),
    add_invoice_items: phase.add_invoice_items.map((extra) => extraParams(extra, phase)),
    proration_behavior: phase.proration_behavior,
  };
}

export function createParams(schedule: StoredSchedule, phase: Phase, now: number): Create {
  const { type, flexible } = schedule.billing_mode;
  return {
    ...sharedParams(schedule, phase),
    billing_mode: { type, ...(flexible?.proration_discounts && { flexible }) },
    currency: phase.currency,
    discounts: sentDiscounts(phase.discounts),
    items: phase.items.map(itemParams),
    ...(phase.start_date < now && { backdate_start_date: phase.start_date }),
    ...(phase.trial_end !== null && phase.trial_end > now && { trial_end: phase.trial_end }),
  } as Create;
}

/** Items of the subscription become those of the phase: by price, and what is left is taken away. */
export function updateParams(
  schedule: StoredSchedule,
  phase: Phase,
  present: readonly StoredSubscriptionItem[],
  now: number,
): Update {
  const wanted = phase.items.map(itemParams);
  const kept = new Set(wanted.map(({ price }) => price));
  const free = present.filter(({ price }) => !kept.has(price.id));
  const items = wanted.map((item) => {
    const known = present.find(({ price }) => price.id === item.price);
    // A new price takes the place of one that leaves.
    const replaced = known === undefined ? free.shift() : known;
    return replaced === undefined ? item : { ...item, id: replaced.id };
  });
  const starts = (phase.billing_cycle_anchor ?? schedule.default_settings.billing_cycle_anchor) === 'phase_start';
  return {
    ...sharedParams(schedule, phase),
    discounts: phase.discounts.length > 0 ? sentDiscounts(phase.discounts) : '',
    items: [...items, ...free.map(({ id }) => ({ id, deleted: true }))],
    ...(starts && { billing_cycle_anchor: { type: 'now' } }),
    ...(phase.trial_end !== null && phase.trial_end > now && { trial_end: phase.trial_end }),
  } as Update;
}
