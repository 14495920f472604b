import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { refusal, testBench } from './harness.ts';
import { balanceOf, eventTypes, fund, pay, seller } from './sellers.ts';

/** The clock starts on Thursday, 2026-01-01. */
const day = 86_400;
const goodBank = '000123456789';

const withSeller = async (bank = goodBank, schedule?: Stripe.AccountCreateParams.Settings.Payouts.Schedule) => {
  const bench = await testBench();
  const shop = await seller(bench, { bank, ...(schedule && { schedule }) });
  const { length: earlier } = await eventTypes(shop.stripe);
  const payoutEvents = async () =>
    (await eventTypes(shop.stripe)).slice(earlier).filter((type) => /^(payout|account)/.test(type));
  return { bench, payoutEvents, shop, stripe: shop.stripe };
};

const manual = { amount: 500, currency: 'usd' };

describe('automatic payouts', () => {
  it('pay out every business day what is available, and can be reconciled', async () => {
    const { bench, payoutEvents, stripe } = await withSeller(goodBank, { interval: 'daily' });
    const { charge } = await pay({}, stripe);
    await stripe.refunds.create({ charge: charge.id, amount: 100 });
    await bench.sandbox.advance('1d');
    expect((await stripe.payouts.list()).data).toEqual([]);
    await bench.sandbox.advance('3d');
    const [payout, ...others] = (await stripe.payouts.list()).data;
    expect(others).toEqual([]);
    expect(payout).toMatchObject({
      amount: 841,
      automatic: true,
      description: 'STRIPE PAYOUT',
      reconciliation_status: 'in_progress',
      status: 'pending',
    });
    expect(new Date((payout?.created ?? 0) * 1000).toISOString()).toBe('2026-01-05T00:00:00.000Z');
    expect(await balanceOf(stripe)).toEqual({ available: 0, pending: 0 });
    await bench.sandbox.advance('2d');
    expect(await stripe.payouts.retrieve(payout?.id ?? '')).toMatchObject({
      reconciliation_status: 'completed',
      status: 'paid',
    });
    const { data } = await stripe.balanceTransactions.list({ payout: payout?.id ?? '' });
    expect(data.map(({ type, net }) => [type, net])).toEqual([
      ['payout', -841],
      ['refund', -100],
      ['charge', 941],
    ]);
    expect(data[0]).not.toHaveProperty('payout');
    expect(await payoutEvents()).toEqual([
      'payout.created',
      'payout.updated',
      'payout.paid',
      'payout.updated',
      'payout.reconciliation_completed',
    ]);
    expect(await refusal(stripe.payouts.cancel(payout?.id ?? ''))).toMatchObject({ statusCode: 400 });
  });

  it('cannot be reconciled when they were made by hand', async () => {
    const { stripe } = await withSeller();
    await fund(stripe, 1000);
    const { id } = await stripe.payouts.create(manual);
    expect(await refusal(stripe.balanceTransactions.list({ payout: id }))).toMatchObject({
      message: 'Balance transaction history can only be filtered on automatic transfers, not manual.',
    });
  });

  it.each([
    [{ interval: 'weekly', weekly_anchor: 'wednesday' }, ['2026-01-07', '2026-01-14']],
    [{ interval: 'monthly', monthly_anchor: 31 }, ['2026-01-31', '2026-02-28']],
  ] as const)('follow the schedule %j', async (schedule, days) => {
    const { bench, stripe } = await withSeller(goodBank, schedule);
    await fund(stripe, 1000);
    const made = async () =>
      (await stripe.payouts.list()).data.map(({ created }) => new Date(created * 1000).toISOString().slice(0, 10));
    for (const [index, date] of days.entries()) {
      await bench.sandbox.advance(new Date(`${date}T01:00:00Z`));
      expect(await made()).toEqual(days.slice(0, index + 1).toReversed());
      await fund(stripe, 1000);
    }
  });

  it('do not happen on a manual schedule or without a bank account', async () => {
    const { bench, stripe } = await withSeller();
    const bankless = await seller(bench, { schedule: { interval: 'daily' } });
    for (const each of [stripe, bankless.stripe, bench.stripe]) await fund(each, 1000);
    await bench.sandbox.advance('40d');
    for (const each of [stripe, bankless.stripe, bench.stripe]) expect((await each.payouts.list()).data).toEqual([]);
  });

  it('stop after a failure until the bank account is replaced', async () => {
    const { bench, shop, stripe } = await withSeller('000111111113', { interval: 'daily' });
    await fund(stripe, 1000);
    await bench.sandbox.advance('10d');
    expect((await stripe.payouts.list()).data.map(({ status }) => status)).toEqual(['failed']);
    await bench.stripe.accounts.update(shop.id, {
      external_account: {
        object: 'bank_account',
        country: 'US',
        currency: 'usd',
        account_number: goodBank,
        routing_number: '110000000',
      },
    });
    await bench.sandbox.advance('10d');
    const [paid] = (await stripe.payouts.list()).data;
    expect(paid).toMatchObject({ amount: 941, status: 'paid' });
  });
});

describe('POST /v1/balance_settings', () => {
  it('begins with payouts by hand on the platform, and can make them automatic', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    expect((await stripe.balanceSettings.retrieve()).payments.payouts?.schedule).toEqual({ interval: 'manual' });
    expect((await stripe.accounts.retrieveCurrent()).settings?.payouts?.schedule.interval).toBe('manual');
    await fund(stripe, 1000);
    const changed = await stripe.balanceSettings.update({
      payments: {
        payouts: { minimum_balance_by_currency: { usd: 41 }, schedule: { interval: 'daily' } },
        settlement_timing: { delay_days_override: 5 },
      },
    });
    expect(changed.payments).toMatchObject({
      payouts: { minimum_balance_by_currency: { usd: 41 }, schedule: { interval: 'daily' } },
      settlement_timing: { delay_days: 5, delay_days_override: 5 },
    });
    expect(await stripe.balanceSettings.retrieve()).toEqual(changed);
    const { charge } = await pay({}, stripe);
    const transaction = await stripe.balanceTransactions.retrieve(String(charge.balance_transaction));
    expect(transaction.available_on - transaction.created).toBe(5 * day);
    await bench.sandbox.advance('1d');
    const [payout] = (await stripe.payouts.list()).data;
    expect(payout).toMatchObject({ amount: 900, automatic: true });
    expect(await balanceOf(stripe)).toEqual({ available: 41, pending: 941 });
    expect((await stripe.events.list({ type: 'balance_settings.updated' })).data).toHaveLength(1);
  });

  it('follows the settings of the account', async () => {
    const { stripe } = await withSeller(goodBank, { interval: 'weekly', weekly_anchor: 'friday' });
    expect((await stripe.balanceSettings.retrieve()).payments.payouts?.schedule).toEqual({
      interval: 'weekly',
      weekly_payout_days: ['friday'],
    });
  });

  it('refuses what cannot be', async () => {
    const { stripe } = await testBench();
    expect(
      await refusal(stripe.balanceSettings.update({ payments: { payouts: { schedule: { interval: 'weekly' } } } })),
    ).toMatchObject({ code: 'parameter_missing' });
    expect(
      await refusal(stripe.balanceSettings.update({ payments: { settlement_timing: { delay_days_override: 32 } } })),
    ).toMatchObject({ param: 'payments[settlement_timing][delay_days_override]' });
    const minimum = { payouts: { minimum_balance_by_currency: { usd: -1 } } };
    expect(await refusal(stripe.balanceSettings.update({ payments: minimum }))).toMatchObject({
      param: 'payments[payouts][minimum_balance_by_currency][usd]',
    });
  });
});
