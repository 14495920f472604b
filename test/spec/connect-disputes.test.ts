import { describe, expect, it } from 'vitest';
import { refusal, testBench } from './harness.ts';
import { balanceOf, eventTypes, fund, pay, seller, transactionsOf } from './sellers.ts';

const card = { payment_method: 'pm_card_createDispute' };
const losing = { evidence: { uncategorized_text: 'losing_evidence' } };
const winning = { evidence: { uncategorized_text: 'winning_evidence' } };

const disputed = async (fee = 70) => {
  const bench = await testBench();
  const { stripe } = bench;
  const shop = await seller(bench);
  const { charge } = await pay(
    { ...card, ...(fee > 0 && { application_fee_amount: fee }), transfer_data: { destination: shop.id } },
    stripe,
  );
  const [dispute] = (await stripe.disputes.list({ charge: charge.id })).data;
  return { bench, charge, dispute: dispute?.id ?? '', shop, stripe };
};

describe('a dispute of a destination charge', () => {
  it('debits the platform and leaves the account its money', async () => {
    const { bench, charge, dispute, shop, stripe } = await disputed();
    expect(await transactionsOf(stripe)).toEqual([
      ['charge', 1000, 59],
      ['transfer', -1000, 0],
      ['application_fee', 70, 0],
      ['adjustment', -1000, 1500],
    ]);
    await stripe.disputes.update(dispute, losing);
    await bench.sandbox.advance('10s');
    expect(await stripe.disputes.retrieve(dispute)).toMatchObject({ status: 'lost' });
    expect(await stripe.charges.retrieve(charge.id)).toMatchObject({ disputed: true });
    expect(await stripe.transfers.retrieve(String(charge.transfer))).toMatchObject({ reversed: false });
    expect(await balanceOf(shop.stripe)).toEqual({ available: 0, pending: 930 });
    expect((await shop.stripe.disputes.list()).data).toEqual([]);
    expect(await eventTypes(shop.stripe)).not.toContain('charge.dispute.created');
    expect(await bench.eventTypes()).toContain('charge.dispute.closed');
  });

  it('is the platform’s too when it was made on behalf of the account', async () => {
    const bench = await testBench();
    const shop = await seller(bench);
    await pay({ ...card, on_behalf_of: shop.id, transfer_data: { destination: shop.id } }, bench.stripe);
    expect((await bench.stripe.disputes.list()).data).toHaveLength(1);
    expect(await balanceOf(shop.stripe)).toEqual({ available: 0, pending: 1000 });
  });

  it('is recovered by reversing the transfer, fee included', async () => {
    const { charge, shop, stripe } = await disputed();
    const reversal = await stripe.transfers.createReversal(String(charge.transfer), { refund_application_fee: true });
    expect(reversal).toMatchObject({ amount: 1000, source_refund: null });
    expect(await balanceOf(shop.stripe)).toEqual({ available: 0, pending: 0 });
    expect((await transactionsOf(stripe)).slice(4)).toEqual([
      ['application_fee_refund', -70, 0],
      ['transfer_refund', 1000, 0],
    ]);
  });

  it('is recovered as far as the account’s balance goes, and the rest later', async () => {
    const { bench, charge, shop, stripe } = await disputed(0);
    await bench.sandbox.advance('3d');
    await shop.stripe.transfers.create({ amount: 600, currency: 'usd', destination: bench.sandbox.account });
    const reverse = (amount: number) => stripe.transfers.createReversal(String(charge.transfer), { amount });
    expect(await refusal(reverse(1000))).toMatchObject({ code: 'balance_insufficient' });
    await reverse(400);
    expect(await stripe.transfers.retrieve(String(charge.transfer))).toMatchObject({
      amount_reversed: 400,
      reversed: false,
    });
    await fund(shop.stripe);
    await reverse(600);
    expect(await stripe.transfers.retrieve(String(charge.transfer))).toMatchObject({ reversed: true });
  });

  it('is recovered by a transfer of the account, with the fee of the dispute', async () => {
    const { bench, dispute, shop, stripe } = await disputed();
    await fund(shop.stripe);
    await stripe.disputes.close(dispute);
    const before = await balanceOf(stripe);
    await shop.stripe.transfers.create({ amount: 2500, currency: 'usd', destination: bench.sandbox.account });
    expect((await balanceOf(stripe)).available).toBe(before.available + 2500);
  });

  it('gives the money back to the platform when it is won, which passes it on by a new transfer', async () => {
    const { bench, charge, dispute, shop, stripe } = await disputed(0);
    await stripe.transfers.createReversal(String(charge.transfer));
    await stripe.disputes.update(dispute, winning);
    await bench.sandbox.advance('10s');
    expect((await transactionsOf(stripe)).at(-1)).toEqual(['adjustment', 1000, 0]);
    await bench.sandbox.advance('3d');
    await fund(stripe);
    await stripe.transfers.create({ amount: 1000, currency: 'usd', destination: shop.id });
    expect(await balanceOf(shop.stripe)).toEqual({ available: 1000, pending: 0 });
    const { reversed } = await stripe.transfers.retrieve(String(charge.transfer));
    expect(reversed).toBe(true);
  });
});

describe('a dispute of a charge with a separate transfer', () => {
  it('debits the platform', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const shop = await seller(bench);
    const { charge } = await pay(card, stripe);
    await stripe.transfers.create({ currency: 'usd', destination: shop.id, source_transaction: charge.id });
    expect(await balanceOf(stripe)).toEqual({ available: 0, pending: 941 - 2500 - 1000 });
    expect(await balanceOf(shop.stripe)).toEqual({ available: 0, pending: 1000 });
  });
});

describe('a dispute of a direct charge', () => {
  it('debits the account and leaves the platform its fee', async () => {
    const bench = await testBench();
    const shop = await seller(bench);
    await pay({ ...card, application_fee_amount: 70 }, shop.stripe);
    expect(await balanceOf(shop.stripe)).toEqual({ available: 0, pending: 1000 - 129 - 2500 });
    expect(await balanceOf(bench.stripe)).toEqual({ available: 0, pending: 70 });
    const [dispute] = (await shop.stripe.disputes.list()).data;
    expect(dispute).toMatchObject({ amount: 1000, status: 'needs_response' });
    const [event] = (await shop.stripe.events.list({ type: 'charge.dispute.created' })).data;
    expect(event?.account).toBe(shop.id);
    expect(await bench.eventTypes()).toEqual(['application_fee.created']);
    expect(await refusal(bench.stripe.disputes.retrieve(dispute?.id ?? ''))).toMatchObject({ statusCode: 404 });
  });
});

describe('an automatic payout', () => {
  it('takes the transactions of a dispute along, where a reconciliation finds them', async () => {
    const { bench, charge, dispute, stripe } = await disputed();
    await stripe.balanceSettings.update({ payments: { payouts: { schedule: { interval: 'daily' } } } });
    await bench.sandbox.advance('3d');
    await stripe.transfers.createReversal(String(charge.transfer), { refund_application_fee: true });
    await bench.sandbox.advance('5d');
    // A balance below zero waits for income.
    expect((await stripe.payouts.list()).data).toEqual([]);
    await fund(stripe);
    await bench.sandbox.advance('5d');
    const found = [];
    for (const { id } of (await stripe.payouts.list()).data) {
      found.push(...(await stripe.balanceTransactions.list({ payout: id, limit: 100 })).data);
    }
    expect(found.find(({ source }) => source === dispute)).toMatchObject({
      amount: -1000,
      fee: 1500,
      reporting_category: 'dispute',
    });
    expect(found.map(({ type }) => type)).toContain('transfer_refund');
  });
});
