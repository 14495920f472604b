/** Prices and quotes of customers. */
import type Stripe from 'stripe';
import type { TestBench } from './harness.ts';

export async function recurringPrice(
  { stripe }: TestBench,
  unit_amount: number,
  recurring: Stripe.PriceCreateParams.Recurring = { interval: 'month' },
): Promise<Stripe.Price> {
  return stripe.prices.create({ currency: 'usd', unit_amount, recurring, product_data: { name: 'Gold' } });
}

/** A draft, with a customer and one line of 2 x 10.99 unless told otherwise. */
export async function quoteOf(bench: TestBench, params: Stripe.QuoteCreateParams = {}): Promise<Stripe.Quote> {
  const { stripe } = bench;
  const customer = params.customer ?? (await stripe.customers.create({ name: 'Ada' })).id;
  const { id: product } = await stripe.products.create({ name: 'Widget' });
  const line_items = [{ price_data: { currency: 'usd', product, unit_amount: 1099 }, quantity: 2 }];
  return stripe.quotes.create({ line_items, ...params, customer });
}
