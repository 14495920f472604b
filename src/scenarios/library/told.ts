/** How every story ends: with all events of an account, in the order in which Stripe tells of them. */
import type { EventType } from '../format.ts';
import type { Step } from '../scenario.ts';

export function told(...events: readonly EventType[]): Step {
  return { says: 'Stripe has told of all this, in this order.', expect: { events: [...events] } };
}

/** An invoice is finalized, and has to be paid. */
export const toldOfFinalizing = ['payment_intent.created', 'invoice.updated', 'invoice.finalized'] as const;

/** It is charged; what was paid is told later by `invoice_payment.paid`. */
export const toldOfCharging = [
  'charge.succeeded',
  'payment_intent.succeeded',
  'invoice.updated',
  'invoice.paid',
  'invoice.payment_succeeded',
] as const;

/** What the Connect endpoint of the platform heard of the account that a step named `seller` made. */
export function toldOfSeller(...events: readonly EventType[]): Step {
  return {
    says: 'On the account of the seller it has told of this.',
    as: '${seller:id}',
    expect: { events: [...events] },
  };
}
