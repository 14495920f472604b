/** Customers and what hangs on them. */
import { coupon, customer } from './things.ts';
import { act, post, remove, type Triggers, trigger } from './trigger.ts';

const path = '/v1/customers/${customer:id}';
const discounted = post('/v1/customers', { name: 'Jenny Rosen', coupon: '${coupon:id}' }, 'customer');
const otherCoupon = post('/v1/coupons', { percent_off: 50 }, 'other');
const card = post(`${path}/sources`, { source: 'tok_visa' }, 'card');
const taxId = post(`${path}/tax_ids`, { type: 'eu_vat', value: 'DE222222222' }, 'taxid');
const funded = post('/v1/test_helpers/customers/${customer:id}/fund_cash_balance', { amount: 1000, currency: 'usd' });

export const customers: Triggers = {
  'customer.created': trigger(customer),
  'customer.updated': trigger(customer, post(path, { name: 'Jenny Miller' })),
  'customer.deleted': trigger(customer, remove(path)),
  'customer.discount.created': trigger(coupon, discounted),
  'customer.discount.updated': trigger(coupon, discounted, otherCoupon, post(path, { coupon: '${other:id}' })),
  'customer.discount.deleted': trigger(coupon, discounted, remove(`${path}/discount`)),
  'customer.source.created': trigger(customer, card),
  'customer.source.updated': trigger(customer, card, post(`${path}/sources/\${card:id}`, { name: 'Jenny Miller' })),
  'customer.source.deleted': trigger(customer, card, remove(`${path}/sources/\${card:id}`)),
  'customer.source.expiring': trigger(customer, card, act('${card:id}', 'near_expiry')),
  'customer.tax_id.created': trigger(customer, taxId),
  'customer.tax_id.updated': trigger(customer, taxId, act('${taxid:id}', 'verify')),
  'customer.tax_id.deleted': trigger(customer, taxId, remove(`${path}/tax_ids/\${taxid:id}`)),
  'customer_cash_balance_transaction.created': trigger(customer, funded),
  'cash_balance.funds_available': trigger(customer, funded),
};
