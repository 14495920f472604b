import { describe, expect, it } from 'vitest';
import { individual } from './connected.ts';
import { refusal, testBench } from './harness.ts';
import { balanceOf, eventTypes, fund, pay, seller, transactionsOf } from './sellers.ts';

/** The clock starts on Thursday, 2026-01-01. */
const day = 86_400;
const goodBank = '000123456789';

const withSeller = async (bank = goodBank) => {
  const bench = await testBench();
  const shop = await seller(bench, { bank });
  const { length: earlier } = await eventTypes(shop.stripe);
  const payoutEvents = async () =>
    (await eventTypes(shop.stripe)).slice(earlier).filter((type) => /^(payout|account)/.test(type));
  return { bench, payoutEvents, shop, stripe: shop.stripe };
};

const manual = { amount: 500, currency: 'usd' };

describe('POST /v1/payouts', () => {
  it('takes the money from the balance at once, and the bank has it on the next business day', async () => {
    const { bench, payoutEvents, shop, stripe } = await withSeller();
    await fund(stripe, 1000);
    const payout = await stripe.payouts.create({ ...manual, metadata: { a: 'b' }, statement_descriptor: 'Gumroad' });
    expect(payout).toMatchObject({
      amount: 500,
      application_fee: null,
      arrival_date: bench.sandbox.now() + day,
      automatic: false,
      currency: 'usd',
      description: null,
      destination: expect.stringMatching(/^ba_/),
      failure_code: null,
      metadata: { a: 'b' },
      method: 'standard',
      original_payout: null,
      reconciliation_status: 'not_applicable',
      reversed_by: null,
      source_type: 'card',
      statement_descriptor: 'Gumroad',
      status: 'pending',
      trace_id: { status: 'pending', value: null },
      type: 'bank_account',
    });
    expect(await balanceOf(stripe)).toEqual({ available: 441, pending: 0 });
    const transaction = await stripe.balanceTransactions.retrieve(String(payout.balance_transaction));
    expect(transaction).toMatchObject({
      amount: -500,
      description: 'STRIPE PAYOUT',
      reporting_category: 'payout',
      source: payout.id,
      type: 'payout',
    });
    await bench.sandbox.advance('1h');
    expect((await stripe.payouts.retrieve(payout.id)).status).toBe('in_transit');
    await bench.sandbox.advance('1d');
    expect(await stripe.payouts.retrieve(payout.id)).toMatchObject({
      status: 'paid',
      trace_id: { status: 'supported', value: expect.any(String) },
    });
    expect(await payoutEvents()).toEqual(['payout.created', 'payout.updated', 'payout.paid', 'payout.updated']);
    const [paid] = (await stripe.events.list({ type: 'payout.paid' })).data;
    expect(paid).toMatchObject({ account: shop.id, data: { object: { id: payout.id, status: 'paid' } } });
    expect(await transactionsOf(stripe)).toEqual([
      ['charge', 1000, 59],
      ['payout', -500, 0],
    ]);
  });

  it('skips the weekend', async () => {
    const { bench, stripe } = await withSeller();
    await fund(stripe, 1000);
    await bench.sandbox.advance('1d');
    const { arrival_date, created } = await stripe.payouts.create(manual);
    expect(arrival_date).toBe(created + 3 * day);
  });

  it('is refused beyond the available balance', async () => {
    const { stripe } = await withSeller();
    await pay({}, stripe);
    expect(await refusal(stripe.payouts.create(manual))).toMatchObject({
      statusCode: 400,
      code: 'balance_insufficient',
      message:
        'You have insufficient funds in your Stripe account for this transfer. Your card balance is too low.  You can use the /v1/balance endpoint to view your Stripe balance (for more details, see stripe.com/docs/api#balance).',
    });
    expect(await refusal(stripe.payouts.create({ amount: 0, currency: 'usd' }))).toMatchObject({ param: 'amount' });
  });

  it('needs a bank account in the currency', async () => {
    const { bench, stripe } = await withSeller();
    await fund(stripe, 1000);
    expect(await refusal(stripe.payouts.create({ amount: 1, currency: 'eur' }))).toMatchObject({
      message: "Sorry, you don't have any external accounts in that currency (eur)",
    });
    expect(await refusal(stripe.payouts.create({ ...manual, destination: 'ba_nope' }))).toMatchObject({
      code: 'resource_missing',
      param: 'destination',
    });
    const other = await seller(bench);
    expect(await refusal(other.stripe.payouts.create(manual))).toMatchObject({ statusCode: 400 });
  });

  it('pays the platform out to its own test bank account', async () => {
    const { stripe } = await testBench();
    await fund(stripe, 1000);
    const payout = await stripe.payouts.create(manual, { idempotencyKey: 'once' });
    expect(payout.destination).toMatch(/^ba_/);
    const { destination } = await stripe.payouts.retrieve(payout.id, { expand: ['destination'] });
    expect(destination).toMatchObject({ object: 'bank_account', last4: '6789' });
  });
});

describe('payouts of accounts that Stripe has looked at', () => {
  it('need payouts to be enabled', async () => {
    const bench = await testBench();
    const { id } = await bench.stripe.accounts.create({
      ...individual(),
      settings: { payouts: { schedule: { interval: 'manual' } } },
    });
    const stripe = bench.client({ stripeAccount: id });
    await bench.sandbox.advance('1m');
    await fund(stripe, 1000);
    expect((await stripe.payouts.create({ amount: 100, currency: 'usd' })).status).toBe('pending');
    await bench.stripe.accounts.reject(id, { reason: 'fraud_other' });
    expect(await refusal(stripe.payouts.create({ amount: 100, currency: 'usd' }))).toMatchObject({
      statusCode: 400,
      code: 'payouts_not_allowed',
    });
  });

  it('wait while something is missing, automatic ones too', async () => {
    const bench = await testBench();
    const { tos_acceptance: _, ...rest } = individual();
    const { id } = await bench.stripe.accounts.create(rest);
    const stripe = bench.client({ stripeAccount: id });
    await fund(stripe, 1000);
    await bench.sandbox.advance('7d');
    expect((await stripe.payouts.list()).data).toEqual([]);
    await bench.stripe.accounts.update(id, { tos_acceptance: { date: 1_767_225_600, ip: '203.0.113.13' } });
    await bench.sandbox.advance('7d');
    expect((await stripe.payouts.list()).data).toMatchObject([{ amount: 941, automatic: true }]);
  });
});

describe('instant payouts', () => {
  it('use pending money too, and arrive within seconds', async () => {
    const { bench, payoutEvents, stripe } = await withSeller();
    await pay({}, stripe);
    const payout = await stripe.payouts.create({ ...manual, method: 'instant' });
    expect(payout).toMatchObject({ arrival_date: payout.created, method: 'instant', status: 'pending' });
    expect(await balanceOf(stripe)).toEqual({ available: -500, pending: 941 });
    await bench.sandbox.advance('5s');
    expect((await stripe.payouts.retrieve(payout.id)).status).toBe('paid');
    expect(await payoutEvents()).toEqual(['payout.created', 'payout.updated', 'payout.paid', 'payout.updated']);
  });

  it('are limited, and not every bank takes them', async () => {
    const { bench, stripe } = await withSeller();
    await fund(stripe, 2_000_000);
    const instant = { currency: 'usd', method: 'instant' } as const;
    expect(await refusal(stripe.payouts.create({ ...instant, amount: 1_000_000 }))).toMatchObject({
      message: 'Instant Payouts to bank accounts are only supported for amounts less than or equal to $9999',
    });
    const slow = await seller(bench, { bank: '000888888883' });
    await fund(slow.stripe);
    expect(await refusal(slow.stripe.payouts.create({ ...instant, amount: 100 }))).toMatchObject({
      code: 'instant_payouts_unsupported',
    });
  });
});

describe('a payout that the bank returns', () => {
  it.each([
    ['000111111116', 'no_account'],
    ['000111111113', 'account_closed'],
    ['000222222227', 'insufficient_funds'],
    ['000333333335', 'debit_not_authorized'],
    ['000444444440', 'invalid_currency'],
  ])('fails for the bank account %s with %s', async (bank, failure_code) => {
    const { bench, payoutEvents, shop, stripe } = await withSeller(bank);
    await fund(stripe, 1000);
    const { id, destination } = await stripe.payouts.create(manual);
    await bench.sandbox.advance('2d');
    const payout = await stripe.payouts.retrieve(id, { expand: ['failure_balance_transaction'] });
    expect(payout).toMatchObject({
      failure_balance_transaction: { amount: 500, reporting_category: 'payout_reversal', type: 'payout_failure' },
      failure_code,
      failure_message: expect.any(String),
      status: 'failed',
    });
    expect(await balanceOf(stripe)).toEqual({ available: 941, pending: 0 });
    expect((await payoutEvents()).slice(0, 4)).toEqual([
      'payout.created',
      'payout.updated',
      'payout.failed',
      'account.external_account.updated',
    ]);
    const bankAccount = await bench.stripe.accounts.retrieveExternalAccount(shop.id, String(destination));
    expect(bankAccount).toMatchObject({ status: 'errored' });
    expect(await refusal(stripe.payouts.create({ ...manual, destination: String(destination) }))).toMatchObject({
      code: 'payouts_not_allowed',
    });
  });

  it('may have read paid before', async () => {
    const { bench, shop, stripe } = await withSeller();
    await fund(stripe, 1000);
    const { id } = await stripe.payouts.create(manual);
    await bench.sandbox.advance('2d');
    await bench.sandbox.act(id, 'fail', { failure_code: 'account_frozen' }, { account: shop.id });
    expect(await stripe.payouts.retrieve(id)).toMatchObject({ failure_code: 'account_frozen', status: 'failed' });
    expect(await balanceOf(stripe)).toEqual({ available: 941, pending: 0 });
  });
});

describe('POST /v1/payouts/:id/cancel', () => {
  it('brings the money back while the payout is pending', async () => {
    const { payoutEvents, stripe } = await withSeller();
    await fund(stripe, 1000);
    const { id } = await stripe.payouts.create(manual);
    expect((await stripe.payouts.cancel(id)).status).toBe('canceled');
    expect(await transactionsOf(stripe)).toEqual([
      ['charge', 1000, 59],
      ['payout', -500, 0],
      ['payout_cancel', 500, 0],
    ]);
    expect(await payoutEvents()).toEqual(['payout.created', 'payout.canceled']);
    expect(await refusal(stripe.payouts.cancel(id))).toMatchObject({ statusCode: 400 });
  });

  it('is too late once it is on its way', async () => {
    const { bench, stripe } = await withSeller();
    await fund(stripe, 1000);
    const { id } = await stripe.payouts.create(manual);
    await bench.sandbox.advance('1h');
    expect(await refusal(stripe.payouts.cancel(id))).toMatchObject({ statusCode: 400 });
    expect(await balanceOf(stripe)).toEqual({ available: 441, pending: 0 });
  });
});

describe('POST /v1/payouts/:id/reverse', () => {
  it('takes a paid payout back with a payout of the negative amount', async () => {
    const { bench, payoutEvents, shop, stripe } = await withSeller();
    await fund(stripe, 1000);
    const { id } = await stripe.payouts.create(manual);
    expect(await refusal(stripe.payouts.reverse(id))).toMatchObject({ statusCode: 400 });
    await bench.sandbox.advance('2d');
    const reversal = await stripe.payouts.reverse(id, { metadata: { why: 'wrong' } });
    expect(reversal).toMatchObject({ amount: -500, metadata: { why: 'wrong' }, original_payout: id });
    expect((await stripe.payouts.retrieve(id)).reversed_by).toBe(reversal.id);
    expect((await payoutEvents()).slice(-2)).toEqual(['payout.updated', 'payout.created']);
    // The bank gives money back once.
    await expect(bench.sandbox.act(id, 'fail', {}, { account: shop.id })).rejects.toThrow('cannot fail');
    await bench.sandbox.advance('4d');
    expect((await stripe.payouts.retrieve(reversal.id)).status).toBe('paid');
    expect(await balanceOf(stripe)).toEqual({ available: 941, pending: 0 });
    expect(await refusal(stripe.payouts.reverse(id))).toMatchObject({ statusCode: 400 });
  });
});
