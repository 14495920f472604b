import type Stripe from 'stripe';
import type { Awaitable } from '../../kernel/awaitable.ts';
import { pageQuery } from '../../kernel/page.ts';
import { defineResource } from '../../kernel/resource.ts';
import type { Call, ListResult } from '../../kernel/work.ts';
import { createAlert } from './create.ts';
import { machine } from './machine.ts';
import { hiddenFields, type StoredAlert } from './stored.ts';
import { watch } from './watch.ts';

async function listAlerts({ work, params }: Call<Stripe.Billing.AlertListParams>): Promise<ListResult> {
  const { alert_type, meter } = params;
  const filter = (row: object): boolean => meter === undefined || (row as StoredAlert).usage_threshold.meter === meter;
  const where = alert_type === undefined ? {} : { alert_type };
  return work.page(['billing.alert'], { ...pageQuery(params), where, filter }, '/v1/billing/alerts');
}

const acting =
  (action: string) =>
  ({ work, targets }: Call<object>): Awaitable<StoredAlert> =>
    work.act<StoredAlert>(targets[0] as StoredAlert, action);

/** What is done to an alert is told by nobody; what it finds is. */
export const billingAlert = defineResource<StoredAlert>('billing.alert', {
  noun: 'alert',
  machine,
  events: [],
  operations: {
    'billing.alerts.create': createAlert,
    'billing.alerts.list': listAlerts,
    'billing.alerts.activate': acting('activate'),
    'billing.alerts.deactivate': acting('deactivate'),
    'billing.alerts.archive': acting('archive'),
  },
  reactions: { 'billing.meter_event': watch },
  hidden: hiddenFields,
});
