/** Checkout Sessions, as their page completes them. */
import { ibans } from './things.ts';
import { advance, post, type Triggers, trigger } from './trigger.ts';

const sessions = '/v1/checkout/sessions';
const session = (currency: string, types: readonly string[]) =>
  post(
    sessions,
    {
      mode: 'payment',
      success_url: 'https://example.com/done',
      payment_method_types: types,
      line_items: [{ price_data: { currency, unit_amount: 1500, product_data: { name: 'Gold' } }, quantity: 2 }],
    },
    'session',
  );
const address = {
  line1: '354 Oyster Point Blvd',
  city: 'South San Francisco',
  state: 'CA',
  postal_code: '94080',
  country: 'US',
};
const billing_details = { name: 'Jenny Rosen', email: 'jenny@example.com', address };
const card = post('/v1/payment_methods', { type: 'card', card: { token: 'tok_visa' }, billing_details }, 'method');
const debit = (iban: string) =>
  post('/v1/payment_methods', { type: 'sepa_debit', sepa_debit: { iban }, billing_details }, 'method');
const confirmed = post('/v1/payment_pages/${session:id}/confirm', {
  payment_method: '${method:id}',
  expected_amount: 3000,
});

export const checkout: Triggers = {
  'checkout.session.completed': trigger(session('usd', ['card']), card, confirmed),
  'checkout.session.expired': trigger(session('usd', ['card']), post(`${sessions}/\${session:id}/expire`)),
  'checkout.session.async_payment_succeeded': trigger(
    session('eur', ['sepa_debit']),
    debit(ibans.succeeds),
    confirmed,
    advance('1h'),
  ),
  'checkout.session.async_payment_failed': trigger(
    session('eur', ['sepa_debit']),
    debit(ibans.fails),
    confirmed,
    advance('1h'),
  ),
};
