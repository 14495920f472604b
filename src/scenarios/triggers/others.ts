/** Linked bank accounts, identities, reports, climate orders. */
import { customer } from './things.ts';
import { act, advance, get, post, type Trigger, type Triggers, trigger } from './trigger.ts';

const session = post(
  '/v1/financial_connections/sessions',
  {
    account_holder: { type: 'customer', customer: '${customer:id}' },
    permissions: ['balances', 'ownership', 'transactions'],
  },
  'session',
);
const linked = [customer, session, { ...act('${session:id}', 'link'), name: 'account' }];
const bank = (action: string): Trigger => trigger(...linked, act('${account:id}', action));
const refreshed = (feature: string): Trigger =>
  trigger(
    ...linked,
    post('/v1/financial_connections/accounts/${account:id}/refresh', { features: [feature] }),
    act('${account:id}', 'finish_refresh'),
  );
const authorized = [customer, session, { ...act('${session:id}', 'authorize'), name: 'authorization' }];
const family = 'financial_connections.account';

const sessions = '/v1/identity/verification_sessions';
const verification = post(sessions, { type: 'document' }, 'verification');
const verifying = (action: string): Trigger => trigger(verification, act('${verification:id}', action));

const me = get('/v1/account', 'me');
/** A report over no time at all fails. */
const run = (end: number) =>
  post('/v1/reporting/report_runs', {
    report_type: 'balance.summary.1',
    parameters: { interval_start: 1_767_225_600, interval_end: end },
  });
const reportType = get('/v1/reporting/report_types/balance.summary.1', 'type');

const orders = '/v1/climate/orders';
const order = post(orders, { product: 'climsku_frontier_2030', metric_tons: '1' }, 'order');
const product = { ...act('${me:id}', 'offer_climate_product'), name: 'product' };

export const others: Triggers = {
  [`${family}.created`]: trigger(...linked),
  [`${family}.disconnected`]: trigger(...linked, post('/v1/financial_connections/accounts/${account:id}/disconnect')),
  [`${family}.deactivated`]: bank('deactivate'),
  [`${family}.reactivated`]: trigger(...linked, act('${account:id}', 'deactivate'), act('${account:id}', 'reactivate')),
  [`${family}.refreshed_balance`]: refreshed('balance'),
  [`${family}.refreshed_ownership`]: refreshed('ownership'),
  [`${family}.refreshed_transactions`]: refreshed('transactions'),
  [`${family}.account_numbers_updated`]: bank('renew_account_numbers'),
  [`${family}.supported_payment_method_types_updated`]: bank('change_supported_types'),
  [`${family}.expected_deactivation_date_updated`]: bank('announce_deactivation'),
  [`${family}.upcoming_deactivation`]: bank('remind_of_deactivation'),
  [`${family}.upcoming_account_number_expiry`]: bank('remind_of_expiry'),
  'financial_connections.authorization.expected_deactivation_date_updated': trigger(
    ...authorized,
    act('${authorization:id}', 'announce_deactivation'),
  ),
  'financial_connections.authorization.upcoming_deactivation': trigger(
    ...authorized,
    act('${authorization:id}', 'remind_of_deactivation'),
  ),

  'identity.verification_session.created': trigger(verification),
  'identity.verification_session.processing': verifying('process'),
  'identity.verification_session.requires_input': verifying('fail'),
  'identity.verification_session.verified': verifying('verify'),
  'identity.verification_session.canceled': trigger(verification, post(`${sessions}/\${verification:id}/cancel`)),
  'identity.verification_session.redacted': trigger(
    verification,
    post(`${sessions}/\${verification:id}/redact`),
    act('${verification:id}', 'finish_redaction'),
  ),

  'reporting.report_run.succeeded': trigger(run(1_769_904_000), advance('15s')),
  'reporting.report_run.failed': trigger(run(1_767_225_600), advance('15s')),
  'reporting.report_type.updated': trigger(reportType, act('${type:id}', 'load_data')),
  'sigma.scheduled_query_run.created': trigger(me, act('${me:id}', 'run_scheduled_query')),
  'file.created': trigger(run(1_769_904_000), advance('15s')),

  'climate.product.created': trigger(me, product),
  'climate.product.pricing_updated': trigger(me, product, act('${product:id}', 'reprice')),
  'climate.order.created': trigger(order),
  'climate.order.canceled': trigger(order, post(`${orders}/\${order:id}/cancel`)),
  'climate.order.delayed': trigger(order, act('${order:id}', 'delay')),
  'climate.order.product_substituted': trigger(order, act('${order:id}', 'substitute_product')),
  'climate.order.delivered': trigger(order, act('${order:id}', 'confirm'), act('${order:id}', 'deliver')),
};
