import { setTimeout as sleep } from 'node:timers/promises';
import Stripe from 'stripe';
import { afterEach, describe, expect, it } from 'vitest';
import type { Handler } from '../../src/server/webhooks/deliver.ts';
import { closeEmulated, emulate, names } from './emulated.ts';
import { outbox } from './outbox.ts';
import { closedPort, receive, receiveRaw } from './receiver.ts';

const { webhooks } = new Stripe('sk_test_deliveries');

afterEach(closeEmulated);

describe('a dispatcher with real receivers', () => {
  it('loses none of 2,000 deliveries, and each arrives signed', async () => {
    const receiver = await receive((response) => response.end('{}'));
    const { store, dispatcher, deliveries } = emulate({ perSecond: 100_000 });
    const events = names('evt', 2000);
    const ids = await outbox(store, 'box', { events, endpoints: ['we_1'], urls: { we_1: receiver.url } });
    dispatcher.enqueue('box', ids);
    await dispatcher.idle();

    const arrived = receiver.received.map(({ body, headers }) =>
      webhooks.constructEvent(body, String(headers['stripe-signature']), 'whsec_we_1'),
    );
    expect(arrived.map(({ id }) => id).sort()).toEqual(events.toSorted());
    const kept = await deliveries();
    expect(kept.filter(({ status, attempts }) => status === 'succeeded' && attempts.length === 1)).toHaveLength(2000);
  });

  it('lets no endpoint wait for one that hangs', async () => {
    const hanging = await receive(() => undefined);
    const well = await receive((response) => response.end());
    const { store, dispatcher, deliveries } = emulate({ timeoutMs: 15_000 });
    const urls = { we_hangs: hanging.url, we_well: well.url };
    const ids = await outbox(store, 'box', { events: names('evt', 100), endpoints: ['we_hangs', 'we_well'], urls });
    dispatcher.enqueue('box', ids);
    await expect.poll(() => well.received.length, { timeout: 10_000 }).toBe(100);
    expect(
      (await deliveries()).filter(({ endpoint, status }) => endpoint === 'we_hangs' && status === 'pending'),
    ).toHaveLength(100);
    expect(hanging.received).toHaveLength(16);
  });

  it('loses nothing to receivers that fail, and ends each delivery as its receiver does', async () => {
    let down = true;
    const answering = (status: number) =>
      receive((response) => response.writeHead(down ? status : 200, { location: '/x' }).end());
    const urls = {
      error: (await answering(500)).url,
      moved: (await answering(301)).url,
      hangs: (await receive((response) => (down ? undefined : response.end()))).url,
      closes: (await receiveRaw((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nha'))).url,
      refuses: await closedPort(),
      public: 'http://8.8.8.8/',
    };
    const { store, dispatcher, deliveries, ring } = emulate({ timeoutMs: 200 });
    const ids = await outbox(store, 'box', { events: names('evt', 5), endpoints: Object.keys(urls), urls });
    dispatcher.enqueue('box', ids);
    await dispatcher.idle();
    expect((await deliveries()).map(({ status, attempts }) => [status, attempts.length])).toEqual(
      ids.map(() => ['pending', 1]),
    );

    down = false;
    while (await ring()) await dispatcher.idle();
    const ends = new Set(
      (await deliveries()).map(({ endpoint, status, attempts }) => `${endpoint} ${status} ${attempts.length}`),
    );
    expect([...ends]).toEqual([
      'error succeeded 2',
      'moved succeeded 2',
      'hangs succeeded 2',
      'closes failed 4',
      'refuses failed 4',
      'public failed 4',
    ]);
    const broken = (await deliveries()).filter(({ status }) => status === 'failed').flatMap(({ attempts }) => attempts);
    expect(broken.filter(({ error, status }) => error !== null && status === null)).toHaveLength(60);
  });

  it('retries by the clock of the sandbox, with the same body and a new signature', async () => {
    const receiver = await receive((response) => response.writeHead(receiver.received.length < 3 ? 503 : 200).end());
    const { store, dispatcher, deliveries, ring, clock } = emulate();
    const start = clock.now();
    const ids = await outbox(store, 'box', { events: ['evt_1'], endpoints: ['we_1'], urls: { we_1: receiver.url } });
    dispatcher.enqueue('box', ids);
    await dispatcher.idle();
    await sleep(20);
    expect(receiver.received).toHaveLength(1);
    while (await ring()) await dispatcher.idle();

    const [delivery] = await deliveries();
    expect(delivery?.attempts.map(({ at, status }) => [at - start, status])).toEqual([
      [0, 503],
      [1, 503],
      [4, 200],
    ]);
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
    for (const { body, headers } of receiver.received) {
      expect(webhooks.constructEvent(body, String(headers['stripe-signature']), 'whsec_we_1').id).toBe('evt_1');
    }
  });

  it('hands deliveries to a function of this process', async () => {
    const seen: string[] = [];
    const handler: Handler = async (request) => {
      seen.push(
        webhooks.constructEvent(await request.text(), request.headers.get('stripe-signature') ?? '', 'whsec_we_1').id,
      );
      return new Response('ok');
    };
    const { store, dispatcher, deliveries } = emulate({ handlers: new Map([['inproc:app/hooks', handler]]) });
    const urls = { we_1: 'inproc:app/hooks' };
    dispatcher.enqueue('box', await outbox(store, 'box', { events: names('evt', 20), endpoints: ['we_1'], urls }));
    await dispatcher.idle();
    expect(seen).toEqual(names('evt', 20));
    expect((await deliveries()).every(({ status }) => status === 'succeeded')).toBe(true);
  });

  it('lets a handler call the emulator back while more deliveries wait', async () => {
    const { store, dispatcher } = emulate({
      concurrency: 1,
      handlers: new Map<string, Handler>([
        [
          'inproc:app',
          async () => {
            await store.transaction('box', async (tx) => tx.list('', 'delivery', {}));
            return new Response();
          },
        ],
      ]),
    });
    dispatcher.enqueue(
      'box',
      await outbox(store, 'box', { events: names('evt', 5), endpoints: ['we_1'], urls: { we_1: 'inproc:app' } }),
    );
    await dispatcher.idle();
  });

  it('forgets what a sandbox had waiting and under way when it is dropped', async () => {
    const receiver = await receive(() => undefined);
    const other = await receive((response) => response.end());
    const { store, dispatcher, deliveries } = emulate();
    const ids = await outbox(store, 'box', {
      events: names('evt', 30),
      endpoints: ['we_1'],
      urls: { we_1: receiver.url },
    });
    const others = await outbox(store, 'other', {
      events: names('evt', 30),
      endpoints: ['we_1'],
      urls: { we_1: other.url },
    });
    dispatcher.enqueue('box', ids);
    await expect.poll(() => receiver.received.length).toBe(16);
    dispatcher.enqueue('other', others);
    dispatcher.drop('box');
    await dispatcher.idle();
    expect(other.received).toHaveLength(30);
    expect(receiver.received).toHaveLength(16);
    expect((await deliveries()).every(({ attempts }) => attempts.length === 0)).toBe(true);
  });

  it('stops what hangs when it is closed, and takes nothing more', async () => {
    const receiver = await receive(() => undefined);
    const { store, dispatcher, deliveries } = emulate({ timeoutMs: 60_000 });
    const ids = await outbox(store, 'box', {
      events: names('evt', 20),
      endpoints: ['we_1'],
      urls: { we_1: receiver.url },
    });
    dispatcher.enqueue('box', ids);
    await expect.poll(() => receiver.received.length).toBe(16);
    const idle = dispatcher.idle();
    const began = performance.now();
    await dispatcher.close();
    await idle;
    expect(performance.now() - began).toBeLessThan(1000);
    dispatcher.enqueue('box', ids);
    await dispatcher.idle();
    expect(receiver.received).toHaveLength(16);
    expect((await deliveries()).every(({ attempts }) => attempts.length === 0)).toBe(true);
  });
});
