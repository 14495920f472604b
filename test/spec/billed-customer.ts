/** Customers that can pay, and invoices of them. */
import type Stripe from 'stripe';
import type { TestBench } from './harness.ts';

/** With a default card; the currency is settled, so that the first item does not change the customer. */
export async function payingCustomer(
  { stripe }: Pick<TestBench, 'stripe'>,
  card = 'pm_card_visa',
): Promise<Stripe.Customer> {
  const { id } = await stripe.customers.create({ email: 'ada@example.com', name: 'Ada' });
  const method = await stripe.paymentMethods.attach(card, { customer: id });
  return stripe.customers.update(id, { invoice_settings: { default_payment_method: method.id } });
}

/** A draft with one line per amount. */
export async function draftOf(
  { stripe }: Pick<TestBench, 'stripe'>,
  customer: string,
  amounts: readonly number[],
  params: Stripe.InvoiceCreateParams = {},
): Promise<Stripe.Invoice> {
  const { id } = await stripe.invoices.create({ customer, currency: 'usd', ...params });
  for (const amount of amounts)
    await stripe.invoiceItems.create({ customer, invoice: id, amount, currency: 'usd', description: `for ${amount}` });
  return stripe.invoices.retrieve(id);
}

export async function openInvoice(
  bench: Pick<TestBench, 'stripe'>,
  customer: string,
  amounts: readonly number[],
  params: Stripe.InvoiceCreateParams = {},
): Promise<Stripe.Invoice> {
  const { id } = await draftOf(bench, customer, amounts, params);
  return bench.stripe.invoices.finalizeInvoice(id);
}

export async function paidInvoice(
  bench: TestBench,
  customer: string,
  amounts: readonly number[],
): Promise<Stripe.Invoice> {
  const { id } = await openInvoice(bench, customer, amounts);
  return bench.stripe.invoices.pay(id);
}

/** Types of the events that `action` made, oldest first. */
export async function eventsOf(bench: TestBench, action: () => Promise<unknown>): Promise<string[]> {
  const before = (await bench.eventTypes()).length;
  await action();
  return (await bench.eventTypes()).slice(before);
}

/** What finalizing does to the customer's counter is an event here and none at Stripe's. */
export const withoutCounter = (types: readonly string[]): string[] => {
  const at = types.indexOf('customer.updated');
  return at === -1 ? [...types] : types.toSpliced(at, 1);
};
