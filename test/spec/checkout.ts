/** Sessions for tests, and what is bought in them. */
import type Stripe from 'stripe';
import type { TestBench } from './harness.ts';

type Params = Stripe.Checkout.SessionCreateParams;

export const shirt = (amount = 1500, quantity = 2, name = 'Shirt'): NonNullable<Params['line_items']>[number] => ({
  price_data: { currency: 'usd', unit_amount: amount, product_data: { name } },
  quantity,
});

/** What a subscription is opened with. */
export const plan: NonNullable<Params['line_items']>[number] = {
  price_data: { currency: 'usd', unit_amount: 900, product_data: { name: 'Plan' }, recurring: { interval: 'month' } },
  quantity: 1,
};

export const success_url = 'https://shop.example/thanks?session={CHECKOUT_SESSION_ID}';

export function openSession(
  { stripe }: Pick<TestBench, 'stripe'>,
  params: Params = {},
): Promise<Stripe.Checkout.Session> {
  return stripe.checkout.sessions.create({ mode: 'payment', success_url, line_items: [shirt()], ...params });
}
