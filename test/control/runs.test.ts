import { describe, expect, it } from 'vitest';
import { as, controlBench, defaultKey } from './harness.ts';

describe('GET /_emulator/scenarios', () => {
  it('lists the library', async () => {
    const { control } = await controlBench();
    const { body } = await control('GET', '/scenarios');
    expect(body.data).toContainEqual({
      object: 'scenario',
      name: 'dispute-lost',
      title: 'A charge is disputed, evidence is submitted, the bank decides for the cardholder',
    });
  });
});

describe('POST /_emulator/scenarios/:name/runs', () => {
  it('plays a story in the sandbox of the caller, and answers its timeline', async () => {
    const { control, api } = await controlBench();
    const { status, body } = await control('POST', '/scenarios/dispute-lost/runs');
    expect(status).toBe(200);
    expect(body).toMatchObject({ object: 'run', scenario: 'dispute-lost', status: 'passed', failure: null });
    expect(body.timeline.map(({ text }) => text)).toContain('charge.dispute.closed');
    expect((await api('GET', '/v1/disputes')).body.data).toMatchObject([{ status: 'lost' }]);
    expect((await control('GET', `/runs/${body.id}`)).body).toEqual(body);
  });

  it('answers at once where asked to', async () => {
    const { control } = await controlBench();
    const { body } = await control('POST', '/scenarios/payout-paid/runs', { wait: false });
    expect(body).toMatchObject({ status: 'running', milliseconds: null });
    await expect.poll(async () => (await control('GET', `/runs/${body.id}`)).body.status).toBe('passed');
  });

  it('tells why a story failed', async () => {
    const { control, api } = await controlBench();
    await control('POST', '/faults', { match: { path: '/v1/payment_intents' }, effect: { status: 500 } });
    const { body } = await control('POST', '/scenarios/dispute-lost/runs');
    expect(body.status).toBe('failed');
    expect(body.failure).toBe('POST /v1/payment_intents: expected a 2xx answer, got 500  An unknown error occurred.');
    expect(body.failed.step).toBe('steps.1');
    expect((await api('GET', '/v1/disputes')).body.data).toEqual([]);
  });

  it('knows no other stories', async () => {
    const { control } = await controlBench();
    const { status, body } = await control('POST', '/scenarios/dispute-forgotten/runs');
    expect(status).toBe(404);
    expect(body.error.message).toBe("No such scenario: 'dispute-forgotten'");
  });

  it('keeps a run to its sandbox', async () => {
    const { control } = await controlBench();
    const { body } = await control('POST', '/scenarios/payout-paid/runs');
    expect((await control('GET', `/runs/${body.id}`, undefined, as('sk_test_other'))).status).toBe(404);
    expect((await control('GET', '/runs/run_99')).status).toBe(404);
  });
});

describe('GET /_emulator/timeline', () => {
  it('tells of requests, events and deliveries as they happen, until nobody listens', async () => {
    const { emulator, api, sandbox } = await controlBench();
    await sandbox.deliverTo(() => new Response());
    const answer = await emulator.fetch('http://emulator/_emulator/timeline', { headers: as(defaultKey) });
    expect(answer.headers.get('content-type')).toBe('text/event-stream');
    const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
    let told = '';
    const read = async (): Promise<void> => {
      told += new TextDecoder().decode((await reader.read()).value);
    };
    await read();
    expect(told).toBe(': from now on\n\n');
    const { body } = await api('POST', '/v1/customers', 'name=Jenny');
    await api('POST', '/v1/customers', '', as('sk_test_other'));
    while (!told.includes('"kind":"attempt"')) await read();
    const lines = told.split('\n\n').filter((part) => part.startsWith('data: '));
    expect(lines.map((line) => JSON.parse(line.slice(6)))).toEqual([
      expect.objectContaining({ kind: 'event', type: 'customer.created', account: null, about: body.id }),
      expect.objectContaining({ kind: 'request', method: 'POST', path: '/v1/customers', status: 200 }),
      expect.objectContaining({ kind: 'attempt', event_type: 'customer.created', status: 'succeeded' }),
    ]);
    await reader.cancel();
    await api('POST', '/v1/customers');
  });
});
