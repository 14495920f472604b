import { defineResource } from '../../kernel/resource.ts';
import { createMeterEvent } from './create.ts';
import { hiddenFields, type StoredMeterEvent } from './stored.ts';

export const billingMeterEvent = defineResource<StoredMeterEvent>('billing.meter_event', {
  operations: { 'billing.meterEvents.create': createMeterEvent },
  hidden: hiddenFields,
});
