import { defineScenario } from '../scenario.ts';
import { clockDeleted, later, retrieved, subscribes, toldOfSubscribing } from './subscriber.ts';
import { told, toldOfCharging, toldOfFinalizing } from './told.ts';

export const subscriptionRenewal = defineScenario({
  name: 'subscription-renewal',
  title: 'A monthly subscription renews: announced a week before, drafted on the day, paid an hour later',
  steps: [
    ...subscribes,
    later('A week before the month is over,', 24),
    { says: 'Stripe announces the renewal.', expect: { event: { type: 'invoice.upcoming' } } },
    later('On the day', 31),
    retrieved('renewed'),
    {
      says: 'the next invoice is a draft,',
      expect: {
        object: {
          path: '/v1/invoices/${renewed:latest_invoice}',
          has: { auto_advance: true, billing_reason: 'subscription_cycle', status: 'draft', total: 1500 },
        },
      },
    },
    { expect: { event: { type: 'invoice.created', about: '${renewed:latest_invoice}' } } },
    { expect: { event: { type: 'customer.subscription.updated', about: '${subscription:id}' } } },
    later('an hour later', 31, 1),
    {
      says: 'it is finalized and charged.',
      expect: {
        object: { path: '/v1/invoices/${renewed:latest_invoice}', has: { amount_paid: 1500, status: 'paid' } },
      },
    },
    { expect: { event: { type: 'invoice.finalized', about: '${renewed:latest_invoice}' } } },
    { expect: { event: { type: 'invoice.paid', about: '${renewed:latest_invoice}' } } },
    { expect: { event: { type: 'invoice.payment_succeeded', about: '${renewed:latest_invoice}' } } },
    {
      says: 'The subscription goes on.',
      expect: { object: { path: '/v1/subscriptions/${subscription:id}', has: { status: 'active' } } },
    },
    { advance: '30s' },
    clockDeleted,
    told(
      ...toldOfSubscribing,
      'test_helpers.test_clock.advancing',
      'invoice.upcoming',
      'test_helpers.test_clock.ready',
      'test_helpers.test_clock.advancing',
      'invoice.created',
      'customer.subscription.updated',
      'test_helpers.test_clock.ready',
      'test_helpers.test_clock.advancing',
      ...toldOfFinalizing,
      ...toldOfCharging,
      'test_helpers.test_clock.ready',
      'invoice_payment.paid',
      'customer.deleted',
      'customer.subscription.deleted',
      'test_helpers.test_clock.deleted',
    ),
  ],
});
