/** Alerts of usage, credit grants and what customers are entitled to: https://docs.stripe.com/billing */
import type Stripe from 'stripe';
import { on } from '../../kernel/events.ts';
import { defineResource } from '../../kernel/resource.ts';
import type { StoredObject, Work } from '../../kernel/work.ts';
import { accountKey } from '../billing-meter/usage.ts';
import type { StoredMeterEvent } from '../billing-meter-event/stored.ts';

/** How often an alert of one customer was told: the latest of them. */
interface Told {
  readonly customer: string;
  readonly value: number;
  readonly at: number;
}
type Alert = Stripe.Billing.Alert & StoredObject & { readonly told?: Told; readonly told_of?: readonly string[] };
type Grant = Stripe.Billing.CreditGrant & StoredObject;
type CreditTransaction = Stripe.Billing.CreditBalanceTransaction & StoredObject;

const idOf = (reference: string | { readonly id: string } | null | undefined): string | undefined =>
  typeof reference === 'string' ? reference : reference?.id;

function isAbout({ usage_threshold: threshold }: Alert, customer: string): boolean {
  const filters = threshold?.filters ?? [];
  return filters.length === 0 || filters.some((filter) => idOf(filter.customer) === customer);
}

/** Usage counts from the first event on, once for each customer. */
async function watchUsage(work: Work, _: StoredObject | undefined, after: StoredObject | undefined): Promise<void> {
  if (after === undefined) return;
  const { account_key: key } = after as unknown as StoredMeterEvent;
  const [meter = '', customer = ''] = key.split(' ');
  const alerts = await work.list<Alert>('billing.alert', {
    filter: (row) => {
      const alert = row as Alert;
      const isMeters = idOf(alert.usage_threshold?.meter) === meter && alert.status === 'active';
      return isMeters && isAbout(alert, customer) && alert.told_of?.includes(customer) !== true;
    },
  });
  if (alerts.length === 0) return;
  const events = await work.list<StoredMeterEvent>('billing.meter_event', {
    where: { account_key: accountKey(meter, customer), canceled: false },
  });
  const value = events.reduce((sum, each) => sum + Number(each.value), 0);
  for (const alert of alerts) {
    if (value < (alert.usage_threshold?.gte ?? Number.POSITIVE_INFINITY)) continue;
    const told = { customer, value: Math.floor(value), at: work.now };
    await work.update<Alert>(alert, { told, told_of: [...(alert.told_of ?? []), customer] });
  }
}

export const billingAlert = defineResource<Alert>('billing.alert', {
  outline: true,
  hidden: ['told', 'told_of'],
  events: [
    {
      type: 'billing.alert.triggered',
      previous: false,
      when: (before, after) => before !== undefined && after?.told !== undefined && before.told !== after.told,
      about({ told, told_of: _, ...alert }) {
        const { customer = '', value = 0, at = 0 } = told ?? {};
        return { object: 'billing.alert_triggered', alert, created: at, customer, livemode: false, value };
      },
    },
  ],
  reactions: { 'billing.meter_event': watchUsage },
});

/** A grant is a credit to the balance of credits as soon as it takes effect. */
async function creditGranted(
  work: Work,
  before: StoredObject | undefined,
  after: StoredObject | undefined,
): Promise<void> {
  if (before !== undefined || after === undefined) return;
  const { id, amount, effective_at } = after as Grant;
  await work.insert<CreditTransaction>({
    ...work.blank<CreditTransaction>('billing.credit_balance_transaction'),
    credit: { amount, credits_application_invoice_voided: null, type: 'credits_granted' },
    credit_grant: id,
    effective_at: effective_at ?? work.now,
    type: 'credit',
  });
}

export const creditTransaction = defineResource<CreditTransaction>('billing.credit_balance_transaction', {
  outline: true,
  events: [on.create('billing.credit_balance_transaction.created')],
  reactions: { 'billing.credit_grant': creditGranted },
});
