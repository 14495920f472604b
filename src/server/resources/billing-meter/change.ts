/** https://docs.stripe.com/billing/subscriptions/usage-based/meters/configure */
import type Stripe from 'stripe';
import type { Awaitable } from '../../kernel/awaitable.ts';
import { errors } from '../../kernel/errors.ts';
import type { Call, Work } from '../../kernel/work.ts';

type Meter = Stripe.Billing.Meter;

const defaultCustomerKey = 'stripe_customer_id';
const defaultValueKey = 'value';

function checkText(value: string, param: string): void {
  if (value === '') throw errors.empty(param);
}

/** A meter that was deactivated still occupies its name: it is reactivated instead. */
async function checkFree(work: Work, event_name: string): Promise<void> {
  const [other] = await work.list('billing.meter', { where: { event_name }, limit: 1 });
  if (other === undefined) return;
  throw errors.invalid(
    `A meter with the event name ${event_name} already exists: ${other.id}.`,
    'event_name',
    'resource_already_exists',
  );
}

export async function createMeter({ work, params }: Call<Stripe.Billing.MeterCreateParams>): Promise<Meter> {
  const { customer_mapping: mapping, value_settings: value, event_name, display_name } = params;
  checkText(event_name, 'event_name');
  checkText(display_name, 'display_name');
  const customerKey = mapping?.event_payload_key ?? defaultCustomerKey;
  const valueKey = value?.event_payload_key ?? defaultValueKey;
  if (customerKey === valueKey)
    throw errors.invalid(
      'The payload keys of the customer and of the value must differ.',
      'value_settings[event_payload_key]',
    );
  await checkFree(work, event_name);
  return work.insert<Meter>({
    ...work.blank<Meter>('billing.meter'),
    customer_mapping: { event_payload_key: customerKey, type: 'by_id' },
    default_aggregation: { formula: params.default_aggregation.formula },
    display_name,
    event_name,
    event_time_window: params.event_time_window ?? null,
    status: 'active',
    status_transitions: { deactivated_at: null },
    updated: work.now,
    value_settings: { event_payload_key: valueKey },
  });
}

/** What is counted, and how, never changes. */
export async function updateMeter({ work, params, targets }: Call<Stripe.Billing.MeterUpdateParams>): Promise<Meter> {
  const meter = targets[0] as Meter;
  if (params.display_name === undefined) return meter;
  checkText(params.display_name, 'display_name');
  return work.update<Meter>(meter, { display_name: params.display_name, updated: work.now });
}

export const deactivateMeter = ({ work, targets }: Call<object>): Awaitable<Meter> =>
  work.act<Meter>(targets[0] as Meter, 'deactivate', {
    status_transitions: { deactivated_at: work.now },
    updated: work.now,
  });

export const reactivateMeter = ({ work, targets }: Call<object>): Awaitable<Meter> =>
  work.act<Meter>(targets[0] as Meter, 'reactivate', {
    status_transitions: { deactivated_at: null },
    updated: work.now,
  });

/** The meter that `param` names, which must count. */
export async function activeMeter(work: Work, id: string, param: string): Promise<Meter> {
  const meter = await work.find<Meter>('billing.meter', id, param);
  if (meter.status === 'active') return meter;
  throw errors.invalid(`The meter ${id} is inactive and cannot be attached.`, param);
}
