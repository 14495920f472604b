import { describe, expect, it } from 'vitest';
import { type TestBench, testBench } from './harness.ts';
import { paid } from './paid-by-card.ts';

const atOnce = { payment_method: 'pm_card_bypassPending' };
/** A payment whose money is there at once, and is paid out. */
async function paidOut(bench: TestBench): Promise<string> {
  const { charge } = await paid(bench, atOnce);
  const [{ amount = 0 } = {}] = (await bench.stripe.balance.retrieve()).available;
  await bench.stripe.payouts.create({ amount, currency: 'usd' });
  return charge;
}

const waiting = { status: 'pending', pending_reason: 'insufficient_funds' };

describe('a refund that the platform lacks the money for', () => {
  it('waits for it, and goes out once it has come', async () => {
    const bench = await testBench();
    const charge = await paidOut(bench);
    const refund = await bench.stripe.refunds.create({ charge, expand: ['balance_transaction'] });
    expect(refund).toMatchObject({ ...waiting, balance_transaction: { amount: -refund.amount, status: 'available' } });
    expect(await bench.stripe.charges.retrieve(charge)).toMatchObject({ refunded: true });
    const known = (await bench.eventTypes()).length;
    await paid(bench, { ...atOnce, amount: 6000 });
    const later = await bench.stripe.refunds.retrieve(refund.id);
    expect(later).toMatchObject({ status: 'succeeded' });
    expect(later).not.toHaveProperty('pending_reason');
    const types = (await bench.eventTypes()).slice(known);
    expect(types).toContain('refund.updated');
    expect(types.filter((type) => type === 'charge.refund.updated')).toHaveLength(1);
  });

  it('does not wait while the money of the payment is on its way itself', async () => {
    const bench = await testBench();
    const { charge } = await paid(bench);
    expect((await bench.stripe.refunds.create({ charge })).status).toBe('succeeded');
  });

  it('does not wait where the fee of the payment is all that is missing', async () => {
    const bench = await testBench();
    const { charge } = await paid(bench, atOnce);
    const refund = await bench.stripe.refunds.create({ charge });
    expect(refund.status).toBe('succeeded');
    expect((await bench.stripe.balance.retrieve()).available[0]?.amount).toBeLessThan(0);
  });

  it('waits for the day on which other money is there', async () => {
    const bench = await testBench();
    const charge = await paidOut(bench);
    await paid(bench, { amount: 6000 });
    const { id } = await bench.stripe.refunds.create({ charge });
    expect(await bench.stripe.refunds.retrieve(id)).toMatchObject(waiting);
    await bench.sandbox.advance('3d');
    expect((await bench.stripe.refunds.retrieve(id)).status).toBe('succeeded');
  });

  it('goes out in the order of the requests, as far as the money reaches', async () => {
    const bench = await testBench();
    const { stripe } = bench;
    const [first, second] = [await paid(bench, atOnce), await paid(bench, atOnce)];
    await stripe.payouts.create({
      amount: (await stripe.balance.retrieve()).available[0]?.amount ?? 0,
      currency: 'usd',
    });
    const refunds: string[] = [];
    for (const { charge } of [first, second]) refunds.push((await stripe.refunds.create({ charge, amount: 3000 })).id);
    const statuses = () => Promise.all(refunds.map(async (id) => (await stripe.refunds.retrieve(id)).status));
    expect(await statuses()).toEqual(['pending', 'pending']);
    await paid(bench, { ...atOnce, amount: 4000 });
    expect(await statuses()).toEqual(['succeeded', 'pending']);
    await paid(bench, { ...atOnce, amount: 4000 });
    expect(await statuses()).toEqual(['succeeded', 'succeeded']);
  });

  it('may fail before the money comes, and gives it back', async () => {
    const bench = await testBench();
    const charge = await paidOut(bench);
    const before = await bench.stripe.balance.retrieve();
    const { id } = await bench.stripe.refunds.create({ charge });
    await bench.sandbox.act(id, 'fail');
    expect(await bench.stripe.refunds.retrieve(id)).toMatchObject({ status: 'failed' });
    expect((await bench.stripe.balance.retrieve()).available).toEqual(before.available);
    const updates = (await bench.stripe.events.list({ type: 'refund.updated' })).data;
    expect(updates.map(({ data }) => data.previous_attributes)).toMatchObject([{ status: 'pending' }]);
  });
});
