import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Stripe from 'stripe';
import { describe, expect, it, onTestFinished } from 'vitest';
import { run, serve } from './command.ts';

function api(url: string, path: string, form?: string): Promise<Response> {
  return fetch(`${url}${path}`, {
    method: form === undefined ? 'GET' : 'POST',
    headers: { authorization: 'Bearer sk_test_emulator', 'content-type': 'application/x-www-form-urlencoded' },
    body: form,
  });
}

/** An application on a port of its own; answers the first webhook it received. */
async function application() {
  let receive: (webhook: { body: string; signature: string }) => void;
  const webhook = new Promise<{ body: string; signature: string }>((resolve) => {
    receive = resolve;
  });
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    receive({ body, signature: String(request.headers['stripe-signature']) });
    response.end();
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { port, webhook };
}

describe('stripe-emulator', () => {
  it('serves without a command, and names the URL on the first line', async () => {
    const server = await serve();
    expect(server.lines()[0]).toMatch(/^stripe-emulator \d+\.\d+\.\d+ is ready on http:\/\/127\.0\.0\.1:\d+$/);
    const health = await fetch(`${server.url}/_emulator/health`);
    expect(await health.json()).toMatchObject({ status: 'ok' });
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('ends with status 0 on %s', async (signal) => {
    const server = await serve('start', '--log', 'silent');
    expect(await server.stop(signal)).toMatchObject({ status: 0, stderr: '' });
  });

  it('ends on a signal also while a call waits', async () => {
    const server = await serve();
    const waiting = fetch(`${server.url}/_emulator/events/wait?timeout_ms=60000`).catch(() => 'cut off');
    await api(server.url, '/v1/customers');
    expect((await server.stop('SIGTERM')).status).toBe(0);
    expect(await waiting).toBe('cut off');
  });

  it('says in one sentence that the port is taken', async () => {
    const { port } = await application();
    const result = await run('start', '--port', String(port));
    expect(result).toEqual({
      status: 1,
      stdout: '',
      stderr: `Port ${port} of 127.0.0.1 is in use: stop what listens there, or choose another with --port (0 picks a free one).\n`,
    });
  });

  it('forwards events, signed with the secret it prints', async () => {
    const app = await application();
    const server = await serve(
      '--log',
      'silent',
      '--forward-to',
      `localhost:${app.port}/hook`,
      '--events',
      'customer.*',
    );
    const line = await server.line(/whsec_/);
    expect(line).toContain(`http://localhost:${app.port}/hook`);
    const secret = /whsec_\w+/.exec(line)?.[0] ?? '';
    await api(server.url, '/v1/customers', 'name=Ada');
    const { body, signature } = await app.webhook;
    expect(new Stripe('sk_test_x').webhooks.constructEvent(body, signature, secret).type).toBe('customer.created');
    expect(server.lines()).toHaveLength(2);
  });

  it('prints requests and deliveries as JSON lines', async () => {
    const app = await application();
    const server = await serve(
      '--log',
      'json',
      '--forward-to',
      `http://127.0.0.1:${app.port}`,
      '--webhook-secret',
      'whsec_mine',
    );
    await api(server.url, '/v1/customers', 'name=Ada');
    await server.line(/"type":"delivery"/);
    const [forwarder, request, delivery] = server
      .lines()
      .slice(1)
      .map((line) => JSON.parse(line));
    expect(forwarder).toMatchObject({ type: 'forwarder', url: `http://127.0.0.1:${app.port}`, secret: 'whsec_mine' });
    expect(request).toMatchObject({
      type: 'request',
      method: 'POST',
      path: '/v1/customers',
      status: 200,
      request_id: expect.stringMatching(/^req_/),
    });
    expect(delivery).toMatchObject({
      type: 'delivery',
      event_type: 'customer.created',
      status: 'succeeded',
      attempt: 1,
      http_status: 200,
    });
  });

  it('prints them for people too', async () => {
    const server = await serve('--forward-to', 'http://127.0.0.1:9/closed');
    await api(server.url, '/v1/customers', 'name=Ada');
    expect(await server.line(/POST/)).toMatch(/^POST +\/v1\/customers 200 req_\w+ [\d.]+ ms$/);
    expect(await server.line(/customer\.created/)).toContain('The connection was refused. (ECONNREFUSED)');
  });

  it('takes seed and clock', async () => {
    const answers = await Promise.all(
      [1, 2].map(async () => {
        const server = await serve('--seed', '7', '--clock', '2030-01-01T00:00:00Z', '--log', 'silent');
        return (await api(server.url, '/v1/customers', 'name=Ada')).text();
      }),
    );
    expect(answers[0]).toBe(answers[1]);
    expect(JSON.parse(answers[0] ?? '').created).toBe(Date.UTC(2030, 0, 1) / 1000);
  });

  it('refuses with --strict what is only generically emulated', async () => {
    const server = await serve('--strict', '--log', 'silent');
    expect((await api(server.url, '/v1/apple_pay/domains')).status).toBe(501);
  });
});
