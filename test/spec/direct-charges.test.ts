import { describe, expect, it } from 'vitest';
import { refusal, testBench } from './harness.ts';
import { balanceOf, eventTypes, pay, seller, transactionsOf } from './sellers.ts';

const direct = async () => {
  const bench = await testBench();
  const shop = await seller(bench);
  const paid = await pay({ application_fee_amount: 70 }, shop.stripe);
  return { bench, shop, stripe: bench.stripe, ...paid };
};

describe('a direct charge', () => {
  it('lives on the account, and its fee on the platform', async () => {
    const { charge, intent, shop, stripe } = await direct();
    const { application } = charge;
    expect(application).toMatch(/^ca_/);
    expect(intent).toMatchObject({ application, application_fee_amount: 70, transfer_data: null });
    expect(charge).toMatchObject({ application_fee_amount: 70, destination: null, transfer_data: null });
    const [transaction] = (await shop.stripe.balanceTransactions.list()).data;
    expect(transaction).toMatchObject({
      amount: 1000,
      fee: 129,
      fee_details: [
        { amount: 70, application, type: 'application_fee' },
        { amount: 59, application: null, type: 'stripe_fee' },
      ],
      net: 871,
      type: 'charge',
    });
    expect(await stripe.applicationFees.retrieve(String(charge.application_fee))).toMatchObject({
      account: shop.id,
      amount: 70,
      application,
      charge: charge.id,
      originating_transaction: null,
    });
    expect(await transactionsOf(stripe)).toEqual([['application_fee', 70, 0]]);
    expect(await refusal(stripe.charges.retrieve(charge.id))).toMatchObject({ statusCode: 404 });
  });

  it('is told of on the account, its fee on the platform', async () => {
    const { bench, shop } = await direct();
    expect((await eventTypes(shop.stripe)).slice(-3)).toEqual([
      'payment_intent.created',
      'charge.succeeded',
      'payment_intent.succeeded',
    ]);
    expect(await bench.eventTypes()).toEqual(['application_fee.created']);
    const [fee] = (await bench.stripe.events.list({ type: 'application_fee.created' })).data;
    expect(fee).not.toHaveProperty('account');
    const [paid] = (await shop.stripe.events.list({ type: 'payment_intent.succeeded' })).data;
    expect(paid?.account).toBe(shop.id);
  });

  it('collects the fee with the capture', async () => {
    const bench = await testBench();
    const shop = await seller(bench);
    const { intent } = await pay({ application_fee_amount: 70, capture_method: 'manual' }, shop.stripe);
    expect(await transactionsOf(bench.stripe)).toEqual([]);
    await shop.stripe.paymentIntents.capture(intent.id, { amount_to_capture: 500, application_fee_amount: 40 });
    expect(await transactionsOf(bench.stripe)).toEqual([['application_fee', 40, 0]]);
    expect(await transactionsOf(shop.stripe)).toEqual([['charge', 500, 45 + 40]]);
  });

  it('is refunded by the account, which gets the fee back if it asks for it', async () => {
    const { charge, shop, stripe } = await direct();
    await shop.stripe.refunds.create({ amount: 500, charge: charge.id, refund_application_fee: true });
    await shop.stripe.refunds.create({ charge: charge.id });
    expect(await transactionsOf(shop.stripe)).toEqual([
      ['charge', 1000, 129],
      ['refund', -500, -35],
      ['refund', -500, 0],
    ]);
    expect(await transactionsOf(stripe)).toEqual([
      ['application_fee', 70, 0],
      ['application_fee_refund', -35, 0],
    ]);
    expect(await balanceOf(shop.stripe)).toEqual({ available: 0, pending: 871 - 500 + 35 - 500 });
  });

  it('cannot go on to another account', async () => {
    const { bench, shop } = await direct();
    const other = await seller(bench);
    expect(await refusal(pay({ transfer_data: { destination: other.id } }, shop.stripe))).toMatchObject({
      statusCode: 400,
      code: 'transfers_not_allowed',
    });
  });
});

describe('a direct charge of an account whose platform pays the fees', () => {
  it('is billed to the platform, like the fee of its dispute', async () => {
    const bench = await testBench();
    const { stripe: own } = await seller(bench, { freeOfFees: true });
    await pay({ amount: 1000, application_fee_amount: 70 }, own);
    expect(await transactionsOf(own)).toEqual([['charge', 1000, 70]]);
    expect(await transactionsOf(bench.stripe)).toEqual([
      ['stripe_fee', -59, 0],
      ['application_fee', 70, 0],
    ]);
    await pay({ amount: 1000, payment_method: 'pm_card_createDispute' }, own);
    const [dispute] = (await own.disputes.list()).data;
    expect(dispute?.balance_transactions[0]).toMatchObject({ amount: -1000, fee: 0, fee_details: [], net: -1000 });
    const [billed] = (await bench.stripe.balanceTransactions.list({ type: 'stripe_fee' })).data;
    expect(billed).toMatchObject({ amount: -1500, net: -1500, reporting_category: 'fee', source: null });
  });

  it.each(['express', 'custom'] as const)('is paid by an account of type %s itself', async (type) => {
    const bench = await testBench();
    const { id } = await bench.stripe.accounts.create({ type });
    const own = bench.client({ stripeAccount: id });
    await pay({ amount: 1000 }, own);
    expect(await transactionsOf(own)).toEqual([['charge', 1000, 59]]);
    expect(await transactionsOf(bench.stripe)).toEqual([]);
  });
});
