/** What customers may do in the portal: https://docs.stripe.com/customer-management/configure-portal */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';

type Features = Stripe.BillingPortal.Configuration.Features;
type Sent = Stripe.BillingPortal.ConfigurationUpdateParams.Features;

const reasons = ['too_expensive', 'missing_features', 'switched_service', 'unused', 'other'] as const;

/** As a configuration has them that says nothing of them. */
export const nothingAllowed: Features = {
  customer_update: { allowed_updates: [], enabled: false },
  invoice_history: { enabled: false },
  payment_method_update: { enabled: false, payment_method_configuration: null },
  subscription_cancel: {
    cancellation_reason: { enabled: false, feedback_options: null, options: [...reasons] },
    enabled: false,
    mode: 'at_period_end',
    proration_behavior: 'none',
  },
  subscription_pause: { duration: { interval_options: [], type: 'indefinite' }, enabled: false },
  subscription_update: {
    billing_cycle_anchor: null,
    default_allowed_updates: [],
    enabled: false,
    proration_behavior: 'none',
    schedule_at_period_end: { conditions: [] },
    trial_update_behavior: 'end_trial',
  },
};

/** As the Dashboard suggests them. */
export const usual: Features = {
  ...nothingAllowed,
  customer_update: { allowed_updates: ['email', 'address', 'phone', 'tax_id', 'name'], enabled: true },
  invoice_history: { enabled: true },
  payment_method_update: { enabled: true, payment_method_configuration: null },
  subscription_cancel: {
    ...nothingAllowed.subscription_cancel,
    cancellation_reason: { enabled: true, feedback_options: null, options: [...reasons] },
    enabled: true,
  },
};

/** '' empties lists. */
function merged<T extends object>(current: T, sent: object | undefined): T {
  const result = { ...current } as Record<string, unknown>;
  for (const [name, value] of Object.entries(sent ?? {})) {
    const before = result[name];
    if (value === '') result[name] = Array.isArray(before) ? [] : null;
    else if (typeof value === 'object' && value !== null && !Array.isArray(value))
      result[name] = merged((before ?? {}) as object, value);
    else if (value !== undefined) result[name] = value;
  }
  return result as T;
}

async function products(
  work: Work,
  sent: NonNullable<Sent['subscription_update']>['products'],
): Promise<NonNullable<Features['subscription_update']['products']> | undefined> {
  if (sent === undefined) return undefined;
  const param = 'features[subscription_update][products]';
  const found: NonNullable<Features['subscription_update']['products']> = [];
  for (const [at, { product, prices, adjustable_quantity: limits }] of (sent || []).entries()) {
    await work.find('product', product, `${param}[${at}][product]`);
    for (const [index, price] of prices.entries()) {
      const own = await work.find<Stripe.Price>('price', price, `${param}[${at}][prices][${index}]`);
      if (own.product !== product || own.recurring === null)
        throw errors.invalid(
          `The price ${price} is no recurring price of the product ${product}.`,
          `${param}[${at}][prices][${index}]`,
        );
    }
    const { enabled = false, minimum = 1, maximum = null } = limits ?? {};
    found.push({ adjustable_quantity: { enabled, maximum, minimum }, prices, product });
  }
  return found;
}

type Pause = Features['subscription_pause'];

/** Without a word it lasts a month. */
const oneMonth: Pause['duration'] = {
  interval_options: [{ interval: 'month', interval_count: 1 }],
  type: 'interval_options',
};
/** By interval, as many of them as make three years. */
const mostIntervals: Readonly<Record<string, number>> = { day: 1096, week: 156, month: 36, year: 3 };

function durationOf({
  interval_options: sent,
  type,
}: NonNullable<NonNullable<Sent['subscription_pause']>['duration']>): Pause['duration'] {
  const param = 'features[subscription_pause][duration][interval_options]';
  const options = (sent || []).map(({ interval, interval_count = 1 }) => ({ interval, interval_count }));
  if (type === 'interval_options' && options.length === 0) throw errors.parameterMissing(param);
  const wrong = options.find(
    ({ interval, interval_count: count }) => count < 1 || count > (mostIntervals[interval] ?? 0),
  );
  if (wrong !== undefined) throw errors.invalid('A pause can take up to three years.', param);
  return { interval_options: type === 'indefinite' ? [] : options, type };
}

function pausing(
  current: Pause,
  { duration, enabled = current.enabled }: NonNullable<Sent['subscription_pause']>,
): Pause {
  if (duration !== undefined) return { duration: durationOf(duration), enabled };
  return { duration: enabled && !current.enabled ? oneMonth : current.duration, enabled };
}

function check({ customer_update: customer, subscription_update: update }: Features): void {
  if (customer.enabled && customer.allowed_updates.length === 0)
    throw errors.invalid(
      'You must pass `allowed_updates` when the customer update feature is enabled.',
      'features[customer_update][allowed_updates]',
      'parameter_missing',
    );
  if (!update.enabled) return;
  if (update.default_allowed_updates.length === 0)
    throw errors.parameterMissing('features[subscription_update][default_allowed_updates]');
  if ((update.products ?? []).length === 0) throw errors.parameterMissing('features[subscription_update][products]');
}

export async function featuresOf(work: Work, current: Features, sent: Sent | undefined): Promise<Features> {
  if (sent === undefined) return current;
  const { subscription_update: update, subscription_pause: pause, ...plain } = sent;
  const { products: sentProducts, ...terms } = update ?? {};
  const found = await products(work, sentProducts);
  const features: Features = {
    ...merged(current, plain),
    ...(pause !== undefined && { subscription_pause: pausing(current.subscription_pause, pause) }),
    subscription_update: {
      ...merged(current.subscription_update, terms),
      ...(found !== undefined && { products: found }),
    },
  };
  check(features);
  return features;
}
