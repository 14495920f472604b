import type Stripe from 'stripe';
import { on } from '../../kernel/events.ts';
import { defineResource } from '../../kernel/resource.ts';
import { createMeter, deactivateMeter, reactivateMeter, updateMeter } from './change.ts';
import { machine } from './machine.ts';
import { listEventSummaries } from './summaries.ts';

type Meter = Stripe.Billing.Meter;

const becomes = (status: Meter['status']) => (before: Meter, after: Meter) =>
  before.status !== status && after.status === status;

export const billingMeter = defineResource<Meter>('billing.meter', {
  noun: 'meter',
  machine,
  events: [
    on.create('billing.meter.created'),
    on.change('billing.meter.updated', (before, after) => before.status === after.status),
    on.change('billing.meter.deactivated', becomes('inactive')),
    on.change('billing.meter.reactivated', becomes('active')),
  ],
  operations: {
    'billing.meters.create': createMeter,
    'billing.meters.update': updateMeter,
    'billing.meters.deactivate': deactivateMeter,
    'billing.meters.reactivate': reactivateMeter,
    'billing.meters.listEventSummaries': listEventSummaries,
  },
});
