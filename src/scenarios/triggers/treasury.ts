/** Financial accounts, and money that moves into and out of them. */
import { act, advance, post, type Trigger, type Triggers, trigger } from './trigger.ts';

const money = { amount: 1000, currency: 'usd', financial_account: '${account:id}' };
const account = post('/v1/treasury/financial_accounts', { supported_currencies: ['usd'] }, 'account');
const helpers = '/v1/test_helpers/treasury';
const received = (kind: 'credits' | 'debits') =>
  post(`${helpers}/received_${kind}`, { ...money, network: 'ach' }, 'received');
const bank = post(
  '/v1/payment_methods',
  {
    type: 'us_bank_account',
    us_bank_account: { routing_number: '110000000', account_number: '000123456789', account_holder_type: 'individual' },
    billing_details: { name: 'Jenny Rosen' },
  },
  'bank',
);
const inbound = [
  account,
  bank,
  post('/v1/treasury/inbound_transfers', { ...money, origin_payment_method: '${bank:id}' }, 'transfer'),
];
const creditReversal = [
  account,
  received('credits'),
  post('/v1/treasury/credit_reversals', { received_credit: '${received:id}' }, 'reversal'),
];
const debitReversal = [
  account,
  received('debits'),
  post('/v1/treasury/debit_reversals', { received_debit: '${received:id}' }, 'reversal'),
];

/** Payments and transfers out go the same ways. */
function outbound(kind: 'outbound_payment' | 'outbound_transfer'): Record<string, Trigger> {
  const out = [account, post(`/v1/treasury/${kind}s`, { ...money, destination_payment_method: '${bank:id}' }, 'out')];
  const begun = [bank, ...out];
  const help = (verb: string): Trigger => trigger(...begun, post(`${helpers}/${kind}s/\${out:id}/${verb}`));
  const type = `treasury.${kind}`;
  return {
    [`${type}.created`]: trigger(...begun),
    [`${type}.posted`]: help('post'),
    [`${type}.failed`]: help('fail'),
    [`${type}.returned`]: help('return'),
    [`${type}.canceled`]: trigger(...begun, post(`/v1/treasury/${kind}s/\${out:id}/cancel`)),
    [`${type}.expected_arrival_date_updated`]: trigger(...begun, act('${out:id}', 'reschedule')),
    [`${type}.tracking_details_updated`]: trigger(
      ...begun,
      post(`${helpers}/${kind}s/\${out:id}`, {
        tracking_details: { type: 'ach', ach: { trace_id: '011000011000001' } },
      }),
    ),
  };
}

export const treasury: Triggers = {
  'treasury.financial_account.created': trigger(account),
  'treasury.financial_account.closed': trigger(account, post('/v1/treasury/financial_accounts/${account:id}/close')),
  'treasury.financial_account.features_status_updated': trigger(account, act('${account:id}', 'activate_features')),
  'treasury.inbound_transfer.created': trigger(...inbound),
  'treasury.inbound_transfer.succeeded': trigger(
    ...inbound,
    post(`${helpers}/inbound_transfers/\${transfer:id}/succeed`),
  ),
  'treasury.inbound_transfer.failed': trigger(...inbound, post(`${helpers}/inbound_transfers/\${transfer:id}/fail`)),
  'treasury.inbound_transfer.canceled': trigger(
    ...inbound,
    post('/v1/treasury/inbound_transfers/${transfer:id}/cancel'),
  ),
  ...outbound('outbound_payment'),
  ...outbound('outbound_transfer'),
  'treasury.received_credit.created': trigger(account, received('credits')),
  'treasury.received_credit.succeeded': trigger(account, received('credits')),
  'treasury.received_credit.failed': trigger(account, act('${account:id}', 'refuse_credit')),
  'treasury.received_debit.created': trigger(account, received('debits')),
  'treasury.credit_reversal.created': trigger(...creditReversal),
  'treasury.credit_reversal.posted': trigger(...creditReversal, advance('10s')),
  'treasury.debit_reversal.created': trigger(...debitReversal),
  'treasury.debit_reversal.completed': trigger(...debitReversal, advance('10s')),
  'treasury.debit_reversal.initial_credit_granted': trigger(...debitReversal, act('${reversal:id}', 'grant_credit')),
};
