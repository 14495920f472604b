/** Payments, refunds, disputes and what cards do. */
import { customer, held, ibans, paid, sepaPayment } from './things.ts';
import { act, advance, get, post, refused, type Triggers, trigger } from './trigger.ts';

const intents = '/v1/payment_intents';
const declined = refused('card_error', intents, {
  amount: 2000,
  currency: 'usd',
  confirm: true,
  payment_method: 'pm_card_chargeDeclined',
});
const charge = '${payment:latest_charge}';
const refund = (card?: string) => [paid(card), post('/v1/refunds', { charge }, 'refund')];
const disputed = [paid('pm_card_createDispute'), get('/v1/disputes?limit=1', 'disputes')];
const dispute = '/v1/disputes/${disputes:data.0.id}';
const evidence = (text: string) => post(dispute, { evidence: { uncategorized_text: text }, submit: true });
const suspected = paid('pm_card_createIssuerFraudRecord');
const partlyFunded = post(
  intents,
  {
    amount: 2000,
    currency: 'usd',
    confirm: true,
    customer: '${customer:id}',
    payment_method_data: { type: 'customer_balance' },
    payment_method_types: ['customer_balance'],
    payment_method_options: {
      customer_balance: { funding_type: 'bank_transfer', bank_transfer: { type: 'us_bank_transfer' } },
    },
  },
  'payment',
);

export const payments: Triggers = {
  'payment_intent.created': trigger(post(intents, { amount: 2000, currency: 'usd' })),
  'payment_intent.requires_action': trigger(paid('pm_card_authenticationRequired')),
  'payment_intent.processing': trigger(sepaPayment(ibans.takesMinutes)),
  'payment_intent.amount_capturable_updated': trigger(held),
  'payment_intent.partially_funded': trigger(
    customer,
    partlyFunded,
    post('/v1/test_helpers/customers/${customer:id}/fund_cash_balance', { amount: 500, currency: 'usd' }),
  ),
  'payment_intent.succeeded': trigger(paid()),
  'payment_intent.payment_failed': trigger(declined),
  'payment_intent.canceled': trigger(
    post(intents, { amount: 2000, currency: 'usd' }, 'payment'),
    post(`${intents}/\${payment:id}/cancel`),
  ),

  'charge.pending': trigger(sepaPayment(ibans.takesMinutes)),
  'charge.succeeded': trigger(paid()),
  'charge.failed': trigger(declined),
  'charge.captured': trigger(held, post(`${intents}/\${payment:id}/capture`)),
  'charge.expired': trigger(held, act('${payment:id}', 'expire')),
  'charge.updated': trigger(paid(), post(`/v1/charges/${charge}`, { metadata: { order: '1' } })),
  'charge.refunded': trigger(...refund()),
  'charge.refund.updated': trigger(...refund(), post('/v1/refunds/${refund:id}', { metadata: { order: '1' } })),
  'refund.created': trigger(...refund()),
  'refund.updated': trigger(...refund(), post('/v1/refunds/${refund:id}', { metadata: { order: '1' } })),
  'refund.failed': trigger(...refund(), act('${refund:id}', 'fail')),

  'charge.dispute.created': trigger(...disputed),
  'charge.dispute.updated': trigger(...disputed, post(dispute, { evidence: { customer_name: 'Jenny Rosen' } })),
  'charge.dispute.funds_withdrawn': trigger(...disputed),
  'charge.dispute.funds_reinstated': trigger(...disputed, evidence('winning_evidence'), advance('10s')),
  'charge.dispute.closed': trigger(...disputed, post(`${dispute}/close`)),

  'radar.early_fraud_warning.created': trigger(suspected),
  'radar.early_fraud_warning.updated': trigger(suspected, post('/v1/refunds', { charge })),
  'review.opened': trigger(paid(), act(charge, 'open_review')),
  'review.closed': trigger(
    paid(),
    act(charge, 'open_review'),
    get('/v1/reviews?limit=1', 'reviews'),
    post('/v1/reviews/${reviews:data.0.id}/approve'),
  ),
};
