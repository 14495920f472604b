/** What meter events add up to. */
import type Stripe from 'stripe';
import type { Awaitable } from '../../kernel/awaitable.ts';
import type { Work } from '../../kernel/work.ts';
import type { StoredMeterEvent } from '../billing-meter-event/stored.ts';
import { type Exact, exact, plus, text } from '../invoice/amounts/decimal.ts';
import { decimal } from '../price/decimal.ts';
import type { StoredPrice } from '../price/stored.ts';
import { recordedUsage } from '../usage-record/usage.ts';

type Formula = Stripe.Billing.Meter.DefaultAggregation.Formula;

/** Unix seconds; the end is not part of it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

const none: Exact = { digits: 0n, scale: 0 };

/** Those that count, oldest first. */
export async function eventsIn(
  work: Work,
  meter: string,
  customer: string,
  { start, end }: Span,
): Promise<StoredMeterEvent[]> {
  const events = await work.list<StoredMeterEvent>('billing.meter_event', {
    where: { account_key: accountKey(meter, customer), canceled: false },
    filter: (row) => {
      const { timestamp } = row as StoredMeterEvent;
      return timestamp >= start && timestamp < end;
    },
  });
  return events.reverse().sort((a, b) => a.timestamp - b.timestamp);
}

/** What events are found by: one customer's on one meter. */
export const accountKey = (meter: string, customer: string): string => `${meter} ${customer}`;

export const customerOf = (key: string): string => key.slice(key.indexOf(' ') + 1);

export const meterOf = (work: Work, key: string): Awaitable<Stripe.Billing.Meter> =>
  work.find<Stripe.Billing.Meter>('billing.meter', key.slice(0, key.indexOf(' ')), 'event_name');

export function aggregate(formula: Formula, events: readonly StoredMeterEvent[]): Exact {
  if (formula === 'count') return exact(events.length);
  if (formula === 'last') return exact(events.at(-1)?.value ?? 0);
  return events.reduce((sum, { value }) => plus(sum, exact(value)), none);
}

interface BilledQuantity {
  readonly quantity: number;
  readonly quantity_decimal: Stripe.Decimal;
}

/** A subscription item of a metered price. */
interface BilledItem {
  readonly id: string;
  readonly price: Pick<Stripe.Price, 'id' | 'recurring'>;
}

/**
 * How much of a metered price a customer used from `start` until before `end`, as an invoice bills it. Usage below zero
 * is billed as none: https://docs.stripe.com/billing/subscriptions/usage-based/recording-usage-api
 */
export async function billedQuantity(
  work: Work,
  { id, price }: BilledItem,
  customer: string,
  span: Span,
): Promise<BilledQuantity> {
  if (price.recurring?.meter == null) {
    const stored = await work.get<StoredPrice>('price', price.id);
    const quantity = await recordedUsage(work, id, stored?.aggregate_usage ?? 'sum', span);
    return { quantity, quantity_decimal: decimal(quantity) };
  }
  const meter = await work.get<Stripe.Billing.Meter>('billing.meter', price.recurring.meter);
  const events = meter === undefined ? [] : await eventsIn(work, meter.id, customer, span);
  const used = meter === undefined ? none : aggregate(meter.default_aggregation.formula, events);
  const billed = used.digits < 0n ? none : used;
  return { quantity: Math.trunc(Number(text(billed))), quantity_decimal: decimal(text(billed)) };
}
