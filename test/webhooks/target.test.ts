import type { LookupAddress } from 'node:dns';
import { afterEach, describe, expect, it } from 'vitest';
import { createDeliverer } from '../../src/server/webhooks/deliver.ts';
import { checkUrl, isLocalAddress, localLookup, type Resolve, targetOf } from '../../src/server/webhooks/target.ts';
import { closeReceivers, receive } from './receiver.ts';

afterEach(closeReceivers);

const message = { secrets: ['whsec_a'], payload: '{}', timestamp: 0 };

/** Answers each lookup with the next list of addresses. */
function resolving(...answers: string[][]): Resolve & { asked: number } {
  const resolve = Object.assign(
    (_: string, __: unknown, callback: Parameters<Resolve>[2]) => {
      const addresses = answers[Math.min(resolve.asked++, answers.length - 1)] ?? [];
      callback(
        null,
        addresses.map((address): LookupAddress => ({ address, family: address.includes(':') ? 6 : 4 })),
      );
    },
    { asked: 0 },
  );
  return resolve;
}

describe('isLocalAddress', () => {
  const local = [
    ['127.0.0.1', '127.255.255.254', '::1', '0.0.0.0', '::'],
    ['10.0.0.1', '10.255.255.255', '172.16.0.1', '172.31.255.255', '192.168.0.1', '192.168.255.255'],
    ['fc00::1', 'fd12:3456::1', '::ffff:127.0.0.1', '::ffff:10.1.2.3', '::ffff:c0a8:0101'],
  ].flat();
  it.each(local)('takes %s', (ip) => {
    expect(isLocalAddress(ip)).toBe(true);
  });

  const foreign = [
    [
      '8.8.8.8',
      '11.0.0.1',
      '126.255.255.255',
      '128.0.0.1',
      '172.15.255.255',
      '172.32.0.1',
      '192.167.1.1',
      '192.169.0.1',
    ],
    ['100.64.0.1', '169.254.169.254', '224.0.0.1', '255.255.255.255', '0.0.0.1'],
    ['2001:4860:4860::8888', 'fe80::1', 'fe80::1%lo', 'fec0::1', 'ff02::1', '::2', '::7f00:1', '64:ff9b::7f00:1'],
    ['::ffff:8.8.8.8', '::ffff:169.254.169.254', 'fd00:ec2::254', '', 'localhost', '127.0.0', '127.0.0.1:80', '[::1]'],
  ].flat();
  it.each(foreign)('refuses %j', (ip) => {
    expect(isLocalAddress(ip)).toBe(false);
  });
});

describe('checkUrl', () => {
  it.each(['http://localhost:3000/hook', 'https://example.com', 'http://[::1]/x?y=z', 'https://8.8.8.8'])(
    'takes %s',
    (url) => {
      expect(checkUrl(url)).toBeUndefined();
    },
  );

  it.each(['', 'localhost', '/hook', 'http://', 'http://a b'])('cannot read %j', (url) => {
    expect(checkUrl(url)).toBe('The URL cannot be read.');
  });

  it.each(['ftp://localhost/x', 'file:///etc/passwd', 'javascript:alert(1)', 'localhost:3000'])(
    'wants http, not %s',
    (url) => {
      expect(checkUrl(url)).toBe('The URL must begin with http:// or https://.');
    },
  );
});

describe('targetOf', () => {
  it('cuts a URL into what a request needs', () => {
    expect(targetOf('http://user:p%40ss@localhost:3000/a/b?c=d#e', false)).toEqual({
      origin: 'http://localhost:3000',
      path: '/a/b?c=d',
      authorization: `Basic ${Buffer.from('user:p@ss').toString('base64')}`,
    });
  });

  it.each([
    'http://8.8.8.8/',
    'http://0x08080808/',
    'http://134744072/',
    'http://[2001:4860:4860::8888]/',
    'http://169.254.169.254/',
  ])('refuses the address of %s unless public ones are allowed', (url) => {
    expect(() => targetOf(url, false)).toThrow('neither loopback nor private');
    expect(targetOf(url, true).path).toBe('/');
  });

  it.each(['http://127.1/', 'http://2130706433/', 'http://0x7f.0.0.1/', 'http://[::ffff:127.0.0.1]/'])(
    'knows %s as loopback',
    (url) => {
      expect(targetOf(url, false).path).toBe('/');
    },
  );
});

describe('localLookup', () => {
  const look = (resolve: Resolve, all: boolean) =>
    new Promise((done) =>
      localLookup(resolve)('app.test', { all }, (error, address, family) => done([error?.message, address, family])),
    );

  it('hands on the addresses it has checked', async () => {
    expect(await look(resolving(['127.0.0.1', '::1']), false)).toEqual([undefined, '127.0.0.1', 4]);
    const all = [
      { address: '127.0.0.1', family: 4 },
      { address: '::1', family: 6 },
    ];
    expect(await look(resolving(['127.0.0.1', '::1']), true)).toEqual([undefined, all, undefined]);
  });

  it('refuses a name of which one address is public', async () => {
    const [error, address] = (await look(resolving(['127.0.0.1', '93.184.216.34']), true)) as [string, string];
    expect(error).toContain('app.test (93.184.216.34) is neither loopback nor private');
    expect(address).toBe('');
  });
});

describe('a delivery to a name', () => {
  it('asks once for each connection and dials what was checked', async () => {
    const receiver = await receive((response) => response.end('ok'));
    const resolve = resolving(['127.0.0.1'], ['93.184.216.34']);
    const deliverer = createDeliverer({ resolve });
    const url = `http://app.test:${new URL(receiver.url).port}/hook`;

    const first = await deliverer.deliver(url, { url, ...message });
    expect([first.status, first.error, resolve.asked]).toEqual([200, null, 1]);
    await deliverer.close();
  });

  it('is refused once the name leads elsewhere', async () => {
    const receiver = await receive((response) => response.setHeader('connection', 'close').end('ok'));
    const resolve = resolving(['127.0.0.1'], ['93.184.216.34']);
    const deliverer = createDeliverer({ resolve });
    const url = `http://app.test:${new URL(receiver.url).port}/hook`;

    await deliverer.deliver(url, { url, ...message });
    const second = await deliverer.deliver(url, { url, ...message });
    expect(second.status).toBeNull();
    expect(second.error).toContain('app.test (93.184.216.34) is neither loopback nor private');
    expect(receiver.received).toHaveLength(1);
    await deliverer.close();
  });

  it('is checked before TLS begins', async () => {
    const deliverer = createDeliverer({ resolve: resolving(['93.184.216.34']) });
    const url = 'https://app.test/hook';
    expect((await deliverer.deliver(url, { url, ...message })).error).toContain('is neither loopback nor private');
    await deliverer.close();
  });

  it('finds localhost by the name resolution of the system', async () => {
    const receiver = await receive((response) => response.end('ok'));
    const deliverer = createDeliverer();
    const url = receiver.url.replace('127.0.0.1', 'localhost');
    expect(await deliverer.deliver(url, { url, ...message })).toMatchObject({ status: 200, error: null });
    await deliverer.close();
  });
});
