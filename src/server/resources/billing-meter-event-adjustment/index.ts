import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { defineResource } from '../../kernel/resource.ts';
import type { Call } from '../../kernel/work.ts';
import type { StoredMeterEvent } from '../billing-meter-event/stored.ts';

type Params = Stripe.Billing.MeterEventAdjustmentCreateParams;

/** Seconds for which an event can be canceled. */
const cancelable = 86_400;

/** The event no longer counts. Stripe works it off later and so answers `pending`, and so do we. */
async function createAdjustment({ work, params }: Call<Params>): Promise<Stripe.Billing.MeterEventAdjustment> {
  const { cancel, event_name } = params;
  const identifier = cancel?.identifier;
  const param = 'cancel[identifier]';
  if (identifier === undefined) throw errors.parameterMissing(param);
  const named = await work.list<StoredMeterEvent>('billing.meter_event', { where: { identifier } });
  const event = named.find((each) => each.event_name === event_name);
  if (event === undefined)
    throw errors.invalid(`No meter event exists with identifier ${identifier}.`, param, 'resource_missing');
  if (event.canceled) throw errors.invalid(`The meter event ${identifier} has already been canceled.`, param);
  if (event.created < work.now - cancelable)
    throw errors.invalid('You can only cancel meter events within 24 hours of Stripe receiving them.', param);
  await work.update<StoredMeterEvent>(event, { canceled: true });
  return {
    object: 'billing.meter_event_adjustment',
    cancel: { identifier },
    event_name,
    livemode: false,
    status: 'pending',
    type: 'cancel',
  };
}

export const billingMeterEventAdjustment = defineResource('billing.meter_event_adjustment', {
  operations: { 'billing.meterEventAdjustments.create': createAdjustment },
});
