import { describe, expect, it } from 'vitest';
import { refusal, testBench } from './harness.ts';
import { balanceOf, pay, seller, transactionsOf } from './sellers.ts';

const collected = async () => {
  const bench = await testBench();
  const shop = await seller(bench);
  const { charge } = await pay({ application_fee_amount: 70, transfer_data: { destination: shop.id } }, bench.stripe);
  const fee = String(charge.application_fee);
  return { bench, fee, shop, stripe: bench.stripe };
};

describe('POST /v1/application_fees/:id/refunds', () => {
  it('gives a part of the fee back to the account', async () => {
    const { fee, shop, stripe } = await collected();
    const refund = await stripe.applicationFees.createRefund(fee, {
      amount: 30,
      metadata: { why: 'discount' },
      expand: ['balance_transaction'],
    });
    expect(refund).toMatchObject({
      id: expect.stringMatching(/^fr_1/),
      amount: 30,
      balance_transaction: {
        amount: -30,
        description: 'REFUND FOR APPLICATION FEE',
        reporting_category: 'platform_earning_refund',
        source: fee,
        type: 'application_fee_refund',
      },
      fee,
      metadata: { why: 'discount' },
      object: 'fee_refund',
    });
    expect(await stripe.applicationFees.retrieve(fee)).toMatchObject({ amount_refunded: 30, refunded: false });
    expect(await balanceOf(shop.stripe)).toEqual({ available: 0, pending: 960 });
    expect((await stripe.applicationFees.createRefund(fee)).amount).toBe(40);
    expect(await stripe.applicationFees.retrieve(fee)).toMatchObject({
      amount_refunded: 70,
      refunded: true,
      refunds: { data: [{ amount: 40 }, { amount: 30 }] },
    });
    expect((await stripe.applicationFees.listRefunds(fee)).data).toHaveLength(2);
    const events = (await stripe.events.list({ type: 'application_fee.refunded' })).data;
    expect(events).toHaveLength(2);
    expect(events[1]?.data.object).toMatchObject({ id: fee, amount_refunded: 30 });
  });

  it('is refused beyond what is left', async () => {
    const { fee, stripe } = await collected();
    expect(await refusal(stripe.applicationFees.createRefund(fee, { amount: 71 }))).toMatchObject({
      message: 'Refund amount ($0.71) is greater than fee amount ($0.70)',
      param: 'amount',
    });
    await stripe.applicationFees.createRefund(fee, { amount: 30 });
    expect(await refusal(stripe.applicationFees.createRefund(fee, { amount: 41 }))).toMatchObject({
      message: 'Refund amount ($0.41) is greater than unrefunded amount on fee ($0.40)',
    });
    await stripe.applicationFees.createRefund(fee);
    expect(await refusal(stripe.applicationFees.createRefund(fee))).toMatchObject({ statusCode: 400 });
  });

  it('keeps metadata that can be changed, with an event', async () => {
    const { fee, stripe } = await collected();
    const { id } = await stripe.applicationFees.createRefund(fee);
    await stripe.applicationFees.updateRefund(fee, id, { metadata: { a: '1' } });
    expect(await stripe.applicationFees.retrieveRefund(fee, id)).toMatchObject({ metadata: { a: '1' } });
    const [event] = (await stripe.events.list({ type: 'application_fee.refund.updated' })).data;
    expect(event?.data.object).toMatchObject({ id, object: 'fee_refund', metadata: { a: '1' } });
  });
});

describe('GET /v1/application_fees', () => {
  it('lists the platform’s fees, by charge', async () => {
    const { bench, fee, shop, stripe } = await collected();
    await pay({ application_fee_amount: 20 }, shop.stripe);
    expect((await stripe.applicationFees.list()).data.map(({ amount }) => amount)).toEqual([20, 70]);
    const { charge } = await bench.stripe.applicationFees.retrieve(fee);
    expect((await stripe.applicationFees.list({ charge: String(charge) })).data.map(({ id }) => id)).toEqual([fee]);
    expect((await shop.stripe.applicationFees.list()).data).toEqual([]);
  });
});

describe('a reversal with refund_application_fee', () => {
  it('gives back the same share of the fee', async () => {
    const { bench, fee, shop, stripe } = await collected();
    const { originating_transaction } = await stripe.applicationFees.retrieve(fee);
    const { transfer } = await stripe.charges.retrieve(String(originating_transaction));
    await stripe.transfers.createReversal(String(transfer), { amount: 500, refund_application_fee: true });
    expect(await stripe.applicationFees.retrieve(fee)).toMatchObject({ amount_refunded: 35 });
    expect(await transactionsOf(shop.stripe)).toEqual([
      ['payment', 1000, 70],
      ['payment_refund', -500, -35],
    ]);
    expect((await bench.eventTypes()).slice(-2)).toEqual(['application_fee.refunded', 'transfer.reversed']);
  });
});
