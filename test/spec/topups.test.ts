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
    const { id, source: payer } = await bench.stripe.topups.create({ ...wishes, source });
    expect(payer).toMatchObject({ object: 'source', status: 'chargeable', type: 'ach_debit' });
    await bench.sandbox.advance('5s');
    expect(await bench.stripe.topups.retrieve(id)).toMatchObject({ failure_code, failure_message, status: 'failed' });
    expect(await bench.eventTypes()).toEqual(['topup.created', 'topup.failed']);
    expect(await transactionsOf(bench.stripe)).toEqual([]);
  });

  it('fails for a token and a payment method of an account that nobody has', async () => {
    const { stripe, sandbox } = await testBench();
    const token = await stripe.tokens.create({
      bank_account: {
        country: 'US',
        currency: 'usd',
        routing_number: '110000000',
        account_number: '000111111113',
      },
    });
    const byToken = await stripe.topups.create({ ...wishes, source: token.id });
    const byMethod = await stripe.topups.create({ ...wishes, payment_method: 'pm_usBankAccount_noAccount' });
    await sandbox.advance('5s');
    expect(await stripe.topups.retrieve(byToken.id)).toMatchObject({
      failure_code: 'R02',
      failure_message: 'account_closed',
    });
    expect(await stripe.topups.retrieve(byMethod.id)).toMatchObject({ failure_code: 'R03', status: 'failed' });
  });

  it.each([
    [{ source: 'btok_nobody' }, 'source', 'resource_missing'],
    [{ source: 'tok_visa' }, 'source', 'resource_missing'],
    [{ source: 'src_nobody' }, 'source', 'resource_missing'],
    [{ source: 'btok_de' }, 'source', undefined],
    [{ payment_method: 'pm_nobody' }, 'payment_method', 'resource_missing'],
    [{ payment_method: 'pm_card_visa' }, 'payment_method', undefined],
    [{ payment_method: 'pm_usBankAccount_success', source: 'btok_us' }, 'payment_method', 'parameters_exclusive'],
  ])('refuses %j', async (payer, param, code) => {
    const { stripe } = await testBench();
    const refused = await refusal(stripe.topups.create({ ...wishes, ...payer }));
    expect([refused.statusCode, refused.param, refused.code]).toEqual([400, param, code]);
    expect((await stripe.topups.list()).data).toEqual([]);
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
