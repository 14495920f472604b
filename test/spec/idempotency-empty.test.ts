import { describe, expect, it } from 'vitest';
import { testBench } from './harness.ts';

const keyed = (key: string) => ({ 'idempotency-key': key });

describe('Idempotency-Key', () => {
  it('means nothing where it is empty, and on reads', async () => {
    const { call, stripe } = await testBench();
    for (const name of ['Ada', 'Eve']) {
      const answer = await call('POST', '/v1/customers', { body: `name=${name}`, headers: keyed('') });
      expect(answer).toMatchObject({ status: 200, body: { name } });
      expect(answer.headers.get('idempotency-key')).toBeNull();
    }
    await call('GET', '/v1/customers', { headers: keyed('read') });
    await stripe.customers.create({ name: 'Bob' });
    expect((await call('GET', '/v1/customers', { headers: keyed('read') })).body.data).toHaveLength(3);
  });
});
