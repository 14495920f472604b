import { describe, expect, it } from 'vitest';
import { refusal, type TestBench, testBench } from './harness.ts';

async function calculation({ stripe }: TestBench): Promise<string> {
  if ((await stripe.tax.registrations.list()).data.length === 0)
    await stripe.tax.registrations.create({
      country: 'GB',
      country_options: { gb: { type: 'standard' } },
      active_from: 'now',
    });
  const { id } = await stripe.tax.calculations.create({
    currency: 'gbp',
    line_items: [
      { amount: 1000, reference: 'a' },
      { amount: 2400, reference: 'b', tax_behavior: 'inclusive' },
    ],
    shipping_cost: { amount: 500 },
    customer_details: { address: { country: 'GB' }, address_source: 'billing' },
  });
  return String(id);
}

async function committed(bench: TestBench, reference = 'order_1') {
  return bench.stripe.tax.transactions.createFromCalculation({
    calculation: await calculation(bench),
    reference,
    expand: ['line_items'],
  });
}

describe('POST /v1/tax/transactions/create_from_calculation', () => {
  it('keeps what was calculated', async () => {
    const bench = await testBench();
    const transaction = await committed(bench);
    expect(transaction).toMatchObject({
      object: 'tax.transaction',
      type: 'transaction',
      reference: 'order_1',
      reversal: null,
      shipping_cost: { amount: 500, amount_tax: 100 },
      currency: 'gbp',
      metadata: {},
    });
    expect(transaction.line_items?.data).toMatchObject([
      { reference: 'a', amount: 1000, amount_tax: 200, type: 'transaction', reversal: null },
      { reference: 'b', amount: 2400, amount_tax: 400 },
    ]);
  });

  it('takes a reference once', async () => {
    const bench = await testBench();
    await committed(bench);
    expect((await refusal(committed(bench))).param).toBe('reference');
  });

  it('wants a calculation and a time that can be', async () => {
    const bench = await testBench();
    const { transactions } = bench.stripe.tax;
    const unknown = transactions.createFromCalculation({ calculation: 'taxcalc_x', reference: 'r' });
    expect((await refusal(unknown)).code).toBe('resource_missing');
    const later = transactions.createFromCalculation({
      calculation: await calculation(bench),
      reference: 'r',
      posted_at: Date.UTC(2027, 0, 1) / 1000,
    });
    expect((await refusal(later)).param).toBe('posted_at');
  });
});

describe('POST /v1/tax/transactions/create_reversal', () => {
  it('reverses all of it once', async () => {
    const bench = await testBench();
    const { transactions } = bench.stripe.tax;
    const original = await committed(bench);
    const full = { mode: 'full', original_transaction: original.id, expand: ['line_items'] } as const;
    const reversal = await transactions.createReversal({ ...full, expand: ['line_items'], reference: 'refund_1' });
    expect(reversal).toMatchObject({
      type: 'reversal',
      reversal: { original_transaction: original.id },
      shipping_cost: { amount: -500, amount_tax: -100 },
    });
    expect(reversal.line_items?.data).toMatchObject([
      { reference: 'a', amount: -1000, amount_tax: -200, type: 'reversal' },
      { reference: 'b', amount: -2400, amount_tax: -400 },
    ]);
    const again = transactions.createReversal({ ...full, expand: [], reference: 'refund_2' });
    expect((await refusal(again)).param).toBe('original_transaction');
    const back = transactions.createReversal({ mode: 'full', original_transaction: reversal.id, reference: 'x' });
    expect((await refusal(back)).message).toBe('A reversal cannot be reversed.');
  });

  it('reverses parts of lines, never more than is left', async () => {
    const bench = await testBench();
    const { transactions } = bench.stripe.tax;
    const original = await committed(bench);
    const line = original.line_items?.data[0]?.id ?? '';
    const part = (amount: number, amount_tax: number, reference: string) =>
      transactions.createReversal({
        mode: 'partial',
        original_transaction: original.id,
        reference,
        line_items: [{ amount, amount_tax, original_line_item: line, reference: `${reference} line` }],
      });
    await part(-600, -120, 'one');
    expect((await refusal(part(-500, -80, 'two'))).param).toBe('line_items[0][amount]');
    expect((await refusal(part(100, 0, 'two'))).param).toBe('line_items[0][amount]');
    const { id } = await part(-400, -80, 'two');
    expect((await transactions.listLineItems(id)).data).toMatchObject([
      { amount: -400, reference: 'two line', reversal: { original_line_item: line } },
    ]);
    const rest = await transactions.createReversal({
      mode: 'full',
      original_transaction: original.id,
      reference: 'rest',
      expand: ['line_items'],
    });
    expect(rest.line_items?.data).toMatchObject([{ reference: 'b', amount: -2400 }]);
  });

  it('spreads a flat amount over everything', async () => {
    const bench = await testBench();
    const { transactions } = bench.stripe.tax;
    const original = await committed(bench);
    const flat = (flat_amount: number, reference: string) =>
      transactions.createReversal({
        mode: 'partial',
        original_transaction: original.id,
        reference,
        flat_amount,
        expand: ['line_items'],
      });
    // 1200 + 2400 + 600 = 4200 in all.
    const half = await flat(-2100, 'half');
    expect(half.shipping_cost).toMatchObject({ amount: -250, amount_tax: -50 });
    expect(half.line_items?.data).toMatchObject([
      { amount: -500, amount_tax: -100 },
      { amount: -1200, amount_tax: -200 },
    ]);
    expect((await refusal(flat(-2101, 'more'))).param).toBe('flat_amount');
    expect((await refusal(flat(5, 'more'))).param).toBe('flat_amount');
    expect((await flat(-2100, 'other half')).type).toBe('reversal');
  });

  it('refuses amounts with a full reversal, and a partial one without', async () => {
    const bench = await testBench();
    const { transactions } = bench.stripe.tax;
    const { id: original_transaction } = await committed(bench);
    const base = { original_transaction, reference: 'r' };
    const full = transactions.createReversal({ ...base, mode: 'full', flat_amount: -1 });
    expect((await refusal(full)).param).toBe('flat_amount');
    const partial = transactions.createReversal({ ...base, mode: 'partial' });
    expect((await refusal(partial)).code).toBe('parameter_missing');
  });
});

describe('GET /v1/tax/associations/find', () => {
  const pay = async ({ stripe }: TestBench, tax: string) =>
    stripe.paymentIntents.create({
      amount: 4200,
      currency: 'gbp',
      payment_method: 'pm_card_visa',
      hooks: { inputs: { tax: { calculation: tax } } },
    });

  it('commits the tax of a payment when it succeeds', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const intent = await pay(bench, await calculation(bench));
    const find = () => stripe.tax.associations.find({ payment_intent: intent.id });
    expect(await find()).toMatchObject({ payment_intent: intent.id, tax_transaction_attempts: null });
    await stripe.paymentIntents.confirm(intent.id);
    const { tax_transaction_attempts: attempts } = await find();
    expect(attempts).toMatchObject([{ status: 'committed', source: intent.id }]);
    const id = attempts?.[0]?.committed?.transaction ?? '';
    expect(await stripe.tax.transactions.retrieve(id)).toMatchObject({ reference: intent.id, type: 'transaction' });
  });

  it('says why a second payment of the same calculation does not count', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const tax = await calculation(bench);
    const [one, two] = [await pay(bench, tax), await pay(bench, tax)];
    await stripe.paymentIntents.confirm(one.id);
    await stripe.paymentIntents.confirm(two.id);
    const { tax_transaction_attempts: attempts } = await stripe.tax.associations.find({ payment_intent: two.id });
    expect(attempts).toMatchObject([
      { status: 'errored', errored: { reason: 'another_payment_associated_with_calculation' } },
    ]);
  });

  it('refuses calculations that are not there', async () => {
    const bench = await testBench();
    expect((await refusal(pay(bench, 'taxcalc_x'))).param).toBe('hooks[inputs][tax][calculation]');
    const intent = await bench.stripe.paymentIntents.create({ amount: 100, currency: 'gbp' });
    const find = bench.stripe.tax.associations.find({ payment_intent: intent.id });
    expect((await refusal(find)).statusCode).toBe(404);
  });
});
