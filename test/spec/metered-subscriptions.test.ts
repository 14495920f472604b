import { describe, expect, it } from 'vitest';
import { testBench } from './harness.ts';
import { metered } from './metered-customer.ts';

describe('a subscription to a metered price', () => {
  it('bills after each period what was used in it', async () => {
    const bench = await testBench();
    const { use, latest, subscription } = await metered(bench);
    expect(subscription.items.data[0]).not.toHaveProperty('quantity');
    expect((await latest()).total).toBe(0);
    await use(40);
    await bench.sandbox.advance('10d');
    await use(60);
    await bench.sandbox.advance('21d2h');
    const first = await latest();
    expect(first).toMatchObject({ status: 'paid', total: 200, amount_paid: 200, billing_reason: 'subscription_cycle' });
    expect(first.lines.data).toMatchObject([
      { quantity: 100, amount: 200, period: { start: subscription.start_date } },
    ]);
    await use(30);
    await bench.sandbox.advance('28d2h');
    expect((await latest()).lines.data).toMatchObject([{ quantity: 30, amount: 60 }]);
  });

  it('counts the tiers of a price over the whole usage', async () => {
    const bench = await testBench();
    const { use, latest } = await metered(bench, {
      billing_scheme: 'tiered',
      tiers_mode: 'graduated',
      tiers: [
        { up_to: 100, unit_amount: 0 },
        { up_to: 'inf', unit_amount: 3 },
      ],
    });
    await use(90);
    await use(50);
    await bench.sandbox.advance('31d2h');
    expect((await latest()).total).toBe(120);
  });
});
