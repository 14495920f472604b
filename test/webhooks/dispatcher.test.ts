import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { Deliverer } from '../../src/server/webhooks/deliver.ts';
import type { DeliveryDesk } from '../../src/server/webhooks/dispatcher.ts';
import { closeEmulated, emulate, names } from './emulated.ts';
import { outbox } from './outbox.ts';
import { receive } from './receiver.ts';

const attempt = { at: 0, status: 200, duration_ms: 0, response: '', error: null };

/** A desk whose deliveries are named `<endpoint>:<number>`. */
const plainDesk: DeliveryDesk = {
  endpointsOf: async (_, deliveries) => deliveries.map((id) => id.split(':')[0]),
  open: async (_, id) => ({ url: id, secrets: [], payload: '', timestamp: 0 }),
  close: async () => undefined,
};

afterEach(closeEmulated);

describe('a dispatcher', () => {
  it('returns at once, before anything is sent', async () => {
    const started: string[] = [];
    const deliverer: Deliverer = {
      deliver: async (_, { url }) => {
        started.push(url);
        return attempt;
      },
      close: async () => undefined,
    };
    const { dispatcher } = emulate({ desk: plainDesk, deliverer });
    dispatcher.enqueue('box', ['a:1']);
    await Promise.resolve();
    expect(started).toEqual([]);
    await dispatcher.idle();
    expect(started).toEqual(['a:1']);
  });

  it('starts the deliveries of an endpoint in order, so many at once and not more', async () => {
    const started: string[] = [];
    let running = 0;
    let most = 0;
    const deliverer: Deliverer = {
      async deliver(_, { url }) {
        started.push(url);
        most = Math.max(most, ++running);
        await sleep(Math.random() * 3);
        running--;
        return attempt;
      },
      close: async () => undefined,
    };
    const { dispatcher } = emulate({ desk: plainDesk, deliverer, concurrency: 4, perSecond: 100_000 });
    const a = names('a:', 300);
    const b = names('b:', 300);
    for (let i = 0; i < 300; i += 50) {
      dispatcher.enqueue('box', a.slice(i, i + 50));
      dispatcher.enqueue('box', b.slice(i, i + 50));
    }
    await dispatcher.idle();
    expect(started.filter((id) => id.startsWith('a'))).toEqual(a);
    expect(started.filter((id) => id.startsWith('b'))).toEqual(b);
    expect(most).toBe(8);
  });

  it('starts no more in a second than it may', async () => {
    let started = 0;
    const deliverer: Deliverer = {
      deliver: async () => {
        started++;
        return attempt;
      },
      close: async () => undefined,
    };
    const { dispatcher } = emulate({ desk: plainDesk, deliverer, perSecond: 200 });
    dispatcher.enqueue('box', names('a:', 1000));
    await sleep(300);
    expect(started).toBeGreaterThan(30);
    expect(started).toBeLessThan(16 + 200);
  });

  it('gives the event loop back in between', async () => {
    const receiver = await receive((response) => response.end());
    const { store, dispatcher } = emulate({ perSecond: 100_000 });
    const ids = await outbox(store, 'box', {
      events: names('evt', 1000),
      endpoints: ['we_1'],
      urls: { we_1: receiver.url },
    });
    let turns = 0;
    let busy = true;
    const count = (): void => {
      turns++;
      if (busy) setImmediate(count);
    };
    setImmediate(count);
    dispatcher.enqueue('box', ids);
    await dispatcher.idle();
    busy = false;
    expect(turns).toBeGreaterThan(400);
  });

  it('passes over unknown deliveries', async () => {
    const { dispatcher, deliveries } = emulate();
    dispatcher.enqueue('box', ['dlv_gone']);
    dispatcher.enqueue('box', []);
    await dispatcher.idle();
    expect(await deliveries()).toEqual([]);
  });

  it('tells of a desk that fails and goes on', async () => {
    const told: string[] = [];
    const closed: string[] = [];
    const desk: DeliveryDesk = {
      async endpointsOf(sandbox, deliveries) {
        if (sandbox === 'broken') throw new Error('no disk');
        return plainDesk.endpointsOf(sandbox, deliveries);
      },
      async open(sandbox, id) {
        if (id === 'a:2') throw new Error('no row');
        return plainDesk.open(sandbox, id);
      },
      async close(_, id) {
        if (id === 'a:3') throw new Error('disk full');
        closed.push(id);
      },
    };
    const deliverer: Deliverer = { deliver: async () => attempt, close: async () => undefined };
    const onError = (error: unknown): unknown => told.push((error as Error).message);
    const { dispatcher } = emulate({ desk, deliverer, onError });
    dispatcher.enqueue('broken', ['a:1']);
    dispatcher.enqueue('box', ['a:1', 'a:2', 'a:3', 'a:4']);
    await dispatcher.idle();
    expect(told.sort()).toEqual(['disk full', 'no disk', 'no row']);
    expect(closed).toEqual(['a:1', 'a:4']);
  });
});
