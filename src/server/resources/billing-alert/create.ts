/** https://docs.stripe.com/billing/subscriptions/usage-based/alerts */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Call, Work } from '../../kernel/work.ts';
import { activeMeter } from '../billing-meter/change.ts';
import type { StoredAlert, StoredThreshold } from './stored.ts';

type Params = Stripe.Billing.AlertCreateParams;
type Sent = NonNullable<Params['usage_threshold']>;

async function thresholdOf(work: Work, { filters = [], gte, meter, recurrence }: Sent): Promise<StoredThreshold> {
  if (gte < 1) throw errors.tooSmall('usage_threshold[gte]', 1);
  await activeMeter(work, meter, 'usage_threshold[meter]');
  if (filters.length > 1)
    throw errors.invalid('An alert can be filtered by one customer only.', 'usage_threshold[filters]');
  for (const [at, { customer }] of filters.entries()) {
    const param = `usage_threshold[filters][${at}][customer]`;
    if (customer === undefined) throw errors.parameterMissing(param);
    await work.find('customer', customer, param);
  }
  return {
    filters:
      filters.length === 0 ? null : filters.map(({ customer }) => ({ customer: customer ?? null, type: 'customer' })),
    gte,
    meter,
    recurrence,
  };
}

export async function createAlert({ work, params }: Call<Params>): Promise<StoredAlert> {
  const { alert_type, title, usage_threshold: sent } = params;
  if (sent === undefined) throw errors.parameterMissing('usage_threshold');
  if (title === '') throw errors.empty('title');
  return work.insert<StoredAlert>({
    id: work.newId('billing.alert'),
    object: 'billing.alert',
    alert_type,
    livemode: false,
    status: 'active',
    title,
    usage_threshold: await thresholdOf(work, sent),
    counts_from: work.now,
  });
}
