import type { Step } from '../scenario.ts';
import { defineScenario } from '../scenario.ts';
import { clockDeleted, later, retrieved, subscribes, toldOfSubscribing } from './subscriber.ts';
import { told, toldOfFinalizing } from './told.ts';

const subscriptionIs = (says: string, has: Readonly<Record<string, unknown>>): Step => ({
  says,
  expect: { object: { path: '/v1/subscriptions/${subscription:id}', has } },
});

const invoiceIs = (has: Readonly<Record<string, unknown>>): Step => ({
  expect: { object: { path: '/v1/invoices/${renewed:latest_invoice}', has } },
});

/** An attempt that brings nothing. */
const attempt = [
  'charge.failed',
  'payment_intent.payment_failed',
  'invoice.updated',
  'invoice.payment_failed',
] as const;

export const subscriptionPaymentFailed = defineScenario({
  name: 'subscription-payment-failed',
  title: 'The card is declined when a subscription renews: it is past due, retried three times, and ends',
  steps: [
    ...subscribes,
    {
      name: 'card',
      says: 'The customer changes to a card that the bank will decline.',
      call: {
        method: 'POST',
        path: '/v1/payment_methods/pm_card_chargeCustomerFail/attach',
        params: { customer: '${customer:id}' },
      },
    },
    {
      call: {
        method: 'POST',
        path: '/v1/customers/${customer:id}',
        params: { invoice_settings: { default_payment_method: '${card:id}' } },
      },
    },
    later('A month later the renewal is charged,', 31, 1),
    retrieved('renewed'),
    subscriptionIs('and the subscription is past due.', { status: 'past_due' }),
    invoiceIs({ attempt_count: 1, status: 'open' }),
    { expect: { event: { type: 'invoice.payment_failed', about: '${renewed:latest_invoice}' } } },
    {
      says: 'The customer counts as delinquent.',
      expect: { object: { path: '/v1/customers/${customer:id}', has: { delinquent: true } } },
    },
    later('It is tried again after three days,', 34, 1),
    invoiceIs({ attempt_count: 2, status: 'open' }),
    later('after five more,', 39, 1),
    invoiceIs({ attempt_count: 3, status: 'open' }),
    subscriptionIs('in vain,', { status: 'past_due' }),
    later('and for the last time after seven.', 46, 1),
    subscriptionIs('Then the subscription ends.', {
      cancellation_details: { reason: 'payment_failed' },
      status: 'canceled',
    }),
    { expect: { event: { type: 'customer.subscription.deleted', about: '${subscription:id}' } } },
    invoiceIs({ attempt_count: 4, auto_advance: false, status: 'open' }),
    clockDeleted,
    told(
      ...toldOfSubscribing,
      'payment_method.attached',
      'customer.updated',
      'test_helpers.test_clock.advancing',
      'invoice.upcoming',
      'invoice.created',
      'customer.subscription.updated',
      ...toldOfFinalizing,
      ...attempt,
      'customer.updated',
      'customer.subscription.updated',
      'test_helpers.test_clock.ready',
      'test_helpers.test_clock.advancing',
      ...attempt,
      'test_helpers.test_clock.ready',
      'test_helpers.test_clock.advancing',
      ...attempt,
      'test_helpers.test_clock.ready',
      'test_helpers.test_clock.advancing',
      ...attempt,
      'customer.subscription.deleted',
      'invoice.updated',
      'test_helpers.test_clock.ready',
      'customer.deleted',
      'test_helpers.test_clock.deleted',
    ),
  ],
});
