/** Answers are kept for the next time that they are asked for: never one that has become another. */
import { describe, expect, it } from 'vitest';
import { testBench, testKey } from '../spec/harness.ts';

type Shown = Record<string, unknown>;

const newest = '2026-10-28.endive';

async function bench() {
  const { stripe, emulator } = await testBench({ clock: '2026-01-01T00:00:00Z' });
  /** Reads it twice: the second time it may be a kept answer. */
  const read = async (path: string, version = newest): Promise<Shown> => {
    const headers = { authorization: `Bearer ${testKey}`, 'stripe-version': version };
    const ask = async (): Promise<Shown> =>
      (await (await emulator.fetch(`http://localhost${path}`, { headers })).json()) as Shown;
    const first = await ask();
    expect(await ask()).toEqual(first);
    return first;
  };
  return { stripe, emulator, read };
}

describe('GET of one object', () => {
  it('shows what its lists have become', async () => {
    const { stripe, read } = await bench();
    const customer = await stripe.customers.create();
    const invoice = await stripe.invoices.create({ customer: customer.id });
    const path = `/v1/invoices/${invoice.id}`;
    expect(await read(path)).toMatchObject({ lines: { data: [] } });
    const item = { customer: customer.id, invoice: invoice.id ?? '', amount: 500, currency: 'usd' };
    const { id } = await stripe.invoiceItems.create(item);
    expect(await read(path)).toMatchObject({ lines: { data: [{ amount: 500 }] } });
    await stripe.invoiceItems.update(id, { description: 'Work' });
    expect(await read(path)).toMatchObject({ lines: { data: [{ description: 'Work' }] } });
  });

  it('shows what an older version reads elsewhere as it has become', async () => {
    const { stripe, read } = await bench();
    const customer = await stripe.customers.create();
    const price = await stripe.prices.create({ currency: 'usd', unit_amount: 900, product_data: { name: 'Work' } });
    const invoice = await stripe.invoices.create({ customer: customer.id });
    await stripe.invoiceItems.create({
      customer: customer.id,
      invoice: invoice.id ?? '',
      pricing: { price: price.id },
    });
    const path = `/v1/invoices/${invoice.id}`;
    const line = (nickname: string | null) => ({ lines: { data: [{ price: { id: price.id, nickname } }] } });
    expect(await read(path, '2024-06-20')).toMatchObject(line(null));
    await stripe.prices.update(price.id, { nickname: 'By the hour' });
    expect(await read(path, '2024-06-20')).toMatchObject(line('By the hour'));
    expect(await read(path)).toHaveProperty('lines.data.0.pricing');
  });

  it('shows payments that came since to versions that list them', async () => {
    const { stripe, read } = await bench();
    const { id } = await stripe.paymentIntents.create({
      amount: 1000,
      currency: 'usd',
      allowed_payment_method_types: ['card'],
    });
    const path = `/v1/payment_intents/${id}`;
    expect(await read(path, '2020-08-27')).toMatchObject({ charges: { data: [] } });
    await stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' });
    expect(await read(path, '2020-08-27')).toMatchObject({
      charges: { data: [{ amount: 1000, refunds: { data: [] } }] },
    });
    await stripe.refunds.create({ payment_intent: id, amount: 300 });
    expect(await read(path, '2020-08-27')).toMatchObject({
      charges: { data: [{ refunds: { data: [{ amount: 300 }] } }] },
    });
  });

  it('shows what time has made of it', async () => {
    const { stripe, emulator, read } = await bench();
    const { now } = emulator.sandbox(testKey).clock();
    const { id } = await stripe.coupons.create({ percent_off: 10, redeem_by: now + 60 });
    expect(await read(`/v1/coupons/${id}`)).toMatchObject({ valid: true });
    await emulator.sandbox(testKey).advance('61s');
    expect(await read(`/v1/coupons/${id}`)).toMatchObject({ valid: false });
  });

  it('shows what a restored snapshot had', async () => {
    const { stripe, emulator, read } = await bench();
    const sandbox = emulator.sandbox(testKey);
    const customer = await stripe.customers.create();
    const invoice = await stripe.invoices.create({ customer: customer.id });
    const path = `/v1/invoices/${invoice.id}`;
    await read(path);
    await sandbox.snapshot('before');
    await stripe.invoiceItems.create({
      customer: customer.id,
      invoice: invoice.id ?? '',
      amount: 500,
      currency: 'usd',
    });
    expect(await read(path)).toMatchObject({ total: 500 });
    await sandbox.restore('before');
    expect(await read(path)).toMatchObject({ total: 0, lines: { data: [] } });
  });
});
