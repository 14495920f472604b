import { describe, expect, it } from 'vitest';
import { testBench } from './harness.ts';
import { balanceOf, fund, pay, seller, transactionsOf } from './sellers.ts';

describe('an account without enough money', () => {
  it('has its platform vouch for what it lacks, until it has it again', async () => {
    const bench = await testBench();
    await fund(bench.stripe, 100_000);
    const before = await balanceOf(bench.stripe);
    const { stripe } = await seller(bench);
    const { charge } = await pay({ payment_method: 'pm_card_bypassPending' }, stripe);
    await stripe.refunds.create({ charge: charge.id });
    expect((await balanceOf(stripe)).available).toBe(-59);
    expect(await bench.stripe.balance.retrieve()).toMatchObject({
      available: [{ amount: before.available - 59, currency: 'usd' }],
      connect_reserved: [{ amount: 59, currency: 'usd' }],
    });
    expect((await bench.stripe.balanceTransactions.list({ type: 'reserve_transaction' })).data).toMatchObject([
      { amount: -59, fee: 0, reporting_category: 'connect_reserved_funds', source: null, status: 'available' },
    ]);
    expect(await stripe.balance.retrieve()).not.toHaveProperty('connect_reserved');
    await pay({ payment_method: 'pm_card_bypassPending' }, stripe);
    expect((await bench.stripe.balance.retrieve()).connect_reserved).toEqual([{ amount: 0, currency: 'usd' }]);
    expect((await balanceOf(bench.stripe)).available).toBe(before.available);
  });

  it('is the business of Stripe where the platform bears no losses', async () => {
    const bench = await testBench();
    const { id } = await bench.stripe.accounts.create({ type: 'standard' });
    const stripe = bench.client({ stripeAccount: id });
    const { charge } = await pay({ payment_method: 'pm_card_bypassPending' }, stripe);
    await stripe.refunds.create({ charge: charge.id });
    expect(await bench.stripe.balance.retrieve()).not.toHaveProperty('connect_reserved');
  });

  it('is debited at its bank where it allows that', async () => {
    const bench = await testBench();
    const { stripe } = await seller(bench, {
      bank: '000123456789',
      schedule: { interval: 'daily' },
      debit_negative_balances: true,
    });
    const { charge } = await pay({ payment_method: 'pm_card_bypassPending' }, stripe);
    await stripe.refunds.create({ charge: charge.id });
    await bench.sandbox.advance('7d');
    const [payout, ...others] = (await stripe.payouts.list()).data;
    expect(others).toEqual([]);
    expect(payout).toMatchObject({ amount: -59, automatic: true, status: 'paid', reconciliation_status: 'completed' });
    expect(await balanceOf(stripe)).toEqual({ available: 0, pending: 0 });
    expect(await transactionsOf(stripe)).toContainEqual(['payout', 59, 0]);
    const settled = await stripe.balanceTransactions.list({ payout: payout?.id ?? '' });
    expect(settled.data.reduce((sum, { net }) => sum + net, 0)).toBe(0);
  });

  it('is not debited while money is on its way, nor where it does not allow it', async () => {
    const bench = await testBench();
    const daily = { bank: '000123456789', schedule: { interval: 'daily' } } as const;
    const waiting = await seller(bench, { ...daily, debit_negative_balances: true });
    const refusing = await seller(bench, daily);
    for (const { stripe } of [waiting, refusing]) {
      const { charge } = await pay({ payment_method: 'pm_card_bypassPending' }, stripe);
      await stripe.refunds.create({ charge: charge.id });
    }
    await pay({ amount: 500 }, waiting.stripe);
    await bench.sandbox.advance('10d');
    expect((await waiting.stripe.payouts.list()).data.map(({ amount }) => amount)).toEqual([500 - 45 - 59]);
    expect((await refusing.stripe.payouts.list()).data).toEqual([]);
  });

  it('has its platform pay after half a year', async () => {
    const bench = await testBench();
    await fund(bench.stripe, 100_000);
    const { stripe } = await seller(bench);
    const { charge } = await pay({ payment_method: 'pm_card_bypassPending' }, stripe);
    await stripe.refunds.create({ charge: charge.id });
    await bench.sandbox.advance('179d');
    const before = await balanceOf(bench.stripe);
    expect((await balanceOf(stripe)).available).toBe(-59);
    await bench.sandbox.advance('2d');
    expect(await balanceOf(stripe)).toEqual({ available: 0, pending: 0 });
    expect(await balanceOf(bench.stripe)).toEqual(before);
    expect((await bench.stripe.balance.retrieve()).connect_reserved).toEqual([{ amount: 0, currency: 'usd' }]);
    const type = 'connect_collection_transfer';
    for (const [place, amount] of [[bench.stripe, -59] as const, [stripe, 59] as const]) {
      const { data } = await place.balanceTransactions.list({ type });
      expect(data).toMatchObject([{ amount, fee: 0, reporting_category: type, source: null }]);
    }
  });

  it('is not waited for where the platform bears no losses, nor once it has money again', async () => {
    const bench = await testBench();
    const { id } = await bench.stripe.accounts.create({ type: 'standard' });
    const standard = bench.client({ stripeAccount: id });
    const { stripe: recovering } = await seller(bench);
    for (const stripe of [standard, recovering]) {
      const { charge } = await pay({ payment_method: 'pm_card_bypassPending' }, stripe);
      await stripe.refunds.create({ charge: charge.id });
    }
    await bench.sandbox.advance('170d');
    await pay({ payment_method: 'pm_card_bypassPending' }, recovering);
    await bench.sandbox.advance('400d');
    const type = 'connect_collection_transfer';
    expect((await bench.stripe.balanceTransactions.list({ type })).data).toEqual([]);
    expect((await balanceOf(standard)).available).toBe(-59);
  });
});
