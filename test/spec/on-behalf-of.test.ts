import { describe, expect, it } from 'vitest';
import { testBench } from './harness.ts';
import { pay } from './sellers.ts';

/** A German seller whose money is held for a week, on a platform in the US. */
async function german() {
  const bench = await testBench();
  const { id } = await bench.stripe.accounts.create({
    type: 'custom',
    country: 'DE',
    business_profile: { name: 'Bäckerei Rosen', url: 'https://rosen.example.com' },
    settings: { payments: { statement_descriptor: 'ROSEN BROT' }, payouts: { schedule: { interval: 'manual' } } },
  });
  return { ...bench, id, own: bench.client({ stripeAccount: id }) };
}

describe('on_behalf_of', () => {
  it('settles the charge in the currency and on the day of the account, on the platform', async () => {
    const { stripe, id } = await german();
    const { charge } = await pay({ amount: 1000, capture_method: 'automatic', on_behalf_of: id }, stripe);
    expect(charge).toMatchObject({
      amount: 1000,
      calculated_statement_descriptor: 'ROSEN BROT',
      currency: 'usd',
      on_behalf_of: id,
    });
    const income = await stripe.balanceTransactions.retrieve(String(charge.balance_transaction));
    expect(income).toMatchObject({ amount: 922, currency: 'eur', exchange_rate: 0.92166, fee: 57, net: 865 });
    expect(income.available_on - income.created).toBe(7 * 86_400);
  });

  it('puts the suffix of the payment behind the prefix of the account', async () => {
    const { stripe, id } = await german();
    const { charge } = await pay({ on_behalf_of: id, statement_descriptor_suffix: 'Order 12345678' }, stripe);
    expect(charge.calculated_statement_descriptor).toBe('BÄCKEREI R* ORDER 1234');
  });

  it('sends what the account gets in its currency, with the fee of the platform', async () => {
    const { stripe, id, own } = await german();
    const { charge } = await pay(
      { amount: 1000, application_fee_amount: 100, on_behalf_of: id, transfer_data: { destination: id } },
      stripe,
    );
    expect(await stripe.transfers.retrieve(String(charge.transfer))).toMatchObject({ amount: 922, currency: 'eur' });
    expect(await stripe.applicationFees.retrieve(String(charge.application_fee))).toMatchObject({
      amount: 92,
      currency: 'eur',
    });
    const [received] = (await own.balanceTransactions.list()).data;
    expect(received).toMatchObject({ amount: 922, currency: 'eur', exchange_rate: null, fee: 92, net: 830 });
    const flags = { refund_application_fee: true, reverse_transfer: true };
    for (const amount of [333, 333, 334]) await stripe.refunds.create({ charge: charge.id, amount, ...flags });
    const { pending } = await own.balance.retrieve();
    expect(pending).toEqual([expect.objectContaining({ amount: 0, currency: 'eur' })]);
  });

  it('disputes and transfers what the charge brought', async () => {
    const { stripe, sandbox, id } = await german();
    const { charge } = await pay(
      { amount: 1000, capture_method: 'automatic', on_behalf_of: id, payment_method: 'pm_card_createDispute' },
      stripe,
    );
    await sandbox.advance('5s');
    const [dispute] = (await stripe.disputes.list()).data;
    expect(dispute).toMatchObject({ amount: 1000, currency: 'usd' });
    expect(dispute?.balance_transactions[0]).toMatchObject({ amount: -922, currency: 'eur', fee: 1500 });
    const sourced = { destination: id, source_transaction: charge.id };
    await expect(stripe.transfers.create({ ...sourced, currency: 'usd' })).rejects.toMatchObject({
      message: expect.stringContaining('balance transaction (eur) must be the same as the transfer currency (usd)'),
      param: 'currency',
    });
    expect(await stripe.transfers.create({ ...sourced, currency: 'eur' })).toMatchObject({ amount: 922 });
  });
});

describe('calculated_statement_descriptor', () => {
  it('is that of the account which charges', async () => {
    const { stripe, own } = await german();
    expect((await pay({}, own)).charge.calculated_statement_descriptor).toBe('ROSEN BROT');
    const { settings } = await stripe.accounts.retrieveCurrent();
    expect((await pay({}, stripe)).charge.calculated_statement_descriptor).toBe(
      settings?.payments?.statement_descriptor,
    );
  });
});
