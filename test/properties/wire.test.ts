/** What may come over a wire: whatever it is, it gets a clear error or none, and the next request its answer. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEmulator, type Emulator, type RunningServer } from '../../src/index.ts';
import { problemWithError } from './error-shape.ts';
import { type RawOptions, sendRaw, statusesOf } from './raw-socket.ts';

const authorization = 'Authorization: Bearer sk_test_wire';
const crlf = '\r\n';
const megabyte = 1024 * 1024;

let emulator: Emulator;
let server: RunningServer;
const crashes: unknown[] = [];

beforeAll(async () => {
  emulator = await createEmulator({ seed: 1, onCrash: (error) => crashes.push(error) });
  server = await emulator.listen();
});
afterAll(() => emulator.close());

/** Start line and headers of a request with a key. */
function head(start: string, ...headers: string[]): string {
  return [`${start} HTTP/1.1`, 'Host: localhost', authorization, ...headers, '', ''].join(crlf);
}

function post(body: string, ...headers: string[]): string {
  const length = `Content-Length: ${Buffer.byteLength(body, 'latin1')}`;
  return head('POST /v1/customers', 'Content-Type: application/x-www-form-urlencoded', length, ...headers) + body;
}

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const raw = (sent: string, options?: RawOptions): Promise<string> => sendRaw(server.port, bytes(sent), options);

/** The server is as it was: it answers, nothing broke, nothing was made of the nonsense. */
async function expectAlive(): Promise<void> {
  const answer = await fetch(`${server.url}/v1/customers`, { headers: { authorization: 'Bearer sk_test_wire' } });
  expect(answer.status).toBe(200);
  expect(((await answer.json()) as { data: unknown[] }).data).toEqual([]);
  expect(crashes.splice(0)).toEqual([]);
}

function expectNoFault(received: string): void {
  expect(statusesOf(received).filter((status) => status >= 500)).toEqual([]);
}

describe('a request that ends too early', () => {
  it.each([
    ['before its first line does', 'GET /v1/cust'],
    ['within its headers', `GET /v1/customers HTTP/1.1${crlf}Host: loc`],
    [
      'before its body',
      head('POST /v1/customers', 'Content-Type: application/x-www-form-urlencoded', 'Content-Length: 10'),
    ],
    [
      'within its body',
      `${head('POST /v1/customers', 'Content-Type: application/x-www-form-urlencoded', 'Content-Length: 100')}name=Jenny`,
    ],
    [
      'within a chunk',
      `${head('POST /v1/customers', 'Content-Type: application/json', 'Transfer-Encoding: chunked')}ff${crlf}{"name"`,
    ],
    [
      'within a file',
      `${head('POST /v1/files', 'Content-Type: multipart/form-data; boundary=b', 'Content-Length: 5000')}--b${crlf}Content-Disposition: form-data; name="file"; filename="a"${crlf}${crlf}x`,
    ],
  ])('%s', async (_, sent) => {
    for (const options of [{ end: true }, { destroy: true }]) {
      expectNoFault(await raw(sent, options));
      await expectAlive();
    }
  });

  it('but is complete is answered though its sender has closed half of the connection', async () => {
    const received = await raw(head('GET /v1/customers'), { end: true });
    expect(statusesOf(received)).toEqual([200]);
  });
});

describe('what is no HTTP', () => {
  it.each([
    ['garbage', '\x00\x01\x02\xff\xfe'],
    ['a TLS handshake', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
    ['another protocol', `SSH-2.0-OpenSSH_9.6${crlf}`],
    ['HTTP/2', `PRI * HTTP/2.0${crlf}${crlf}SM${crlf}${crlf}`],
    ['only line ends', crlf.repeat(50)],
    ['a header without a colon', head('GET /v1/customers', 'nonsense')],
    ['a NUL in a header', head('GET /v1/customers', 'X-A: a\x00b')],
    ['a negative length', head('POST /v1/customers', 'Content-Length: -1')],
    ['a length that is no number', head('POST /v1/customers', 'Content-Length: abc')],
    ['two lengths', `${head('POST /v1/customers', 'Content-Length: 1', 'Content-Length: 2')}ab`],
    [
      'a length and chunks',
      `${head('POST /v1/customers', 'Content-Length: 4', 'Transfer-Encoding: chunked')}0${crlf}${crlf}`,
    ],
    ['a chunk of no size', `${head('POST /v1/customers', 'Transfer-Encoding: chunked')}zz${crlf}`],
    ['no host', `GET /v1/customers HTTP/1.1${crlf}${authorization}${crlf}${crlf}`],
    ['headers of a megabyte', head('GET /v1/customers', `X-Big: ${'x'.repeat(megabyte)}`)],
    ['a path of a megabyte', head(`GET /v1/customers/${'x'.repeat(megabyte)}`)],
    ['ten thousand headers', head('GET /v1/customers', ...Array.from({ length: 10_000 }, (_, at) => `X-${at}: ${at}`))],
  ])('%s', async (_, sent) => {
    const received = await raw(sent);
    expectNoFault(received);
    expect(statusesOf(received).filter((status) => status < 400)).toEqual([]);
    await expectAlive();
  });

  it('behind a good request ends the connection', async () => {
    const received = await raw(`${head('GET /v1/customers')}\x00\x01garbage${crlf}${crlf}`);
    expect(statusesOf(received).at(-1)).toBe(400);
    await expectAlive();
  });

  it('of any kind', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.uint8Array({ maxLength: 200 }),
          fc.string({ unit: 'binary', maxLength: 200 }).map((text) => Buffer.from(text)),
          fc.string({ maxLength: 60 }).map((text) => Buffer.from(head(`GET /v1/${text.replace(/[\r\n]/g, '')}`))),
          fc.string({ maxLength: 60 }).map((text) => Buffer.from(head('GET /v1/customers', `Stripe-Account: ${text}`))),
        ),
        async (sent) => {
          expectNoFault(await sendRaw(server.port, sent, { end: true }));
        },
      ),
      { numRuns: 60, seed: 17 },
    );
    await expectAlive();
  });
});

describe('HTTP of an odd kind', () => {
  it.each([
    ['an absolute target', head('GET http://elsewhere.example/v1/customers'), [200]],
    ['an empty target path', head('GET http://elsewhere.example'), undefined],
    ['an asterisk', head('OPTIONS *'), undefined],
    ['two slashes', head('GET //v1/customers'), [404]],
    ['dots', head('GET /v1/customers/../../etc/passwd'), [404]],
    ['a bad escape in the path', head('GET /v1/customers/%zz'), [404]],
    ['bytes that are no UTF-8 in the path', head('GET /v1/customers/\xff\xfe'), [400]],
    ['a bad escape in the query', head('GET /v1/customers?limit=%zz'), [400]],
    ['bytes that are no UTF-8 in the query', head('GET /v1/customers?email=\xff'), undefined],
    ['a fragment', head('GET /v1/customers#a'), undefined],
    ['TRACE', head('TRACE /v1/customers'), undefined],
    ['HEAD', head('HEAD /v1/customers'), [404]],
    ['CONNECT', head('CONNECT localhost:443'), undefined],
    ['PATCH', head('PATCH /v1/customers'), [404]],
    ['an unknown method', head('BREW /v1/customers'), undefined],
    ['an upgrade', head('GET /v1/customers', 'Connection: Upgrade', 'Upgrade: websocket'), [200]],
    ['a GET with a body', `${head('GET /v1/customers', 'Content-Length: 6')}limit=`, [200]],
    [
      'a nonsensical host',
      `GET /v1/customers HTTP/1.1${crlf}Host: a b[${crlf}${authorization}${crlf}${crlf}`,
      undefined,
    ],
    [
      'a host of slashes',
      `GET /v1/customers HTTP/1.1${crlf}Host: //evil/v1${crlf}${authorization}${crlf}${crlf}`,
      undefined,
    ],
    ['HTTP/1.0', `GET /v1/customers HTTP/1.0${crlf}Host: localhost${crlf}${authorization}${crlf}${crlf}`, [200]],
    ['bytes beyond ASCII in a key', head('GET /v1/customers').replace('sk_test_wire', 'sk_test_\xff'), [401]],
    ['bytes beyond ASCII in a version', head('GET /v1/customers', 'Stripe-Version: \xff'), [400]],
    ['an expectation', `${head('GET /v1/customers', 'Expect: nonsense')}`, undefined],
  ])('%s', async (_, sent, expected) => {
    const received = await raw(sent);
    expectNoFault(received);
    if (expected !== undefined) expect(statusesOf(received)).toEqual(expected);
    await expectAlive();
  });

  it('a hundred requests in one go are answered in order', async () => {
    const requests = Array.from({ length: 100 }, (_, at) => head(`GET /v1/customers/cus_${at}`));
    const received = await raw(requests.join(''), { quiet: 1000 });
    expect(statusesOf(received)).toEqual(requests.map(() => 404));
    expect([...received.matchAll(/No such customer: 'cus_(\d+)'/g)].map(([, at]) => Number(at))).toEqual(
      requests.map((_, at) => at),
    );
  });

  it('a client that asks first is told to go on', async () => {
    const received = await raw(post('wat=1', 'Expect: 100-continue'));
    expect(statusesOf(received)).toEqual([100, 400]);
  });
});

describe('a body', () => {
  it.each([
    ['bytes that are no UTF-8 in a form', 'application/x-www-form-urlencoded', 'name=\xff\xfe'],
    ['bytes that are no UTF-8 in JSON', 'application/json', '{"name":"\xff"}'],
    ['NULs', 'application/x-www-form-urlencoded', '\x00\x00\x00=\x00'],
    ['broken JSON', 'application/json', '{"name":'],
    ['500 levels of JSON', 'application/json', `${'{"a":'.repeat(500)}1${'}'.repeat(500)}`],
    ['500 levels of brackets', 'application/x-www-form-urlencoded', `a${'[a]'.repeat(500)}=1`],
    ['a hundred thousand brackets', 'application/x-www-form-urlencoded', `a${'['.repeat(100_000)}=1`],
    [
      'a hundred thousand parameters',
      'application/x-www-form-urlencoded',
      Array.from({ length: 100_000 }, (_, at) => `p${at}=1`).join('&'),
    ],
    [
      'a hundred thousand items',
      'application/x-www-form-urlencoded',
      Array.from({ length: 100_000 }, () => 'expand[]=x').join('&'),
    ],
    [
      'far indices',
      'application/x-www-form-urlencoded',
      Array.from({ length: 1000 }, (_, at) => `metadata[${at * 999_983}]=1`).join('&'),
    ],
    ['the prototype', 'application/json', '{"__proto__":{"a":1},"constructor":{"prototype":{"a":1}}}'],
    [
      'multipart without end',
      'multipart/form-data; boundary=b',
      '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx',
    ],
    ['multipart of nothing but boundaries', 'multipart/form-data; boundary=b', '--b\r\n'.repeat(10_000)],
    ['a boundary of no length', 'multipart/form-data; boundary=""', '----'],
    ['another type', 'text/html', '<html>'],
  ])('of %s is refused in Stripe’s way', async (_, type, body) => {
    const started = performance.now();
    const answer = await fetch(`${server.url}/v1/customers`, {
      method: 'POST',
      headers: { authorization: 'Bearer sk_test_wire', 'content-type': type },
      body: bytes(body) as Uint8Array<ArrayBuffer>,
    });
    expect(answer.status).toBe(400);
    expect(problemWithError(answer.status, await answer.json())).toBeUndefined();
    expect(performance.now() - started).toBeLessThan(3000);
    await expectAlive();
  });

  it.each([
    ['announced', `Content-Length: ${5 * megabyte}`],
    ['in chunks', 'Transfer-Encoding: chunked'],
  ])('that is too large is refused, %s', async (_, length) => {
    const data = 'x'.repeat(5 * megabyte);
    const body = length.startsWith('Content')
      ? data
      : `${data.length.toString(16)}${crlf}${data}${crlf}0${crlf}${crlf}`;
    const sent = head('POST /v1/customers', 'Content-Type: application/x-www-form-urlencoded', length) + body;
    const received = await raw(sent, { quiet: 1500 });
    expect(statusesOf(received)).toEqual([413]);
    expect(received).toContain('The request body is larger than 4 MB.');
    await expectAlive();
  });

  it('may be a file of 20 MB, which comes back as it was', async () => {
    const form = new FormData();
    const data = new Uint8Array(20 * megabyte).fill(97);
    form.append('purpose', 'platform_terms_of_service');
    form.append('file', new Blob([data], { type: 'text/plain' }), 'terms.txt');
    const headers = { authorization: 'Bearer sk_test_upload' };
    const answer = await fetch(`${server.url}/v1/files`, { method: 'POST', headers, body: form });
    const file = (await answer.json()) as { size: number };
    expect([answer.status, file.size]).toEqual([200, 20 * megabyte]);
    await expectAlive();
  });

  it('of any bytes and any type', async () => {
    const types = [
      'application/json',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=b',
      'text/plain',
      '',
    ];
    const pieces = [
      '--b',
      '\r\n',
      '"',
      '{',
      '}',
      '[',
      ']',
      '&',
      '=',
      '%',
      'name',
      'metadata',
      '\u0000',
      ':',
      ',',
      '--b--',
      '\\u',
      'form-data',
      ';',
    ];
    const body = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((parts) => Buffer.from(parts.join(''))),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...types), body, async (type, sent) => {
        const answer = await emulator.fetch('http://emulator/v1/products', {
          method: 'POST',
          headers: { authorization: 'Bearer sk_test_wire', 'content-type': type },
          body: Uint8Array.from(sent),
        });
        const problem = problemWithError(answer.status, await answer.json());
        expect(problem).toBeUndefined();
      }),
      { numRuns: 300, seed: 23 },
    );
    await expectAlive();
  });
});

describe('many at once', () => {
  it('of connections that come and go leave nothing behind', async () => {
    const sent = post('name=Jenny').slice(0, -5);
    await Promise.all(Array.from({ length: 100 }, () => raw(sent, { destroy: true })));
    await expectAlive();
  });
});
