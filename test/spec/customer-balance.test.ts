import { describe, expect, it } from 'vitest';
import { refusal, testBench } from './harness.ts';

describe('POST /v1/customers/:id/balance_transactions', () => {
  it('moves the balance and says so', async () => {
    const { stripe, eventTypes } = await testBench();
    const { id } = await stripe.customers.create({ name: 'Ada' });
    await stripe.customers.createBalanceTransaction(id, { amount: -500, currency: 'usd' });
    const debit = await stripe.customers.createBalanceTransaction(id, {
      amount: 200,
      currency: 'usd',
      description: 'fee',
    });
    expect(debit).toMatchObject({
      amount: 200,
      ending_balance: -300,
      type: 'adjustment',
      description: 'fee',
      customer: id,
    });
    expect((await stripe.customers.retrieve(id)) as object).toMatchObject({ balance: -300, currency: 'usd' });
    expect(await eventTypes()).toEqual(['customer.created', 'customer.updated', 'customer.updated']);
  });

  it('lists, reads and describes transactions', async () => {
    const { stripe } = await testBench();
    const { id } = await stripe.customers.create({});
    const first = await stripe.customers.createBalanceTransaction(id, { amount: -500, currency: 'usd' });
    await stripe.customers.createBalanceTransaction(id, { amount: -1, currency: 'usd' });
    expect((await stripe.customers.listBalanceTransactions(id)).data.map(({ amount }) => amount)).toEqual([-1, -500]);
    const changed = await stripe.customers.updateBalanceTransaction(id, first.id, { description: 'goodwill' });
    expect(changed).toMatchObject({ amount: -500, description: 'goodwill' });
    const error = await refusal(stripe.customers.createBalanceTransaction(id, { amount: 1, currency: 'eur' }));
    expect(error.param).toBe('currency');
  });
});
