/** The shortest story of each event that an API call or something outside can cause. */
import type { EventType, Scenario } from '../format.ts';
import { catalogue } from './catalogue.ts';
import { checkout } from './checkout.ts';
import { connect } from './connect.ts';
import { customers } from './customers.ts';
import { invoices } from './invoices.ts';
import { issuing } from './issuing.ts';
import { money } from './money.ts';
import { others } from './others.ts';
import { paymentMethods } from './payment-methods.ts';
import { payments } from './payments.ts';
import { subscriptions } from './subscriptions.ts';
import { treasury } from './treasury.ts';
import type { Triggers } from './trigger.ts';

const all: Triggers = {
  ...payments,
  ...paymentMethods,
  ...checkout,
  ...customers,
  ...catalogue,
  ...invoices,
  ...subscriptions,
  ...connect,
  ...money,
  ...issuing,
  ...treasury,
  ...others,
};

/** The types of all events that can be triggered, in order of their names. */
export const triggerable: readonly string[] = Object.keys(all).sort();

/** The story that makes the event happen, ending with the event; undefined when there is none. */
export function findTrigger(event: string): Scenario | undefined {
  if (!Object.hasOwn(all, event)) return undefined;
  const { steps, of } = all[event] ?? { steps: [] };
  const happened = { ...(of !== undefined && { as: of }), expect: { event: { type: event as EventType } } };
  return {
    name: `trigger-${event.replace(/[._]/g, '-')}`,
    title: `Makes ${event} happen`,
    steps: [...steps, happened],
  };
}
