import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { payingCustomer } from './billed-customer.ts';
import { testBench } from './harness.ts';
import { recurringPrice } from './quoted-customer.ts';

const recordings = process.env.STRIPE_RECORDED_DIR;
const read = (name: string) => JSON.parse(readFileSync(join(recordings ?? '', name), 'utf8')).body;

/** The path of every value in an answer. */
function paths(value: unknown, path = ''): string[] {
  if (value === null || typeof value !== 'object') return [path];
  if (Array.isArray(value)) return value.flatMap((each, at) => paths(each, `${path}[${at}]`));
  return Object.entries(value).flatMap(([name, each]) => paths(each, `${path}.${name}`));
}

/** Of older API versions, and gone from the description: the first item's plan and quantity on the subscription itself. */
const gone = /^\.(plan\.|quantity$)|total_count$/;

const lacking = (recorded: object, ours: object): string[] => {
  const known = paths(JSON.parse(JSON.stringify(ours)));
  // What is null in one may be a hash in the other.
  const has = (path: string): boolean => known.some((each) => each.startsWith(path) || path.startsWith(`${each}.`));
  return paths(recorded).filter((path) => !gone.test(path) && !has(path));
};

const expand = ['latest_invoice.confirmation_secret', 'latest_invoice.payments', 'discounts', 'schedule'];

describe.skipIf(recordings === undefined)('recorded subscriptions (STRIPE_RECORDED_DIR)', () => {
  it('a trial has every field that was recorded, and the same invoice over nothing', async () => {
    const bench = await testBench();
    const { id: customer } = await payingCustomer(bench);
    const { id: price } = await recurringPrice(bench, 2500);
    const items = [{ price }];
    const ours = await bench.stripe.subscriptions.create({ customer, items, trial_period_days: 15, expand });
    const recorded = read('subscription--pay-rails-pay--1.json');
    expect(lacking(recorded, ours)).toEqual([]);
    const told = ({ status, billing_cycle_anchor, created, trial_settings, latest_invoice }: Stripe.Subscription) => {
      const { amount_due, attempted, attempt_count, auto_advance, billing_reason, period_end, period_start, lines } =
        latest_invoice as Stripe.Invoice;
      const invoice = { amount_due, attempted, attempt_count, auto_advance, billing_reason };
      const ages = [billing_cycle_anchor, period_start, period_end].map((time) => time - created);
      return {
        status,
        trial: trial_settings?.end_behavior.missing_payment_method,
        invoice,
        ages,
        lines: lines.data.length,
      };
    };
    expect(told(ours)).toEqual(told(recorded));
  });

  it('a paid one puts one-time items first on its first invoice', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const { id: customer } = await payingCustomer(bench);
    const { id: price } = await recurringPrice(bench, 1000);
    const shirt = await stripe.prices.create({ currency: 'usd', unit_amount: 1500, product_data: { name: 'T-Shirt' } });
    const ours = await stripe.subscriptions.create({
      customer,
      items: [{ price }],
      add_invoice_items: [{ price: shirt.id }],
      expand,
    });
    const recorded = read('subscription--pay-rails-pay--2.json');
    expect(lacking(recorded, ours)).toEqual([]);
    const linesOf = ({ latest_invoice }: Stripe.Subscription) => {
      const { amount_paid, attempt_count, status, lines } = latest_invoice as Stripe.Invoice;
      const told = lines.data.map(({ amount, parent, quantity, period }) => {
        const length = period.end - period.start > 86_400;
        return { amount, type: parent?.type, quantity, length };
      });
      return { amount_paid, attempt_count, status, told };
    };
    expect(linesOf(ours)).toEqual(linesOf(recorded));
  });
});
