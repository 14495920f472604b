import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { mergeMetadata } from '../../kernel/merge.ts';
import type { Call, Work } from '../../kernel/work.ts';
import { self } from '../account/self-or-account.ts';
import { actingApplication } from '../charge/application.ts';
import { ownMethod } from '../invoice/fields.ts';
import { checkOneCurrency } from '../invoice/one-currency.ts';
import { billingMode } from '../subscription/blank.ts';
import { checkEmulated } from '../subscription/refused.ts';
import { automaticTax, type RecurringShares, sentShares } from '../subscription/shares.ts';
import { isOver, itemsOf, type StoredSubscription } from '../subscription/stored.ts';
import { readThresholds } from '../subscription/thresholds.ts';
import { invoiceSettings, readPhases, type SentPhase } from './phases.ts';
import { beginSubscription, currentPhase, phaseAt } from './run.ts';
import { noHidden, type Phase, type StoredSchedule, timesOf } from './stored.ts';

type Params = Stripe.SubscriptionScheduleCreateParams;
type Settings = StoredSchedule['default_settings'];

/** Seconds. */
const longestPast = 5 * 366 * 86_400;

const noSettings: Settings = Object.freeze({
  application_fee_percent: null,
  billing_cycle_anchor: 'automatic',
  billing_thresholds: null,
  collection_method: 'charge_automatically',
  default_payment_method: null,
  description: null,
  invoice_settings: {
    account_tax_ids: null,
    custom_fields: null,
    days_until_due: null,
    description: null,
    footer: null,
    issuer: { type: 'self' as const },
  },
  on_behalf_of: null,
  transfer_data: null,
});

export async function settingsOf(
  work: Work,
  customer: string,
  sent: Params['default_settings'],
  current: Settings = noSettings,
): Promise<Settings> {
  if (sent === undefined) return current;
  checkEmulated(sent, 'schedules');
  const param = 'default_settings[default_payment_method]';
  const settings = await invoiceSettings(work, sent.invoice_settings, 'default_settings[invoice_settings]');
  return {
    ...current,
    ...(sent.automatic_tax && {
      automatic_tax: await automaticTax(work, sent.automatic_tax, 'default_settings'),
    }),
    ...(sent.billing_thresholds !== undefined && {
      billing_thresholds: readThresholds(
        sent.billing_thresholds,
        current.billing_thresholds,
        'default_settings[billing_thresholds]',
      ),
    }),
    ...(sent.billing_cycle_anchor !== undefined && { billing_cycle_anchor: sent.billing_cycle_anchor }),
    ...(sent.collection_method !== undefined && { collection_method: sent.collection_method }),
    ...(sent.default_payment_method !== undefined && {
      default_payment_method: await ownMethod(work, sent.default_payment_method, customer, param),
    }),
    ...(sent.description !== undefined && { description: sent.description || null }),
    ...(settings !== null && { invoice_settings: { ...settings, issuer: settings.issuer ?? self } }),
    ...(await sentShares(work, current as RecurringShares, sent, 'default_settings')),
  };
}

export function checkSchedule({ end_behavior, pause_schedules }: Stripe.SubscriptionScheduleUpdateParams): void {
  if (end_behavior === 'none' || end_behavior === 'renew')
    throw errors.invalid('This emulator ends schedules with `release` or `cancel` only.', 'end_behavior');
  if (pause_schedules && pause_schedules.length > 0)
    throw errors.invalid('This emulator does not schedule pauses: pause the subscription itself.', 'pause_schedules');
}

function blank(work: Work, customer: Stripe.Customer, params: Params): StoredSchedule {
  return {
    ...work.blank<Stripe.SubscriptionSchedule>('subscription_schedule'),
    ...noHidden,
    application: actingApplication(work),
    billing_mode: billingMode(params.billing_mode, work.now),
    customer: customer.id,
    default_settings: noSettings,
    end_behavior: params.end_behavior ?? 'release',
    metadata: mergeMetadata({}, params.metadata),
    status: 'not_started',
    subscription: null,
    test_clock: (customer.test_clock ?? null) as string | null,
  };
}

/** One phase: the period that the subscription is in. */
async function phaseOf(work: Work, subscription: StoredSubscription): Promise<Phase> {
  const items = await itemsOf(work, subscription.id);
  return {
    add_invoice_items: [],
    application_fee_percent: subscription.application_fee_percent,
    automatic_tax: subscription.automatic_tax,
    billing_cycle_anchor: null,
    billing_thresholds: subscription.billing_thresholds,
    collection_method: subscription.collection_method,
    currency: subscription.currency,
    default_payment_method: subscription.default_payment_method,
    default_tax_rates: subscription.default_tax_rates ?? [],
    description: subscription.description,
    discounts: subscription.discounts.map((discount) => ({ coupon: null, discount, promotion_code: null })),
    end_date: subscription.cancel_at ?? Math.min(...items.map((item) => item.current_period_end)),
    invoice_settings: null,
    items: items.map((item) => ({
      billing_thresholds: item.billing_thresholds,
      discounts: item.discounts.map((discount) => ({ coupon: null, discount, promotion_code: null })),
      metadata: item.metadata,
      plan: item.price.id,
      price: item.price.id,
      ...(item.quantity !== undefined && { quantity: item.quantity }),
      tax_rates: item.tax_rates,
    })),
    metadata: subscription.metadata,
    on_behalf_of: subscription.on_behalf_of,
    proration_behavior: 'create_prorations',
    start_date: Math.max(...items.map((item) => item.current_period_start)),
    transfer_data: subscription.transfer_data,
    trial_end: subscription.status === 'trialing' ? subscription.trial_end : null,
  };
}

async function fromSubscription(work: Work, id: string, params: Params): Promise<StoredSchedule> {
  const allowed = new Set(['billing_mode', 'expand', 'from_subscription', 'metadata']);
  const other = Object.keys(params).find((name) => !allowed.has(name));
  if (other !== undefined) throw errors.invalid(`You cannot set \`${other}\` if \`from_subscription\` is set.`, other);
  const subscription = await work.find<StoredSubscription>('subscription', id, 'from_subscription');
  if (isOver(subscription))
    throw errors.invalid('You cannot migrate a subscription that is canceled to a schedule.', 'from_subscription');
  if (subscription.schedule !== null) {
    throw errors.invalid(
      `You cannot migrate a subscription that is already attached to a schedule: \`${subscription.schedule}\`.`,
      'from_subscription',
    );
  }
  const customer = await work.find<Stripe.Customer>('customer', subscription.customer, 'customer');
  const phase = await phaseOf(work, subscription);
  const draft: StoredSchedule = {
    ...blank(work, customer, params),
    billing_mode: subscription.billing_mode,
    current_phase: currentPhase(phase),
    end_behavior: subscription.cancel_at === null ? 'release' : 'cancel',
    phases: [phase],
    status: 'active',
    subscription: subscription.id,
  };
  const schedule = await work.insert<StoredSchedule>({ ...draft, ...timesOf(draft, work.now) });
  await work.update<StoredSubscription>(subscription, { schedule: schedule.id });
  return schedule;
}

/** Of a customer, from a moment on. */
export async function schedule(work: Work, customer: Stripe.Customer, params: Params): Promise<StoredSchedule> {
  const start = params.start_date === undefined || params.start_date === 'now' ? work.now : params.start_date;
  if (start < work.now - longestPast || start > work.now + longestPast)
    throw errors.invalid('Invalid timestamp: must be within five years from now.', 'start_date');
  const proration = 'create_prorations';
  const settings = await settingsOf(work, customer.id, params.default_settings);
  const context = { customer: customer.id, start, proration, shares: settings as RecurringShares };
  const phases = await readPhases(work, params.phases as readonly SentPhase[] | undefined, context);
  for (const { currency } of phases) await checkOneCurrency(work, customer.id, currency);
  const draft: StoredSchedule = {
    ...blank(work, customer, params),
    default_settings: settings,
    phases,
  };
  const phase = phaseAt(phases, work.now);
  if (phase === undefined) {
    if (start <= work.now) throw errors.invalid('The phases of a schedule cannot all lie in the past.', 'phases');
    return work.insert<StoredSchedule>({ ...draft, ...timesOf(draft, work.now) });
  }
  const { id } = await beginSubscription(work, draft, phase);
  const begun: StoredSchedule = { ...draft, current_phase: currentPhase(phase), status: 'active', subscription: id };
  return work.insert<StoredSchedule>({ ...begun, ...timesOf(begun, work.now) });
}

export async function createSchedule({ work, params }: Call<Params>): Promise<StoredSchedule> {
  checkSchedule(params as Stripe.SubscriptionScheduleUpdateParams);
  if (params.customer_account !== undefined)
    throw errors.invalid('This emulator schedules subscriptions of customers only.', 'customer_account');
  if (params.from_subscription !== undefined) return fromSubscription(work, params.from_subscription, params);
  if (params.customer === undefined) throw errors.parameterMissing('customer');
  return schedule(work, await work.find<Stripe.Customer>('customer', params.customer, 'customer'), params);
}
