/** Customers who subscribe, and what is told meanwhile. */
import type Stripe from 'stripe';
import { payingCustomer } from './billed-customer.ts';
import type { TestBench } from './harness.ts';
import { recurringPrice } from './quoted-customer.ts';

export const day = 86_400;
export const hour = 3600;

/** A customer with a card, a monthly price of 10.00 and a subscription to it. */
export async function subscribed(
  bench: TestBench,
  params: Partial<Stripe.SubscriptionCreateParams> = {},
  unit_amount = 1000,
): Promise<{ customer: Stripe.Customer; price: Stripe.Price; subscription: Stripe.Subscription; item: string }> {
  const customer = await payingCustomer(bench);
  const price = await recurringPrice(bench, unit_amount);
  const items = [{ price: price.id }];
  const subscription = await bench.stripe.subscriptions.create({ customer: customer.id, items, ...params });
  return { customer, price, subscription, item: subscription.items.data[0]?.id ?? '' };
}

/** From now on the customer's default card is this one. */
export async function switchCard({ stripe }: TestBench, customer: string, card: string): Promise<string> {
  const { id } = await stripe.paymentMethods.attach(card, { customer });
  await stripe.customers.update(customer, { invoice_settings: { default_payment_method: id } });
  return id;
}

/** What `action` made Stripe tell, oldest first; without what payments tell a little later. */
export async function toldBy(
  { stripe }: TestBench,
  action: () => Promise<unknown>,
  left: readonly string[] = ['invoice_payment.paid', 'balance.available'],
): Promise<string[]> {
  const all = () => stripe.events.list({ limit: 100 }).autoPagingToArray({ limit: 2000 });
  const before = new Set((await all()).map(({ id }) => id));
  await action();
  const fresh = (await all()).filter(({ id }) => !before.has(id));
  return fresh
    .map(({ type }) => type)
    .filter((type) => !left.includes(type))
    .reverse();
}

export async function invoicesOf({ stripe }: TestBench, subscription: string): Promise<Stripe.Invoice[]> {
  return stripe.invoices.list({ subscription, limit: 100 }).autoPagingToArray({ limit: 200 });
}

export const linesOf = ({ lines }: Stripe.Invoice): [string | null, number][] =>
  lines.data.map(({ description, amount }) => [description, amount]);
