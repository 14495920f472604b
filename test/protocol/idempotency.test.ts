import { describe, expect, it } from 'vitest';
import { type TestBench, testBench } from '../spec/harness.ts';

const withKey = (key: string, more: Record<string, string> = {}) => ({ headers: { 'idempotency-key': key, ...more } });
const create = (bench: TestBench, key: string, body = 'email=jenny@example.com', path = '/v1/customers') =>
  bench.call('POST', path, { body, ...withKey(key) });

describe('an idempotency key', () => {
  it('answers the same again, and does nothing again', async () => {
    const bench = await testBench();
    const first = await create(bench, 'k1');
    expect(first.status).toBe(200);
    expect(first.headers.get('idempotency-key')).toBe('k1');
    expect(first.headers.get('original-request')).toBe(first.headers.get('request-id'));
    expect(first.headers.get('idempotent-replayed')).toBeNull();

    const again = await create(bench, 'k1');
    expect(JSON.stringify(again.body)).toBe(JSON.stringify(first.body));
    expect(again.status).toBe(200);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(again.headers.get('original-request')).toBe(first.headers.get('request-id'));
    expect(again.headers.get('request-id')).not.toBe(first.headers.get('request-id'));
    expect(again.headers.get('idempotency-key')).toBe('k1');

    expect((await bench.call('GET', '/v1/customers')).body.data).toHaveLength(1);
    expect(await bench.eventTypes()).toEqual(['customer.created']);
  });

  it('answers what was true then, byte for byte', async () => {
    const { emulator } = await testBench();
    const send = async (path: string, body: string, key?: string): Promise<string> => {
      const headers = {
        authorization: 'Bearer sk_test_bench',
        'content-type': 'application/x-www-form-urlencoded',
        ...(key && { 'idempotency-key': key }),
      };
      return (await emulator.fetch(`http://emulator${path}`, { method: 'POST', headers, body })).text();
    };
    const first = await send('/v1/customers', 'name=Jenny', 'k');
    await send(`/v1/customers/${JSON.parse(first).id}`, 'name=Changed');
    expect(await send('/v1/customers', 'name=Jenny', 'k')).toBe(first);
  });

  it('does not care about the order in which parameters were sent', async () => {
    const bench = await testBench();
    const first = await create(bench, 'k', 'name=A&metadata[x]=1&metadata[y]=2');
    const again = await create(bench, 'k', 'metadata[y]=2&metadata[x]=1&name=A');
    expect([again.status, again.body.id]).toEqual([200, first.body.id]);
  });

  it('is for the same parameters only', async () => {
    const bench = await testBench();
    await create(bench, 'k', 'name=A');
    const { status, body, headers } = await create(bench, 'k', 'name=B');
    expect(status).toBe(400);
    expect(body.error).toEqual({
      message:
        "Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than 'k' if you meant to execute a different request.",
      request_log_url: expect.stringContaining(headers.get('request-id') ?? '?'),
      type: 'idempotency_error',
    });
    expect((await create(bench, 'k', 'name=A')).headers.get('idempotent-replayed')).toBe('true');
  });

  it('is for the same endpoint only', async () => {
    const bench = await testBench();
    await create(bench, 'k', '');
    const { status, body } = await create(bench, 'k', 'amount=1000&currency=usd', '/v1/payment_intents');
    expect(status).toBe(400);
    expect(body.error).toMatchObject({
      message:
        "Keys for idempotent requests can only be used for the same endpoint they were first used for ('/v1/customers' vs '/v1/payment_intents'). Try using a key other than 'k' if you meant to execute a different request.",
      type: 'idempotency_error',
    });
    expect(body.error).not.toHaveProperty('code');
  });

  it('is in use while its first request runs', async () => {
    const bench = await testBench();
    const answers = await Promise.all([create(bench, 'k'), create(bench, 'k'), create(bench, 'other')]);
    const [busy, ...rest] = answers.filter(({ status }) => status === 409);
    expect(rest).toEqual([]);
    expect(busy?.body.error).toMatchObject({
      code: 'idempotency_key_in_use',
      message:
        'There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): k. Please try again later.',
      type: 'idempotency_error',
    });
    expect(busy?.headers.get('stripe-should-retry')).toBeNull();
    expect((await create(bench, 'k')).headers.get('idempotent-replayed')).toBe('true');
    expect((await bench.call('GET', '/v1/customers')).body.data).toHaveLength(2);
  });

  it.each([
    ['an unknown parameter', 'wat=1'],
    ['a wrong value', 'address=x'],
    ['an unknown id in a parameter', 'test_clock=clock_x'],
  ])('stays free after %s', async (_, wrong) => {
    const bench = await testBench();
    expect((await create(bench, 'k', wrong)).status).toBe(400);
    const { status, headers } = await create(bench, 'k', 'name=A');
    expect([status, headers.get('idempotent-replayed')]).toEqual([200, null]);
  });

  it('keeps the 404 of an id in the path', async () => {
    const bench = await testBench();
    const first = await create(bench, 'k', '', '/v1/customers/cus_nope');
    const again = await create(bench, 'k', '', '/v1/customers/cus_nope');
    expect([first.status, again.status]).toEqual([404, 404]);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
  });

  it('keeps the 402 of a declined card', async () => {
    const bench = await testBench();
    const pay = () => create(bench, 'k', 'amount=1000&currency=usd&source=tok_chargeDeclined', '/v1/charges');
    const first = await pay();
    const again = await pay();
    expect([first.status, again.status]).toEqual([402, 402]);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect((await bench.call('GET', '/v1/charges')).body.data).toHaveLength(1);
  });

  it('keeps the 400 of a state that does not allow it', async () => {
    const bench = await testBench();
    const { body: intent } = await create(bench, 'i', 'amount=1000&currency=usd', '/v1/payment_intents');
    const cancel = () => create(bench, 'k', '', `/v1/payment_intents/${intent.id}/cancel`);
    const capture = () => create(bench, 'c', '', `/v1/payment_intents/${intent.id}/capture`);
    await cancel();
    const first = await capture();
    expect([first.status, first.headers.get('stripe-should-retry')]).toEqual([400, 'false']);
    expect((await capture()).headers.get('idempotent-replayed')).toBe('true');
  });

  it('is free again after a day', async () => {
    const bench = await testBench();
    const first = await create(bench, 'k');
    await bench.sandbox.advance(86_399);
    expect((await create(bench, 'k')).body.id).toBe(first.body.id);
    await bench.sandbox.advance(1);
    const later = await create(bench, 'k', 'name=other');
    expect(later.status).toBe(200);
    expect(later.body.id).not.toBe(first.body.id);
  });

  it('belongs to one account', async () => {
    const bench = await testBench();
    const { id: account } = await bench.stripe.accounts.create({ type: 'custom' });
    const first = await create(bench, 'k');
    const connected = await bench.call('POST', '/v1/customers', withKey('k', { 'stripe-account': account }));
    const other = await bench.call('POST', '/v1/customers', withKey('k', { authorization: 'Bearer sk_test_other' }));
    expect(new Set([first.body.id, connected.body.id, other.body.id]).size).toBe(3);
  });

  it('is ignored by GET and DELETE', async () => {
    const bench = await testBench();
    const { body } = await create(bench, 'k');
    const path = `/v1/customers/${body.id}`;
    const read = await bench.call('GET', path, withKey('k'));
    expect([read.status, read.headers.get('idempotency-key')]).toEqual([200, null]);
    expect((await bench.call('DELETE', path, withKey('k'))).body).toMatchObject({ deleted: true });
  });

  it('has at most 255 characters', async () => {
    const bench = await testBench();
    expect((await create(bench, 'k'.repeat(255))).status).toBe(200);
    const { status, body } = await create(bench, 'k'.repeat(256));
    expect([status, body.error.type]).toEqual([400, 'idempotency_error']);
    expect((await bench.call('GET', '/v1/customers')).body.data).toHaveLength(1);
  });

  it('shows in the events of its request', async () => {
    const bench = await testBench();
    const { headers } = await create(bench, 'k');
    const [event] = (await bench.stripe.events.list()).data;
    expect(event?.request).toEqual({ id: headers.get('request-id'), idempotency_key: 'k' });
  });
});
