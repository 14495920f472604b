import { describe, expect, it } from 'vitest';
import { refusal, testBench } from './harness.ts';
import { balanceOf, seller, transactionsOf } from './sellers.ts';

const wishes = { amount: 2000, currency: 'usd', description: 'Top-up', statement_descriptor: 'Top-up' };

describe('POST /v1/topups', () => {
  it('brings money in as soon as the bank has paid', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const topup = await stripe.topups.create({ ...wishes, metadata: { a: 'b' }, transfer_group: 'g' });
    expect(topup).toMatchObject({
      ...wishes,
      balance_transaction: null,
      expected_availability_date: topup.created,
      failure_code: null,
      metadata: { a: 'b' },
      status: 'pending',
      transfer_group: 'g',
    });
    expect(await balanceOf(stripe)).toEqual({ available: 0, pending: 0 });
    await bench.sandbox.advance('5s');
    expect(await stripe.topups.retrieve(topup.id)).toMatchObject({
      balance_transaction: expect.stringMatching(/^txn_/),
      status: 'succeeded',
    });
    expect(await balanceOf(stripe)).toEqual({ available: 2000, pending: 0 });
    expect(await bench.eventTypes()).toEqual(['topup.created', 'topup.succeeded']);
  });

  it.each([
    ['btok_us_verified_noAccount', 'R03', 'no_account'],
    ['btok_us_verified_insufficientFunds', 'R01', 'insufficient_funds'],
  ])('fails for the source %s', async (source, failure_code, failure_message) => {
    const bench = await testBench();
    const { id } = await bench.stripe.topups.create({ ...wishes, source });
    await bench.sandbox.advance('5s');
    expect(await bench.stripe.topups.retrieve(id)).toMatchObject({ failure_code, failure_message, status: 'failed' });
    expect(await bench.eventTypes()).toEqual(['topup.created', 'topup.failed']);
    expect(await transactionsOf(bench.stripe)).toEqual([]);
  });

  it('can be canceled while it is pending, and reversed by the bank afterwards', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const first = await stripe.topups.create(wishes);
    expect((await stripe.topups.cancel(first.id)).status).toBe('canceled');
    expect(await refusal(stripe.topups.cancel(first.id))).toMatchObject({ statusCode: 400 });
    const second = await stripe.topups.create(wishes);
    await bench.sandbox.advance('5s');
    await bench.sandbox.act(second.id, 'reverse');
    expect((await stripe.topups.retrieve(second.id)).status).toBe('reversed');
    expect(await transactionsOf(stripe)).toEqual([
      ['topup', 2000, 0],
      ['topup_reversal', -2000, 0],
    ]);
    expect(await bench.eventTypes()).toEqual([
      'topup.created',
      'topup.canceled',
      'topup.created',
      'topup.succeeded',
      'topup.reversed',
    ]);
  });

  it('is refused for no money and for connected accounts', async () => {
    const bench = await testBench();
    expect(await refusal(bench.stripe.topups.create({ ...wishes, amount: 0 }))).toMatchObject({ param: 'amount' });
    const shop = await seller(bench);
    expect(await refusal(shop.stripe.topups.create(wishes))).toMatchObject({ statusCode: 400 });
  });
});
