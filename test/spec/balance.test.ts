import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { refusal, type TestBench, testBench } from './harness.ts';

const day = 86_400;

const pay = ({ stripe }: TestBench, params: Partial<Stripe.PaymentIntentCreateParams> = {}) =>
  stripe.paymentIntents.create({
    amount: 1000,
    currency: 'usd',
    allowed_payment_method_types: ['card'],
    capture_method: 'automatic',
    confirm: true,
    payment_method: 'pm_card_visa',
    ...params,
  });

const entry = (amount: number, currency = 'usd') => ({ amount, currency, source_types: { card: amount } });

describe('GET /v1/balance', () => {
  it('shows zero before there is any money', async () => {
    const { stripe } = await testBench();
    expect(await stripe.balance.retrieve()).toEqual({
      object: 'balance',
      available: [entry(0)],
      instant_available: [entry(0)],
      livemode: false,
      pending: [entry(0)],
      refund_and_dispute_prefunding: {
        available: [{ amount: 0, currency: 'usd' }],
        pending: [{ amount: 0, currency: 'usd' }],
      },
    });
  });

  it('holds payments for two days, until midnight', async () => {
    const bench = await testBench();
    await bench.sandbox.advance('10h');
    await pay(bench);
    expect(await bench.stripe.balance.retrieve()).toMatchObject({
      available: [entry(0)],
      instant_available: [entry(941)],
      pending: [entry(941)],
    });
    const [transaction] = (await bench.stripe.balanceTransactions.list()).data;
    expect(transaction?.available_on).toBe((Math.floor(bench.sandbox.now() / day) + 2) * day);
    await bench.sandbox.advance(new Date((transaction?.available_on ?? 0) * 1000 - 1000));
    expect((await bench.stripe.balance.retrieve()).available).toEqual([entry(0)]);
    await bench.sandbox.advance(1);
    expect(await bench.stripe.balance.retrieve()).toMatchObject({ available: [entry(941)], pending: [entry(0)] });
  });

  it('has the money of the bypassPending card at once', async () => {
    const bench = await testBench();
    await pay(bench, { payment_method: 'pm_card_bypassPending' });
    expect(await bench.stripe.balance.retrieve()).toMatchObject({ available: [entry(941)], pending: [entry(0)] });
    const [transaction] = (await bench.stripe.balanceTransactions.list()).data;
    expect(transaction).toMatchObject({ status: 'available', available_on: bench.sandbox.now() });
  });

  it('keeps the currencies apart', async () => {
    const bench = await testBench();
    await pay(bench, { currency: 'eur' });
    await pay(bench, { amount: 2000, payment_method: 'pm_card_bypassPending' });
    expect(await bench.stripe.balance.retrieve()).toMatchObject({
      available: [entry(1912), entry(0, 'eur')],
      pending: [entry(0), entry(941, 'eur')],
    });
  });

  it('may be negative', async () => {
    const bench = await testBench();
    const { latest_charge } = await pay(bench, { payment_method: 'pm_card_bypassPending' });
    await bench.stripe.refunds.create({ charge: String(latest_charge) });
    expect(await bench.stripe.balance.retrieve()).toMatchObject({
      available: [entry(-59)],
      instant_available: [entry(0)],
    });
  });
});

describe('the balance of a connected account', () => {
  it('begins with its own currency', async () => {
    const { client, stripe } = await testBench();
    const { id } = await stripe.accounts.create({ type: 'custom', country: 'GB' });
    const balance = await client({ stripeAccount: id }).balance.retrieve();
    expect(balance.available).toEqual([{ amount: 0, currency: 'gbp', source_types: { card: 0 } }]);
    expect(balance.instant_available?.map(({ currency }) => currency)).toEqual(['gbp']);
  });
});

describe('balance.available', () => {
  it('tells of money that becomes available, with the balance as it is then', async () => {
    const bench = await testBench();
    await pay(bench);
    await bench.sandbox.advance('1d');
    expect(await bench.eventTypes()).not.toContain('balance.available');
    await bench.sandbox.advance('1d');
    const events = (await bench.stripe.events.list({ type: 'balance.available' })).data;
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      request: { id: null, idempotency_key: null },
      data: { object: { object: 'balance', available: [entry(941)], pending: [entry(0)] } },
    });
    expect(events[0]?.data.object).not.toHaveProperty('id');
    expect(events[0]?.data).not.toHaveProperty('previous_attributes');
  });

  it('comes once for all that falls due together', async () => {
    const bench = await testBench();
    await pay(bench);
    await pay(bench, { currency: 'eur' });
    await bench.sandbox.advance('3d');
    expect((await bench.stripe.events.list({ type: 'balance.available' })).data).toHaveLength(1);
  });

  it('does not tell of debits', async () => {
    const bench = await testBench();
    const { latest_charge } = await pay(bench);
    await bench.stripe.refunds.create({ charge: String(latest_charge) });
    await bench.sandbox.advance('3d');
    expect(await bench.eventTypes()).not.toContain('balance.available');
    expect((await bench.stripe.balance.retrieve()).available).toEqual([entry(-59)]);
  });

  it('tells of the money of the bypassPending card right away', async () => {
    const bench = await testBench({ clock: 'instant' });
    await pay(bench, { payment_method: 'pm_card_bypassPending' });
    const event = await bench.sandbox.waitForEvent('balance.available', { timeoutMs: 1000 });
    expect(event).toMatchObject({ data: { object: { available: [entry(941)] } } });
    expect((await bench.stripe.events.list({ type: 'balance.available' })).data).toHaveLength(1);
  });
});

describe('GET /v1/balance_transactions', () => {
  it('shows fee and net of a charge', async () => {
    const bench = await testBench();
    const { latest_charge } = await pay(bench, { amount: 4400, description: 'Shoes' });
    const { data } = await bench.stripe.balanceTransactions.list({ source: String(latest_charge) });
    expect(data).toMatchObject([
      {
        amount: 4400,
        balance_type: 'payments',
        currency: 'usd',
        description: 'Shoes',
        exchange_rate: null,
        fee: 158,
        fee_details: [
          {
            amount: 158,
            application: null,
            currency: 'usd',
            description: 'Stripe processing fees',
            type: 'stripe_fee',
          },
        ],
        net: 4242,
        reporting_category: 'charge',
        source: latest_charge,
        status: 'pending',
        type: 'charge',
      },
    ]);
  });

  it('becomes available by itself', async () => {
    const bench = await testBench();
    await pay(bench);
    const status = async () => (await bench.stripe.balanceTransactions.list()).data.map((each) => each.status);
    expect(await status()).toEqual(['pending']);
    await bench.sandbox.advance('2d');
    expect(await status()).toEqual(['available']);
  });

  it('filters by type, source, currency and creation time', async () => {
    const bench = await testBench();
    const { stripe, sandbox } = bench;
    const { latest_charge } = await pay(bench);
    await sandbox.advance(10);
    const refund = await stripe.refunds.create({ charge: String(latest_charge), amount: 100 });
    await pay(bench, { currency: 'eur' });
    const amounts = async (params: Stripe.BalanceTransactionListParams) =>
      (await stripe.balanceTransactions.list(params)).data.map(({ amount }) => amount);
    expect(await amounts({})).toEqual([1000, -100, 1000]);
    expect(await amounts({ type: 'refund' })).toEqual([-100]);
    expect(await amounts({ type: 'bogus' })).toEqual([]);
    expect(await amounts({ source: refund.id })).toEqual([-100]);
    expect(await amounts({ currency: 'eur' })).toEqual([1000]);
    expect(await amounts({ currency: 'usd' })).toEqual([-100, 1000]);
    expect(await amounts({ created: { lt: refund.created } })).toEqual([1000]);
    expect(await amounts({ created: refund.created })).toEqual([1000, -100]);
    const page = await stripe.balanceTransactions.list({ limit: 2 });
    expect(page).toMatchObject({ has_more: true, url: '/v1/balance_transactions' });
    expect(await amounts({ starting_after: String(page.data[1]?.id) })).toEqual([1000]);
  });

  it('finds nothing by the id of a dispute, as Stripe does', async () => {
    const bench = await testBench();
    const { latest_charge } = await pay(bench, { payment_method: 'pm_card_createDispute' });
    const [dispute] = (await bench.stripe.disputes.list({ charge: String(latest_charge) })).data;
    const { data } = await bench.stripe.balanceTransactions.list({ type: 'adjustment' });
    expect(data.map(({ source }) => source)).toEqual([dispute?.id]);
    expect((await bench.stripe.balanceTransactions.list({ source: String(dispute?.id) })).data).toEqual([]);
  });

  it('knows no other payouts and transactions', async () => {
    const { stripe } = await testBench();
    expect(await refusal(stripe.balanceTransactions.list({ payout: 'po_nope' }))).toMatchObject({
      statusCode: 400,
      code: 'resource_missing',
      param: 'payout',
      message: "No such payout: 'po_nope'",
    });
    expect(await refusal(stripe.balanceTransactions.retrieve('txn_nope'))).toMatchObject({
      statusCode: 404,
      param: 'id',
      message: "No such balance transaction: 'txn_nope'",
    });
  });

  it('expands its source', async () => {
    const bench = await testBench();
    await pay(bench);
    const [transaction] = (await bench.stripe.balanceTransactions.list()).data;
    const { source } = await bench.stripe.balanceTransactions.retrieve(String(transaction?.id), { expand: ['source'] });
    expect(source).toMatchObject({ object: 'charge', amount: 1000 });
  });

  it('is also the history of the balance', async () => {
    const bench = await testBench();
    await pay(bench);
    const [transaction] = (await bench.stripe.balanceTransactions.list()).data;
    const { body } = await bench.call('GET', '/v1/balance/history?type=charge');
    expect(body).toMatchObject({ object: 'list', url: '/v1/balance/history', data: [{ id: transaction?.id }] });
    expect((await bench.call('GET', `/v1/balance/history/${transaction?.id}`)).body.id).toBe(transaction?.id);
  });
});
