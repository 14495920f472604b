import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { payingCustomer } from './billed-customer.ts';
import { type TestBench, testBench } from './harness.ts';
import { invoicesOf } from './subscribed-customer.ts';

type Tiers = Stripe.PriceCreateParams.Tier[];

const both: Tiers = [
  { up_to: 1000, unit_amount: 0, flat_amount: 900 },
  { up_to: 'inf', unit_amount_decimal: '3.6' as unknown as Stripe.Decimal, flat_amount: 0 },
];

function tieredPrice(
  { stripe }: TestBench,
  tiers: Tiers,
  tiers_mode: 'graduated' | 'volume' = 'graduated',
  recurring: Partial<Stripe.PriceCreateParams.Recurring> = {},
): Promise<Stripe.Price> {
  return stripe.prices.create({
    currency: 'usd',
    billing_scheme: 'tiered',
    tiers,
    tiers_mode,
    recurring: { interval: 'month', ...recurring },
    product_data: { name: 'Gitpod Usage', unit_label: 'credit' },
  });
}

const read = ({ lines }: Stripe.Invoice) =>
  lines.data.map(({ description, amount, quantity, pricing }) => [
    description,
    amount,
    quantity,
    pricing?.unit_amount_decimal === null ? null : String(pricing?.unit_amount_decimal),
  ]);

async function firstInvoice(bench: TestBench, price: Stripe.Price, quantity: number): Promise<Stripe.Invoice> {
  const { id: customer } = await payingCustomer(bench);
  const { latest_invoice } = await bench.stripe.subscriptions.create({
    customer,
    items: [{ price: price.id, quantity }],
    expand: ['latest_invoice'],
  });
  return latest_invoice as Stripe.Invoice;
}

describe('an invoice for a price with tiers', () => {
  it('has a line for the units of each tier and one for its flat amount', async () => {
    const bench = await testBench();
    const invoice = await firstInvoice(bench, await tieredPrice(bench, both), 1031);
    // As recorded of a real invoice with these tiers.
    expect(read(invoice)).toEqual([
      ['1000 credit × Gitpod Usage (Tier 1 at $0.00 / month)', 0, 1000, '0'],
      ['Gitpod Usage (Tier 1 at $9.00 / month)', 900, 0, null],
      ['31 credit × Gitpod Usage (Tier 2 at $0.036 / month)', 112, 31, '3.6'],
      ['Gitpod Usage (Tier 2 at $0.00 / month)', 0, 0, null],
    ]);
    expect(invoice).toMatchObject({ subtotal: 1012, total: 1012, amount_paid: 1012, status: 'paid' });
  });

  it('leaves flat amounts out where there are none, and tiers that are not reached', async () => {
    const bench = await testBench();
    const tiers: Tiers = [
      { up_to: 5, unit_amount: 700 },
      { up_to: 10, unit_amount: 650 },
      { up_to: 'inf', unit_amount: 600 },
    ];
    expect(read(await firstInvoice(bench, await tieredPrice(bench, tiers), 7))).toEqual([
      ['5 credit × Gitpod Usage (Tier 1 at $7.00 / month)', 3500, 5, '700'],
      ['2 credit × Gitpod Usage (Tier 2 at $6.50 / month)', 1300, 2, '650'],
    ]);
    expect(read(await firstInvoice(bench, await tieredPrice(bench, tiers, 'volume'), 7))).toEqual([
      ['7 credit × Gitpod Usage (Tier 2 at $6.50 / month)', 4550, 7, '650'],
    ]);
  });

  it('has the tier of nothing when nothing was used', async () => {
    const bench = await testBench();
    const meter = await bench.stripe.billing.meters.create({
      display_name: 'Credits',
      event_name: 'credits',
      default_aggregation: { formula: 'sum' },
    });
    const price = await tieredPrice(bench, both, 'graduated', { usage_type: 'metered', meter: meter.id });
    const { id: customer } = await payingCustomer(bench);
    const { id } = await bench.stripe.subscriptions.create({ customer, items: [{ price: price.id }] });
    await bench.sandbox.advance('32d');
    const [renewal] = await invoicesOf(bench, id);
    expect(read(renewal as Stripe.Invoice)).toEqual([
      ['0 credit × Gitpod Usage (Tier 1 at $0.00 / month)', 0, 0, '0'],
      ['Gitpod Usage (Tier 1 at $9.00 / month)', 900, 0, null],
    ]);
  });

  it('is previewed as it is billed, prorated in one sum, and credited line by line', async () => {
    const bench = await testBench();
    const { stripe, sandbox } = bench;
    const price = await tieredPrice(bench, both);
    const { id: customer } = await payingCustomer(bench);
    const items = [{ price: price.id, quantity: 1031 }];
    const subscription = await stripe.subscriptions.create({ customer, items });
    const [item] = subscription.items.data;
    const preview = await stripe.invoices.createPreview({ customer, subscription: subscription.id });
    expect(preview.total).toBe(1012);
    expect(preview.lines.data).toHaveLength(4);
    const period = (item?.current_period_end ?? 0) - (item?.current_period_start ?? 0);
    await sandbox.advance(period / 2);
    const change = await stripe.invoices.createPreview({
      subscription: subscription.id,
      subscription_details: { items: [{ id: item?.id ?? '', quantity: 0 }], proration_behavior: 'always_invoice' },
    });
    expect(change.lines.data.map(({ amount }) => amount)).toEqual([-506, 450]);
    const invoice = String(subscription.latest_invoice);
    const { data } = await stripe.invoices.listLineItems(invoice);
    const note = await stripe.creditNotes.create({
      invoice,
      lines: [{ type: 'invoice_line_item', invoice_line_item: data[1]?.id ?? '', amount: 900 }],
      credit_amount: 900,
    });
    expect(note.lines.data).toMatchObject([{ description: 'Gitpod Usage (Tier 1 at $9.00 / month)', amount: 900 }]);
  });

  it('costs in a quote what it costs on its invoice', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const tiers: Tiers = [
      { up_to: 1, unit_amount_decimal: '0.5' as unknown as Stripe.Decimal },
      { up_to: 'inf', unit_amount_decimal: '100.5' as unknown as Stripe.Decimal },
    ];
    const price = await tieredPrice(bench, tiers);
    const { id: customer } = await payingCustomer(bench);
    const quote = await stripe.quotes.create({ customer, line_items: [{ price: price.id, quantity: 2 }] });
    expect(quote.computed.recurring?.amount_total).toBe(102);
    expect((await firstInvoice(bench, price, 2)).total).toBe(102);
  });

  it('says of packages how many units they hold', async () => {
    const bench = await testBench();
    const price = await bench.stripe.prices.create({
      currency: 'usd',
      unit_amount: 8,
      transform_quantity: { divide_by: 60, round: 'up' },
      recurring: { interval: 'month' },
      product_data: { name: 'Voice' },
    });
    expect(read(await firstInvoice(bench, price, 6000))).toEqual([
      ['6000 × Voice (at $0.08 per 60 units / month)', 800, 6000, '8'],
    ]);
  });
});
