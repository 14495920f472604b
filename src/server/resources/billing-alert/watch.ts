/** Usage that reaches a threshold triggers its alert, once for each customer. */
import type { StoredObject, Work } from '../../kernel/work.ts';
import type { StoredTrigger } from '../billing-alert-triggered/index.ts';
import { aggregate, customerOf, eventsIn, meterOf } from '../billing-meter/usage.ts';
import type { StoredMeterEvent } from '../billing-meter-event/stored.ts';
import { text } from '../invoice/amounts/decimal.ts';
import { concerns, type StoredAlert } from './stored.ts';

/** Events may come from a little ahead. */
const ahead = 600;

async function check(work: Work, alert: StoredAlert, event: StoredMeterEvent): Promise<void> {
  const customer = customerOf(event.account_key);
  const where = { alert_id: alert.id, customer };
  if ((await work.list('billing.alert_triggered', { where, limit: 1 })).length > 0) return;
  const meter = await meterOf(work, event.account_key);
  const span = { start: alert.counts_from, end: work.now + ahead };
  const used = aggregate(meter.default_aggregation.formula, await eventsIn(work, meter.id, customer, span));
  const value = Math.trunc(Number(text(used)));
  if (value < alert.usage_threshold.gte) return;
  await work.insert<StoredTrigger>({
    id: work.newId('billing.alert_triggered'),
    object: 'billing.alert_triggered',
    alert: await work.show(alert),
    created: work.now,
    customer,
    livemode: false,
    value,
    alert_id: alert.id,
  });
}

export async function watch(work: Work, before?: StoredObject, after?: StoredObject): Promise<void> {
  if (before !== undefined || after === undefined) return;
  const event = after as StoredMeterEvent;
  const alerts = await work.list<StoredAlert>('billing.alert', { where: { status: 'active' } });
  for (const alert of alerts) {
    if (
      event.account_key.startsWith(`${alert.usage_threshold.meter} `) &&
      concerns(alert, customerOf(event.account_key))
    )
      await check(work, alert, event);
  }
}
