import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { type TestBench, testBench } from './harness.ts';
import { fund, pay } from './sellers.ts';

/** An account that was asked for nothing; `bank` is the currency of its bank account. */
async function account({ stripe, client }: TestBench, country: string, bank?: string) {
  const { id } = await stripe.accounts.create({
    type: 'custom',
    country,
    settings: { payouts: { schedule: { interval: 'manual' } } },
    ...(bank !== undefined && {
      external_account: {
        object: 'bank_account',
        country: 'DE',
        currency: bank,
        account_number: 'DE89370400440532013000',
      },
    }),
  });
  return { id, own: client({ stripeAccount: id }) };
}

const transactionsOf = async (stripe: Stripe) => (await stripe.balanceTransactions.list({ limit: 100 })).data;

const balanceOf = async (stripe: Stripe): Promise<Record<string, number>> => {
  const { available, pending } = await stripe.balance.retrieve();
  const sums: Record<string, number> = {};
  for (const { amount, currency } of [...available, ...pending]) sums[currency] = (sums[currency] ?? 0) + amount;
  return sums;
};

describe('money in another currency than that of the account', () => {
  it('is exchanged when it arrives by a transfer, and goes back at the same rate', async () => {
    const bench = await testBench();
    await pay({ amount: 100_000, currency: 'eur', payment_method: 'pm_card_bypassPending' }, bench.stripe);
    const { id, own } = await account(bench, 'US');
    const transfer = await bench.stripe.transfers.create({ amount: 1001, currency: 'eur', destination: id });
    const [income] = await transactionsOf(own);
    expect(income).toMatchObject({ amount: 1086, currency: 'usd', exchange_rate: 1.085, net: 1086, type: 'payment' });
    expect(await own.charges.retrieve(String(transfer.destination_payment))).toMatchObject({
      amount: 1001,
      currency: 'eur',
    });
    const before = await balanceOf(bench.stripe);
    for (const amount of [333, 333, 335]) await bench.stripe.transfers.createReversal(transfer.id, { amount });
    expect(await balanceOf(own)).toEqual({ usd: 0 });
    expect((await balanceOf(bench.stripe)).eur).toBe((before.eur ?? 0) + 1001);
  });

  it('stays as it is where a bank account takes it', async () => {
    const bench = await testBench();
    const { id, own } = await account(bench, 'US', 'eur');
    await pay({ amount: 1000, currency: 'eur', transfer_data: { destination: id } }, bench.stripe);
    const [income] = await transactionsOf(own);
    expect(income).toMatchObject({ amount: 1000, currency: 'eur', exchange_rate: null });
  });

  it('is exchanged with the fee that the platform takes of it', async () => {
    const bench = await testBench();
    const { id, own } = await account(bench, 'CA');
    const { charge } = await pay(
      { amount: 1000, application_fee_amount: 100, transfer_data: { destination: id } },
      bench.stripe,
    );
    const [income] = await transactionsOf(own);
    expect(income).toMatchObject({
      amount: 1361,
      currency: 'cad',
      exchange_rate: 1.36054,
      fee: 136,
      fee_details: [{ amount: 136, currency: 'cad', type: 'application_fee' }],
      net: 1225,
    });
    const flags = { refund_application_fee: true, reverse_transfer: true };
    await bench.stripe.refunds.create({ charge: charge.id, ...flags });
    expect(await balanceOf(own)).toEqual({ cad: 0 });
    const fee = await bench.stripe.applicationFees.retrieve(String(charge.application_fee), { expand: ['refunds'] });
    expect(fee).toMatchObject({ amount: 100, amount_refunded: 100, currency: 'usd' });
    expect(fee.refunds.data[0]).toMatchObject({ amount: 136, currency: 'cad' });
  });

  it('pays the fee of a direct charge in the currency of the account, like refunds and disputes', async () => {
    const bench = await testBench();
    const { own } = await account(bench, 'US');
    const { charge } = await pay({ amount: 1000, currency: 'gbp', capture_method: 'automatic' }, own);
    const [income] = await transactionsOf(own);
    expect(income).toMatchObject({ amount: 1270, currency: 'usd', exchange_rate: 1.27, fee: 67, net: 1203 });
    await own.refunds.create({ charge: charge.id, amount: 500 });
    expect((await transactionsOf(own))[0]).toMatchObject({ amount: -635, currency: 'usd', type: 'refund' });
    await pay({ amount: 1000, currency: 'gbp', payment_method: 'pm_card_createDispute' }, own);
    const [dispute] = (await own.disputes.list()).data;
    expect(dispute).toMatchObject({ amount: 1000, currency: 'gbp' });
    expect(dispute?.balance_transactions[0]).toMatchObject({ amount: -1270, currency: 'usd', fee: 1500 });
  });

  it('counts the smallest units of both', async () => {
    const bench = await testBench();
    const { id, own } = await account(bench, 'JP');
    await fund(bench.stripe);
    await bench.stripe.transfers.create({ amount: 1000, currency: 'usd', destination: id });
    expect((await transactionsOf(own))[0]).toMatchObject({ amount: 1515, currency: 'jpy', exchange_rate: 1.51515 });
  });
});
