import { setTimeout as sleep } from 'node:timers/promises';
import Stripe from 'stripe';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { createDeliverer, type Handler, type Message } from '../../src/server/webhooks/deliver.ts';
import { closedPort, closeReceivers, receive, receiveRaw } from './receiver.ts';

const { webhooks } = new Stripe('sk_test_deliveries');
const payload = JSON.stringify(
  { id: 'evt_1', object: 'event', type: 'charge.succeeded', data: { object: {} } },
  null,
  2,
);
const now = Math.floor(Date.now() / 1000);
const to = (url: string): Message => ({ url, secrets: ['whsec_a'], payload, timestamp: now });

const deliverer = createDeliverer({ timeoutMs: 300 });
const patient = createDeliverer({ timeoutMs: 5000 });

afterEach(closeReceivers);
afterAll(() => Promise.all([deliverer.close(), patient.close()]));

describe('an attempt', () => {
  it('posts the payload as Stripe does, signed', async () => {
    const receiver = await receive((response) => response.end('{"received":true}'));
    const attempt = await patient.deliver(`${receiver.url}/hook?a=b`, to(`${receiver.url}/hook?a=b`));

    expect(attempt).toMatchObject({ at: now, status: 200, response: '{"received":true}', error: null });
    expect(attempt.duration_ms).toBeGreaterThanOrEqual(0);
    const [request] = receiver.received;
    expect(request).toMatchObject({
      path: '/hook?a=b',
      body: payload,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
        accept: '*/*; q=0.5, application/xml',
        'cache-control': 'no-cache',
        'content-length': String(Buffer.byteLength(payload)),
      },
    });
    const signature = request?.headers['stripe-signature'] ?? '';
    expect(webhooks.constructEvent(request?.body ?? '', signature, 'whsec_a').id).toBe('evt_1');
  });

  it('signs as of today when the sandbox lives in the past, and as of the sandbox when it is ahead', async () => {
    const receiver = await receive((response) => response.end());
    for (const timestamp of [0, now + 7 * 86_400]) {
      const attempt = await patient.deliver(receiver.url, { ...to(receiver.url), timestamp });
      expect(attempt.at).toBe(timestamp);
    }
    const [past, ahead] = receiver.received.map(({ headers }) => String(headers['stripe-signature']));
    expect(webhooks.constructEvent(payload, past ?? '', 'whsec_a').id).toBe('evt_1');
    expect(ahead).toContain(`t=${now + 7 * 86_400},`);
  });

  it('sends the user name and password of the URL', async () => {
    const receiver = await receive((response) => response.end());
    const url = receiver.url.replace('http://', 'http://ada:secret@');
    await patient.deliver(url, to(url));
    expect(receiver.received[0]?.headers.authorization).toBe(`Basic ${Buffer.from('ada:secret').toString('base64')}`);
  });

  it('uses connections again', async () => {
    const ports = new Set<number | undefined>();
    const receiver = await receive((response) => {
      ports.add(response.socket?.remotePort);
      response.end();
    });
    for (let i = 0; i < 10; i++) await patient.deliver(receiver.url, to(receiver.url));
    expect(ports.size).toBeLessThanOrEqual(2);
  });
});

describe('the answer of a receiver', () => {
  it.each([200, 201, 204, 299, 400, 404, 410, 429, 500, 503])('is kept: %i', async (status) => {
    const receiver = await receive((response) => response.writeHead(status).end());
    expect(await patient.deliver(receiver.url, to(receiver.url))).toMatchObject({ status, response: '', error: null });
  });

  it('may be announced by a 103', async () => {
    const receiver = await receive((response) => {
      response.writeEarlyHints({ link: '</a>; rel=preload' }, () => response.writeHead(202).end('later'));
    });
    expect(await patient.deliver(receiver.url, to(receiver.url))).toMatchObject({
      status: 202,
      response: 'later',
      error: null,
    });
  });

  it.each([301, 302, 303, 307, 308])('is not followed elsewhere: %i', async (status) => {
    const receiver = await receive((response, { path }) => {
      if (path === '/new') response.end();
      else response.writeHead(status, { location: '/new' }).end('moved');
    });
    expect(await patient.deliver(`${receiver.url}/old`, to(`${receiver.url}/old`))).toMatchObject({
      status,
      response: 'moved',
    });
    expect(receiver.received.map(({ path }) => path)).toEqual(['/old']);
  });

  it('is cut to 2,000 characters, none of them halved', async () => {
    const receiver = await receive((response) => response.end(`x${'😀'.repeat(3000)}`));
    const { status, response, error } = await patient.deliver(receiver.url, to(receiver.url));
    expect([status, error]).toEqual([200, null]);
    expect(response).toBe(`x${'😀'.repeat(999)}`);
  });

  it('is cut off when it does not end', async () => {
    let closed = false;
    const receiver = await receive((response) => {
      const more = (): void => {
        while (!closed && response.write('y'.repeat(16_384)));
      };
      response.on('drain', more).on('close', () => {
        closed = true;
      });
      more();
    });
    const { status, response, error, duration_ms } = await patient.deliver(receiver.url, to(receiver.url));
    expect([status, error, response.length]).toEqual([200, null, 2000]);
    expect(duration_ms).toBeLessThan(4000);
    await expect.poll(() => closed).toBe(true);
  });
});

describe('a receiver that fails', () => {
  const closedEarly = /^The connection was closed before the answer was complete\. \((UND_ERR_SOCKET|ECONNRESET)\)$/;

  it('refuses the connection', async () => {
    const url = await closedPort();
    expect(await patient.deliver(url, to(url))).toMatchObject({
      status: null,
      response: '',
      error: 'The connection was refused. (ECONNREFUSED)',
    });
  });

  it('never answers', async () => {
    const receiver = await receive(() => undefined);
    const attempt = await deliverer.deliver(receiver.url, to(receiver.url));
    expect(attempt).toMatchObject({ status: null, error: 'No complete answer came within 0.3 s.' });
    expect(attempt.duration_ms).toBeGreaterThanOrEqual(290);
    expect(attempt.duration_ms).toBeLessThan(2000);
  });

  it('answers drop by drop without an end', async () => {
    const receiver = await receive((response) => {
      const drip = setInterval(() => response.write('.'), 20);
      response.on('close', () => clearInterval(drip));
    });
    const attempt = await deliverer.deliver(receiver.url, to(receiver.url));
    expect(attempt).toMatchObject({ status: null, error: 'No complete answer came within 0.3 s.' });
  });

  it.each<[string, (socket: import('node:net').Socket) => void]>([
    ['closes without an answer', (socket) => socket.end()],
    ['resets the connection', (socket) => socket.resetAndDestroy()],
    ['closes within the headers', (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Le')],
    ['closes within the body', (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf')],
    [
      'closes within a chunk',
      (socket) => socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n20\r\nhalf'),
    ],
  ])('%s', async (_, act) => {
    const receiver = await receiveRaw(act);
    const attempt = await patient.deliver(receiver.url, to(receiver.url));
    expect(attempt.status).toBeNull();
    expect(attempt.error).toMatch(closedEarly);
  });

  it.each([
    'hello\r\n\r\n',
    'HTTP/1.1 abc\r\n\r\n',
    '\x16\x03\x01\x00\x00',
    'HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n',
  ])('speaks something else: %j', async (text) => {
    const receiver = await receiveRaw((socket) => socket.end(text));
    const attempt = await patient.deliver(receiver.url, to(receiver.url));
    expect(attempt.status).toBeNull();
    expect(attempt.error).toMatch(/^The answer is not HTTP: .+\.$/);
  });

  it('has no name that resolves', async () => {
    const url = 'http://no-such-host.invalid/hook';
    const failing = createDeliverer({
      resolve: (host, _, callback) =>
        callback(Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: 'ENOTFOUND' }), []),
    });
    expect((await failing.deliver(url, to(url))).error).toBe('The name of the host does not resolve. (ENOTFOUND)');
    await failing.close();
  });

  it('gets nothing any more once the attempt was given up, though a connection opens later', async () => {
    const receiver = await receive((response) => response.end());
    let resolveLate: (() => void) | undefined;
    const slow = createDeliverer({
      timeoutMs: 100,
      resolve: (_host, _options, callback) => {
        resolveLate = () => callback(null, [{ address: '127.0.0.1', family: 4 }]);
      },
    });
    const url = receiver.url.replace('127.0.0.1', 'app.test');
    expect((await slow.deliver(url, to(url))).error).toBe('No complete answer came within 0.1 s.');
    resolveLate?.();
    await sleep(100);
    expect(receiver.received).toEqual([]);
    await slow.close();
  });

  it.each([
    [
      'http://8.8.8.8/',
      '8.8.8.8 is neither loopback nor private; webhooks go to other addresses only with allowPublicWebhooks (--allow-public-webhooks).',
    ],
    ['inproc:nobody', 'The URL must begin with http:// or https://.'],
    ['not a url', 'The URL cannot be read.'],
  ])('may not be called: %s', async (url, error) => {
    expect(await patient.deliver(url, to(url))).toMatchObject({ status: null, response: '', error });
  });

  it('is let go when the attempt is stopped', async () => {
    const receiver = await receive(() => undefined);
    const stop = new AbortController();
    const attempt = patient.deliver(receiver.url, to(receiver.url), stop.signal);
    await expect.poll(() => receiver.received.length).toBe(1);
    stop.abort();
    expect(await attempt).toMatchObject({ status: null, error: 'The attempt was stopped.' });
    expect((await patient.deliver(receiver.url, to(receiver.url), stop.signal)).error).toBe('The attempt was stopped.');
    expect(receiver.received).toHaveLength(1);
  });
});

describe('a receiver in this process', () => {
  const deliver = (handler: Handler, url = 'inproc:app') => deliverer.deliver(handler, to(url));

  it('gets the same signed request', async () => {
    let seen: Request | undefined;
    let body = '';
    const attempt = await deliver(async (request) => {
      seen = request;
      body = await request.text();
      return Response.json({ received: true }, { status: 201 });
    }, 'inproc:app/hooks/stripe?x=1');
    expect(attempt).toMatchObject({ status: 201, response: '{"received":true}', error: null });
    expect([seen?.method, seen?.url]).toEqual(['POST', 'http://localhost/hooks/stripe?x=1']);
    expect(seen?.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(webhooks.constructEvent(body, seen?.headers.get('stripe-signature') ?? '', 'whsec_a').id).toBe('evt_1');
  });

  it('is asked at / when its URL has no path', async () => {
    let path = '';
    await deliver((request) => {
      path = new URL(request.url).pathname;
      return new Response(null, { status: 204 });
    });
    expect(path).toBe('/');
  });

  it('may throw', async () => {
    const attempt = await deliver(() => {
      throw new Error('no such order');
    });
    expect(attempt).toMatchObject({ status: null, error: 'The handler failed: no such order' });
  });

  it('may give nothing', async () => {
    const attempt = await deliver((() => undefined) as unknown as Handler);
    expect(attempt).toMatchObject({ status: null, error: 'The handler failed: it gave no Response' });
  });

  it('may hang, and learns that it is no longer waited for', async () => {
    let aborted = false;
    const attempt = await deliver(
      (request) =>
        new Promise(() => {
          request.signal.addEventListener('abort', () => {
            aborted = true;
          });
        }),
    );
    expect(attempt).toMatchObject({ status: null, error: 'No complete answer came within 0.3 s.' });
    expect(aborted).toBe(true);
  });

  it('may answer without an end', async () => {
    const attempt = await deliver(
      () =>
        new Response(new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(4096).fill(97)) })),
    );
    expect(attempt).toMatchObject({ status: 200, response: 'a'.repeat(2000), error: null });
  });
});
