import Stripe from 'stripe';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createEmulator } from '../../src/index.ts';
import { as, controlBench } from './harness.ts';

const customers = { method: 'POST', path: '/v1/customers' };

async function armed(fault: object) {
  const bench = await controlBench();
  const { status, body } = await bench.control('POST', '/faults', fault);
  expect(status).toBe(200);
  return { ...bench, fault: body };
}

describe('POST /_emulator/faults', () => {
  it('answers the fault', async () => {
    const { fault } = await armed({ match: customers, effect: { status: 500 } });
    expect(fault).toEqual({
      id: 'fault_1',
      object: 'fault',
      match: customers,
      effect: { status: 500 },
      times: 1,
      seen: 0,
      fired: 0,
    });
  });

  it.each([
    [409, 'idempotency_error', 'idempotency_key_in_use'],
    [429, 'invalid_request_error', 'rate_limit'],
    [402, 'card_error', 'card_declined'],
    [500, 'api_error', undefined],
    [503, 'api_error', undefined],
  ])('fails one call with %i as Stripe words it', async (wanted, type, code) => {
    const { api } = await armed({ match: customers, effect: { status: wanted } });
    const { status, body } = await api('POST', '/v1/customers');
    expect(status).toBe(wanted);
    expect(body.error).toMatchObject({ type, ...(code && { code }), message: expect.any(String) });
    expect((await api('POST', '/v1/customers')).status).toBe(200);
  });

  it('carries nothing out of a call that fails', async () => {
    const { api } = await armed({ match: customers, effect: { status: 500 } });
    await api('POST', '/v1/customers');
    expect((await api('GET', '/v1/customers')).body.data).toEqual([]);
  });

  it('carries the call out where only the answer is lost', async () => {
    const { api } = await armed({ match: customers, effect: { status: 500, execute: true } });
    const key = { 'idempotency-key': 'once' };
    expect((await api('POST', '/v1/customers', 'name=Jenny', key)).status).toBe(500);
    const { body } = await api('POST', '/v1/customers', 'name=Jenny', key);
    expect((await api('GET', '/v1/customers')).body.data).toEqual([body]);
  });

  it('answers a body of its own', async () => {
    const error = { type: 'api_error', message: 'The lights are out.' };
    const { api } = await armed({ effect: { status: 503, body: { error } } });
    expect((await api('GET', '/v1/customers')).body).toEqual({ error });
  });

  it('answers an error of the type asked for', async () => {
    const { api } = await armed({ effect: { type: 'card_error' } });
    const { status, body } = await api('POST', '/v1/charges');
    expect([status, body.error.type]).toEqual([402, 'card_error']);
  });

  it('begins with the nth call that fits, as often as asked', async () => {
    const { api, control } = await armed({ match: { ...customers, nth: 2 }, effect: { status: 500 }, times: 2 });
    const statuses: number[] = [];
    for (let n = 0; n < 4; n++) statuses.push((await api('POST', '/v1/customers')).status);
    expect(statuses).toEqual([200, 500, 500, 200]);
    expect((await control('GET', '/faults')).body.data).toMatchObject([{ seen: 4, fired: 2 }]);
  });

  it('never ends without a number', async () => {
    const { api } = await armed({ match: customers, effect: { status: 500 }, times: null });
    for (let n = 0; n < 5; n++) expect((await api('POST', '/v1/customers')).status).toBe(500);
  });

  it.each([
    ['/v1/customers/{id}', '/v1/customers/cus_1', true],
    ['/v1/customers/{id}', '/v1/customers', false],
    ['/v1/customers/{id}', '/v1/customers/cus_1/sources', false],
    ['/v1/customers*', '/v1/customers/cus_1/sources', true],
    ['/v1/charges', '/v1/chargesX', false],
    ['/v1/a.b', '/v1/aXb', false],
  ])('reads %s: %s', async (pattern, path, fits) => {
    const { api } = await armed({ match: { path: pattern }, effect: { status: 503 } });
    expect((await api('GET', path)).status === 503).toBe(fits);
  });

  it('delays an answer', async () => {
    const { api } = await armed({ match: customers, effect: { delay_ms: 40 } });
    const started = performance.now();
    expect((await api('POST', '/v1/customers')).status).toBe(200);
    expect(performance.now() - started).toBeGreaterThanOrEqual(39);
  });

  it('shows in the answer and in the request log', async () => {
    const { emulator, sandbox } = await armed({ effect: { status: 503 } });
    const answer = await emulator.fetch('http://emulator/v1/customers', { headers: as(sandbox.key) });
    expect(answer.headers.get('emulator-fault')).toBe('fault_1');
    expect(sandbox.requests()[0]).toMatchObject({ path: '/v1/customers', status: 503 });
  });

  it('concerns one sandbox', async () => {
    const { api } = await armed({ effect: { status: 503 }, times: null });
    expect((await api('GET', '/v1/customers', undefined, as('sk_test_other'))).status).toBe(200);
  });

  it('ends with the sandbox', async () => {
    const { api, control } = await armed({ effect: { status: 503 }, times: null });
    await control('POST', '/reset');
    expect((await api('GET', '/v1/customers')).status).toBe(200);
  });

  it.each([
    [{}, 'Missing required param: effect.'],
    [{ effect: {} }, 'Say what goes wrong: one of status, type, body, delay_ms, drop.'],
    [{ effect: { execute: true } }, 'Say what goes wrong: one of status, type, body, delay_ms, drop.'],
    [{ effect: { status: 99 } }, 'Invalid effect.status: must be a whole number from 200 to 599'],
    [{ effect: { type: 'rate_limit' } }, /^Invalid effect\.type: must be one of api_error, /],
    [{ effect: { drop: 'yes' } }, 'Invalid effect.drop: must be true or false'],
    [{ effect: { drop: true }, times: 0 }, /^Invalid times: must be a whole number/],
    [{ effect: { drop: true }, match: { path: '/customers' } }, /^Invalid match\.path: must be a path of the API/],
    [{ effect: { drop: true }, match: { verb: 'GET' } }, 'Received unknown parameter: verb'],
  ])('refuses %j', async (fault, message) => {
    const { control } = await controlBench();
    const { status, body } = await control('POST', '/faults', fault);
    expect(status).toBe(400);
    expect(body.error.message).toMatch(message);
    expect((await control('GET', '/faults')).body.data).toEqual([]);
  });
});

describe('DELETE /_emulator/faults', () => {
  it('takes away one, or all', async () => {
    const { control, api } = await armed({ effect: { status: 503 } });
    await control('POST', '/faults', { effect: { status: 429 } });
    await control('POST', '/faults', { effect: { status: 500 } });
    expect((await control('DELETE', '/faults/fault_1')).body).toEqual({
      id: 'fault_1',
      object: 'fault',
      deleted: true,
    });
    expect((await control('DELETE', '/faults/fault_1')).status).toBe(404);
    expect((await control('DELETE', '/faults')).body).toEqual({ deleted: 2 });
    expect((await api('GET', '/v1/customers')).status).toBe(200);
  });
});

describe('a dropped connection', () => {
  it('is an error of fetch in process', async () => {
    const { emulator, sandbox } = await armed({ effect: { drop: true } });
    const call = emulator.fetch('http://emulator/v1/customers', { headers: as(sandbox.key) });
    await expect(call).rejects.toMatchObject({ message: 'fetch failed', cause: { code: 'ECONNRESET' } });
    expect(sandbox.requests()[0]).toMatchObject({ path: '/v1/customers', status: 0 });
  });

  it.each([false, true])('makes the SDK try again, once and for all (carried out: %s)', async (execute) => {
    const emulator = await createEmulator({ onCrash: (error) => Promise.reject(error) });
    onTestFinished(() => emulator.close());
    const { port } = await emulator.listen();
    const stripe = new Stripe('sk_test_drop', { host: '127.0.0.1', port, protocol: 'http', telemetry: false });
    const sandbox = emulator.sandbox('sk_test_drop');
    sandbox.faults.arm({ match: customers, effect: { drop: true, execute }, times: 1 });
    const { id } = await stripe.customers.create({ name: 'Jenny' }, { maxNetworkRetries: 1 });
    const { data } = await stripe.customers.list();
    expect(data.map((customer) => customer.id)).toEqual([id]);
    expect(sandbox.faults.list()).toMatchObject([{ seen: 2, fired: 1 }]);
  });
});
