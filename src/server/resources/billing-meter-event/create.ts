/** https://docs.stripe.com/billing/subscriptions/usage-based/recording-usage-api */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Call, Work } from '../../kernel/work.ts';
import { accountKey } from '../billing-meter/usage.ts';
import { exact, text } from '../invoice/amounts/decimal.ts';
import type { StoredMeterEvent } from './stored.ts';

type Params = Stripe.Billing.MeterEventCreateParams;
type Meter = Stripe.Billing.Meter;

const day = 86_400;
const furthestBack = 35 * day;
const furthestAhead = 300;
/** For how long an identifier stays taken. */
const uniqueFor = day;
const mostDecimals = 12;
const number = /^-?(\d{1,15})(\.\d+)?$/;

async function meterFor(work: Work, event_name: string): Promise<Meter> {
  const [meter] = await work.list<Meter>('billing.meter', { where: { event_name }, limit: 1 });
  if (meter?.status === 'active') return meter;
  throw errors.invalid(`No active meter found for event name "${event_name}".`, 'event_name', 'resource_missing');
}

function checkTime(work: Work, timestamp: number): void {
  const earliest = work.now - furthestBack;
  if (timestamp < earliest) {
    throw errors.invalid(
      `The event timestamp cannot be more than 35 days in past. Expected a timestamp greater than or equal to ${earliest}.`,
      'timestamp',
    );
  }
  const last = work.now + furthestAhead;
  if (timestamp > last) {
    throw errors.invalid(
      `The event timestamp cannot be more than 5 minutes in the future. Expected a timestamp less than or equal to ${last}.`,
      'timestamp',
    );
  }
}

async function checkIdentifier(work: Work, identifier: string): Promise<void> {
  const [same] = await work.list<StoredMeterEvent>('billing.meter_event', { where: { identifier }, limit: 1 });
  if (same !== undefined && same.created > work.now - uniqueFor)
    throw errors.invalid(`An event already exists with identifier ${identifier}.`);
}

/** What is counted needs no value. */
function usedBy({ default_aggregation: { formula }, value_settings }: Meter, payload: Params['payload']): string {
  const key = value_settings.event_payload_key;
  const sent = payload[key];
  const param = `payload[${key}]`;
  if (formula === 'count' && sent === undefined) return '1';
  if (sent === undefined) throw errors.parameterMissing(param);
  if (!number.test(sent)) throw errors.invalid(`Invalid decimal: ${sent}`, param, 'parameter_invalid_decimal');
  if (exact(sent).scale > mostDecimals)
    throw errors.invalid(`Invalid decimal: ${sent}; maximum of ${mostDecimals} decimal places allowed`, param);
  return text(exact(sent));
}

async function customerOf(
  work: Work,
  { customer_mapping }: Meter,
  payload: Params['payload'],
): Promise<Stripe.Customer> {
  const param = `payload[${customer_mapping.event_payload_key}]`;
  const id = payload[customer_mapping.event_payload_key];
  if (id === undefined) throw errors.parameterMissing(param);
  return work.find<Stripe.Customer>('customer', id, param);
}

export async function createMeterEvent(call: Call<Params>): Promise<StoredMeterEvent> {
  const { event_name, identifier, payload } = call.params;
  if (identifier === '') throw errors.empty('identifier');
  const meter = await meterFor(call.work, event_name);
  const customer = await customerOf(call.work, meter, payload);
  const work = await call.work.at(customer);
  const { timestamp = work.now } = call.params;
  checkTime(work, timestamp);
  const value = usedBy(meter, payload);
  if (identifier !== undefined) await checkIdentifier(work, identifier);
  return work.insert<StoredMeterEvent>({
    id: work.newId('billing.meter_event'),
    object: 'billing.meter_event',
    created: work.now,
    event_name,
    identifier: identifier ?? work.token(24),
    livemode: false,
    payload,
    timestamp,
    account_key: accountKey(meter.id, customer.id),
    value,
    canceled: false,
  });
}
