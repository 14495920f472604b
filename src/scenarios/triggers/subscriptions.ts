/** Subscriptions, their schedules, usage, credits, features and the clocks that tests move. */
import { customer, monthly, payingCustomer } from './things.ts';
import { act, post, remove, type Triggers, trigger } from './trigger.ts';

const path = '/v1/subscriptions/${subscription:id}';
const items = [{ price: '${price:id}' }];
const subscribed = (more: object = {}) =>
  post('/v1/subscriptions', { customer: '${customer:id}', items, ...more }, 'subscription');
const subscription = [payingCustomer, monthly, subscribed()];
const paused = [
  customer,
  monthly,
  subscribed({ trial_period_days: 7, trial_settings: { end_behavior: { missing_payment_method: 'pause' } } }),
  post(path, { trial_end: 'now' }),
];

/** The first of January 2027, and days from then. */
const start = 1_798_761_600;
const day = 86_400;
const clocks = '/v1/test_helpers/test_clocks';
const clock = post(clocks, { frozen_time: start }, 'clock');
const advanced = (days: number) => post(`${clocks}/\${clock:id}/advance`, { frozen_time: start + days * day });
const timedCustomer = post(
  '/v1/customers',
  {
    name: 'Jenny Rosen',
    test_clock: '${clock:id}',
    payment_method: 'pm_card_visa',
    invoice_settings: { default_payment_method: 'pm_card_visa' },
  },
  'customer',
);
const timed = [clock, timedCustomer, monthly];

const schedules = '/v1/subscription_schedules';
const phases = [{ items: [{ price: '${price:id}', quantity: 1 }], duration: { interval: 'month', interval_count: 1 } }];
const scheduled = (more: object = {}) =>
  post(
    schedules,
    { customer: '${customer:id}', start_date: 'now', end_behavior: 'cancel', phases, ...more },
    'schedule',
  );
const schedule = [payingCustomer, monthly, scheduled()];
const timedSchedule = [...timed, scheduled({ start_date: start })];
const id = '${schedule:id}';

const declining = [
  post('/v1/payment_methods/pm_card_chargeCustomerFail/attach', { customer: '${customer:id}' }, 'method'),
  post('/v1/customers/${customer:id}', { invoice_settings: { default_payment_method: '${method:id}' } }),
];
const dearer = post(
  '/v1/prices',
  { currency: 'usd', unit_amount: 5000, recurring: { interval: 'month' }, product_data: { name: 'Platinum' } },
  'dearer',
);
/** An update that waits for a payment that is declined at first. */
const pendingUpdate = [
  ...timed,
  subscribed(),
  dearer,
  ...declining,
  post(
    path,
    {
      items: [{ id: '${subscription:items.data.0.id}', price: '${dearer:id}' }],
      payment_behavior: 'pending_if_incomplete',
      proration_behavior: 'always_invoice',
    },
    'updated',
  ),
];

const meters = '/v1/billing/meters';
const meter = post(
  meters,
  { display_name: 'Calls', event_name: 'calls', default_aggregation: { formula: 'sum' } },
  'meter',
);
const alert = post(
  '/v1/billing/alerts',
  {
    alert_type: 'usage_threshold',
    title: 'Many calls',
    usage_threshold: { gte: 10, meter: '${meter:id}', recurrence: 'one_time' },
  },
  'alert',
);
const grants = '/v1/billing/credit_grants';
const grant = post(
  grants,
  {
    customer: '${customer:id}',
    category: 'promotional',
    amount: { type: 'monetary', monetary: { currency: 'usd', value: 1000 } },
    applicability_config: { scope: { price_type: 'metered' } },
  },
  'grant',
);
const feature = post('/v1/entitlements/features', { name: 'Exports', lookup_key: 'exports' }, 'feature');

const portal = '/v1/billing_portal/configurations';
const configuration = post(portal, { features: { invoice_history: { enabled: true } } }, 'configuration');

export const subscriptions: Triggers = {
  'customer.subscription.created': trigger(...subscription),
  'customer.subscription.updated': trigger(...subscription, post(path, { metadata: { shelf: 'top' } })),
  'customer.subscription.deleted': trigger(...subscription, remove(path)),
  'customer.subscription.paused': trigger(...paused),
  'customer.subscription.resumed': trigger(
    ...paused,
    post('/v1/payment_methods/pm_card_visa/attach', { customer: '${customer:id}' }, 'method'),
    post('/v1/customers/${customer:id}', { invoice_settings: { default_payment_method: '${method:id}' } }),
    post(`${path}/resume`),
  ),
  'customer.subscription.trial_will_end': trigger(payingCustomer, monthly, subscribed({ trial_period_days: 1 })),
  'customer.subscription.pending_update_applied': trigger(
    ...pendingUpdate,
    post('/v1/payment_methods/pm_card_visa/attach', { customer: '${customer:id}' }, 'good'),
    post('/v1/invoices/${updated:latest_invoice}/pay', { payment_method: '${good:id}' }),
  ),
  'customer.subscription.pending_update_expired': trigger(...pendingUpdate, advanced(2)),
  'invoice.upcoming': trigger(...timed, subscribed(), advanced(29)),

  'subscription_schedule.created': trigger(...schedule),
  'subscription_schedule.updated': trigger(...schedule, post(`${schedules}/${id}`, { metadata: { shelf: 'top' } })),
  'subscription_schedule.canceled': trigger(...schedule, post(`${schedules}/${id}/cancel`)),
  'subscription_schedule.released': trigger(...schedule, post(`${schedules}/${id}/release`)),
  'subscription_schedule.expiring': trigger(...timedSchedule, advanced(29)),
  'subscription_schedule.completed': trigger(...timedSchedule, advanced(40)),
  'subscription_schedule.aborted': trigger(
    ...timed,
    scheduled({ start_date: start, phases: [{ ...phases[0], duration: { interval: 'month', interval_count: 6 } }] }),
    ...declining,
    advanced(40),
    advanced(75),
  ),

  'test_helpers.test_clock.created': trigger(clock),
  'test_helpers.test_clock.advancing': trigger(clock, advanced(1)),
  'test_helpers.test_clock.ready': trigger(clock, advanced(1)),
  'test_helpers.test_clock.internal_failure': trigger(clock, act('${clock:id}', 'fail')),
  'test_helpers.test_clock.deleted': trigger(clock, remove(`${clocks}/\${clock:id}`)),

  'billing.meter.created': trigger(meter),
  'billing.meter.updated': trigger(meter, post(`${meters}/\${meter:id}`, { display_name: 'Phone calls' })),
  'billing.meter.deactivated': trigger(meter, post(`${meters}/\${meter:id}/deactivate`)),
  'billing.meter.reactivated': trigger(
    meter,
    post(`${meters}/\${meter:id}/deactivate`),
    post(`${meters}/\${meter:id}/reactivate`),
  ),
  'billing.alert.triggered': trigger(
    customer,
    meter,
    alert,
    post('/v1/billing/meter_events', {
      event_name: 'calls',
      payload: { stripe_customer_id: '${customer:id}', value: '12' },
    }),
  ),
  'billing.credit_grant.created': trigger(customer, grant),
  'billing.credit_grant.updated': trigger(
    customer,
    grant,
    post(`${grants}/\${grant:id}`, { metadata: { shelf: 'top' } }),
  ),
  'billing.credit_balance_transaction.created': trigger(customer, grant),
  'entitlements.active_entitlement_summary.updated': trigger(
    payingCustomer,
    feature,
    monthly,
    post('/v1/products/${price:product}/features', { entitlement_feature: '${feature:id}' }),
    subscribed(),
  ),
  'billing_portal.configuration.created': trigger(configuration),
  'billing_portal.configuration.updated': trigger(
    configuration,
    post(`${portal}/\${configuration:id}`, { metadata: { shelf: 'top' } }),
  ),
  'billing_portal.session.created': trigger(
    customer,
    configuration,
    post('/v1/billing_portal/sessions', {
      customer: '${customer:id}',
      configuration: '${configuration:id}',
      return_url: 'https://example.com',
    }),
  ),
};
