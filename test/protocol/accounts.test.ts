import { describe, expect, it } from 'vitest';
import { testBench } from '../spec/harness.ts';

describe('Stripe-Account', () => {
  it('of a stranger is refused with nothing but the reason', async () => {
    const { call } = await testBench();
    const { status, body, headers } = await call('GET', '/v1/customers', {
      headers: { 'stripe-account': 'acct_fake' },
    });
    expect(status).toBe(403);
    expect(body).toEqual({
      error: {
        code: 'account_invalid',
        doc_url: 'https://stripe.com/docs/error-codes/account-invalid',
        message:
          "The provided key 'sk_test_*ench' does not have access to account 'acct_fake' (or that account does not exist). Application access may have been revoked.".replace(
            '*',
            '****',
          ),
        type: 'invalid_request_error',
      },
    });
    expect(headers.get('request-id')).toBeNull();
    expect(headers.get('stripe-version')).toBeNull();
    expect(headers.get('stripe-account')).toBeNull();
  });

  it('of a connected account opens its partition, and is echoed', async () => {
    const { stripe, call, client } = await testBench();
    const { id: account } = await stripe.accounts.create({ type: 'custom' });
    const connected = client({ stripeAccount: account });
    const customer = await connected.customers.create({ email: 'jenny@example.com' });
    expect((await connected.customers.list()).data).toHaveLength(1);
    expect((await stripe.customers.list()).data).toEqual([]);
    await expect(stripe.customers.retrieve(customer.id)).rejects.toMatchObject({ code: 'resource_missing' });
    const read = await call('GET', `/v1/customers/${customer.id}`, { headers: { 'stripe-account': account } });
    expect(read.headers.get('stripe-account')).toBe(account);
    expect((await call('GET', '/v1/customers')).headers.get('stripe-account')).toBeNull();
  });

  it('makes events that name the account, and those of the platform name none', async () => {
    const { stripe, client } = await testBench();
    const { id: account } = await stripe.accounts.create({ type: 'custom' });
    const connected = client({ stripeAccount: account });
    await connected.customers.create();
    await stripe.customers.create();
    const [theirs] = (await connected.events.list({ type: 'customer.created' })).data;
    expect(theirs).toMatchObject({ type: 'customer.created', account });
    const own = (await stripe.events.list({ type: 'customer.created' })).data;
    expect(own).toHaveLength(1);
    expect(own[0]).not.toHaveProperty('account');
  });

  it('may name the account of the key itself', async () => {
    const { call, sandbox, stripe } = await testBench();
    const { id } = await stripe.customers.create();
    const own = await call('GET', `/v1/customers/${id}`, { headers: { 'stripe-account': sandbox.account } });
    expect(own.status).toBe(200);
  });

  it('may be said by Stripe-Context too', async () => {
    const { call, stripe } = await testBench();
    const { id: account } = await stripe.accounts.create({ type: 'custom' });
    const { headers, status } = await call('GET', '/v1/customers', { headers: { 'stripe-context': account } });
    expect([status, headers.get('stripe-account')]).toEqual([200, account]);
  });

  it('of one sandbox means nothing in another', async () => {
    const { stripe, call } = await testBench();
    const { id: account } = await stripe.accounts.create({ type: 'custom' });
    const headers = { authorization: 'Bearer sk_test_other', 'stripe-account': account };
    expect((await call('GET', '/v1/customers', { headers })).status).toBe(403);
  });
});
