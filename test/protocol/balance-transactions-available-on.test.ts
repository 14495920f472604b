/** Balance transactions by the day on which their money is available, as versions before 2023-08-16 list them. */
import { describe, expect, it } from 'vitest';
import { testBench } from '../spec/harness.ts';

async function paid() {
  const { stripe, call } = await testBench();
  const pay = (payment_method: string) =>
    stripe.paymentIntents.create({
      amount: 1000,
      currency: 'usd',
      allowed_payment_method_types: ['card'],
      capture_method: 'automatic',
      payment_method,
      confirm: true,
    });
  await pay('pm_card_visa');
  await pay('pm_card_bypassPending');
  const { data } = await stripe.balanceTransactions.list();
  const list = async (query: string, version?: string) => {
    const headers: Record<string, string> = version === undefined ? {} : { 'stripe-version': version };
    return (await call('GET', `/v1/balance_transactions?${query}`, { headers })).body;
  };
  const days = data.map(({ available_on }) => available_on);
  return { list, soon: Math.min(...days), later: Math.max(...days) };
}

describe.each(['2022-11-15', undefined])('GET /v1/balance_transactions at %s', (version) => {
  it('finds those of one time, and those within bounds', async () => {
    const { list, soon, later } = await paid();
    expect(later).toBeGreaterThan(soon);
    const dayOf = async (query: string) => (await list(query, version)).data.map((each) => each.available_on);
    expect(await dayOf(`available_on=${soon}`)).toEqual([soon]);
    expect(await dayOf(`available_on[gt]=${soon}`)).toEqual([later]);
    expect(await dayOf(`available_on[lt]=${soon}`)).toEqual([]);
  });
});

describe('GET /v1/balance_transactions at 2023-08-16', () => {
  it('knows no such parameter', async () => {
    const { list } = await paid();
    expect((await list('available_on=1', '2023-08-16')).error).toMatchObject({
      code: 'parameter_unknown',
      param: 'available_on',
    });
  });
});
