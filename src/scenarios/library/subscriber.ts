/** The part that the subscription stories share: a customer on a test clock subscribes. */
import type { EventType } from '../format.ts';
import type { Step } from '../scenario.ts';
import { customer, withCard } from './customer.ts';

/** 2027-01-01 00:00 UTC: the clock of the story. */
const start = 1_798_761_600;

/** The customer lives by a clock of its own, so that the story moves nobody else's time. */
export const subscribes: readonly Step[] = [
  {
    name: 'clock',
    says: 'A test clock stands at the first of January.',
    call: { method: 'POST', path: '/v1/test_helpers/test_clocks', params: { frozen_time: start, name: 'A year' } },
  },
  customer('A customer of that time has a card', { ...withCard, test_clock: '${clock:id}' }),
  {
    name: 'price',
    call: {
      method: 'POST',
      path: '/v1/prices',
      params: {
        currency: 'usd',
        product_data: { name: 'Gold plan' },
        recurring: { interval: 'month' },
        unit_amount: 1500,
      },
    },
  },
  {
    name: 'subscription',
    says: 'and subscribes.',
    call: {
      method: 'POST',
      path: '/v1/subscriptions',
      params: { customer: '${customer:id}', items: [{ price: '${price:id}' }] },
    },
  },
  {
    says: 'The first month is paid at once.',
    expect: { object: { path: '/v1/subscriptions/${subscription:id}', has: { status: 'active' } } },
  },
  { expect: { event: { type: 'invoice.paid', about: '${subscription:latest_invoice}' } } },
  { expect: { event: { type: 'customer.subscription.created', about: '${subscription:id}' } } },
  // Test mode takes some seconds to tell of a payment; payments go by the clock of the sandbox.
  { advance: '30s' },
];

/** What is told until then. */
export const toldOfSubscribing: readonly EventType[] = [
  'test_helpers.test_clock.created',
  'payment_method.attached',
  'customer.created',
  'product.created',
  'plan.created',
  'price.created',
  'payment_intent.created',
  'charge.succeeded',
  'payment_intent.succeeded',
  'customer.updated',
  'invoice.created',
  'invoice.finalized',
  'invoice.paid',
  'invoice.payment_succeeded',
  'customer.subscription.created',
  'invoice_payment.paid',
];

/** Moves the clock of the story to so many days, and perhaps hours, after its beginning. */
export const later = (says: string, days: number, hours = 0): Step => ({
  says,
  call: {
    method: 'POST',
    path: '/v1/test_helpers/test_clocks/${clock:id}/advance',
    params: { frozen_time: start + days * 86_400 + hours * 3600 },
  },
});

export const retrieved = (name: string): Step => ({
  name,
  call: { method: 'GET', path: '/v1/subscriptions/${subscription:id}' },
});

/** Nothing is left that would go on by itself. */
export const clockDeleted: Step = {
  says: 'The clock is taken away, and its customer with it.',
  call: { method: 'DELETE', path: '/v1/test_helpers/test_clocks/${clock:id}' },
};
