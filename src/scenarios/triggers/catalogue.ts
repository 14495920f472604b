/** What is sold, and at which price. */
import { coupon, customer, monthly, price, product } from './things.ts';
import { post, remove, type Triggers, trigger } from './trigger.ts';

const plan = post('/v1/plans', { amount: 1500, currency: 'usd', interval: 'month', product: { name: 'Gold' } }, 'plan');
const code = post('/v1/promotion_codes', { promotion: { type: 'coupon', coupon: '${coupon:id}' } }, 'code');
const rate = post('/v1/tax_rates', { display_name: 'VAT', percentage: 19, inclusive: false }, 'rate');
const renamed = { metadata: { shelf: 'top' } };
const quote = post(
  '/v1/quotes',
  { customer: '${customer:id}', line_items: [{ price: '${price:id}', quantity: 1 }] },
  'quote',
);
const finalQuote = post('/v1/quotes/${quote:id}/finalize');
const line = { line_items: [{ price: '${price:id}', quantity: 1 }] };
const link = post('/v1/payment_links', line, 'link');

export const catalogue: Triggers = {
  'product.created': trigger(product),
  'product.updated': trigger(product, post('/v1/products/${product:id}', renamed)),
  'product.deleted': trigger(product, remove('/v1/products/${product:id}')),
  'price.created': trigger(price),
  'price.updated': trigger(price, post('/v1/prices/${price:id}', renamed)),
  'price.deleted': trigger(plan, remove('/v1/plans/${plan:id}')),
  'plan.created': trigger(monthly),
  'plan.updated': trigger(plan, post('/v1/plans/${plan:id}', renamed)),
  'plan.deleted': trigger(plan, remove('/v1/plans/${plan:id}')),
  'coupon.created': trigger(coupon),
  'coupon.updated': trigger(coupon, post('/v1/coupons/${coupon:id}', { name: 'Summer' })),
  'coupon.deleted': trigger(coupon, remove('/v1/coupons/${coupon:id}')),
  'promotion_code.created': trigger(coupon, code),
  'promotion_code.updated': trigger(coupon, code, post('/v1/promotion_codes/${code:id}', { active: false })),
  'tax_rate.created': trigger(rate),
  'tax_rate.updated': trigger(rate, post('/v1/tax_rates/${rate:id}', { active: false })),
  'tax.settings.updated': trigger(
    post('/v1/tax/settings', { defaults: { tax_behavior: 'inclusive' }, head_office: { address: { country: 'DE' } } }),
  ),
  'payment_link.created': trigger(price, link),
  'payment_link.updated': trigger(price, link, post('/v1/payment_links/${link:id}', { active: false })),
  'quote.created': trigger(customer, price, quote),
  'quote.finalized': trigger(customer, price, quote, finalQuote),
  'quote.accepted': trigger(customer, price, quote, finalQuote, post('/v1/quotes/${quote:id}/accept')),
  'quote.canceled': trigger(customer, price, quote, post('/v1/quotes/${quote:id}/cancel')),
};
