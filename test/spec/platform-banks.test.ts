import { describe, expect, it } from 'vitest';
import { testBench } from './harness.ts';
import { pay } from './sellers.ts';

describe("the platform's own bank account", () => {
  it.each([
    ['usd', 'US', '6789'],
    ['eur', 'DE', '3000'],
    ['gbp', 'GB', '2345'],
    ['sek', 'SE', '3000'],
    ['sgd', 'SG', '3456'],
    ['kes', 'DE', '3000'],
  ])('is in a country where %s is at home', async (currency, country, last4) => {
    const { stripe, sandbox } = await testBench();
    await pay({ amount: 100_000, currency, payment_method: 'pm_card_bypassPending' }, stripe);
    const { destination, id } = await stripe.payouts.create({ amount: 50_000, currency });
    expect(await sandbox.object(String(destination))).toMatchObject({ object: { country, currency, last4 } });
    await sandbox.advance('5d');
    expect((await stripe.payouts.retrieve(id)).status).toBe('paid');
  });
});
