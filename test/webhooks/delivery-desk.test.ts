import { describe, expect, it } from 'vitest';
import { createDeliveryDesk, type DeliveryDeskOptions } from '../../src/server/engine/delivery-desk.ts';
import { type Clock, createClock } from '../../src/server/kernel/clock.ts';
import type { Attempt, Delivery } from '../../src/server/kernel/delivery.ts';
import type { Endpoint } from '../../src/server/kernel/work.ts';
import { createMemoryStore } from '../../src/server/store/memory.ts';
import type { Row, Store, Timer } from '../../src/server/store/port.ts';
import { retrySchedules, waitAfter } from '../../src/server/webhooks/retry-schedule.ts';
import { endpointRow, eventRow, outbox } from './outbox.ts';

const start = 1_767_225_600;
const ok: Attempt = { at: start, status: 200, duration_ms: 1, response: 'ok', error: null };
const refused: Attempt = { at: start, status: 500, duration_ms: 1, response: 'no', error: null };

interface Fixture {
  store: Store;
  clock: Clock;
  desk: ReturnType<typeof createDeliveryDesk>;
  planned: [string, number][];
}

function setUp(options: Partial<DeliveryDeskOptions> = {}): Fixture {
  const store = createMemoryStore();
  const clock = createClock({ mode: 'manual', start });
  const planned: [string, number][] = [];
  const desk = createDeliveryDesk({
    store,
    now: () => clock.now(),
    renderEvent: (event) => event,
    onRetryPlanned: (sandbox, at) => planned.push([sandbox, at]),
    ...options,
  });
  return { store, clock, desk, planned };
}

const row = async <T extends Row>(store: Store, account: string, type: string, id: string): Promise<T> =>
  store.transaction('box', async (tx) => (await tx.get(account, type, id)) as unknown as T);
const delivery = (store: Store, id: string): Promise<Delivery> => row<Delivery>(store, '', 'delivery', id);
const pendingWebhooks = async (store: Store, id: string): Promise<number> =>
  (await row<Row & { pending_webhooks: number }>(store, 'acct_1', 'event', id)).pending_webhooks;
const changeEndpoint = (store: Store, endpoint: Endpoint): Promise<void> =>
  store.transaction('box', async (tx) => tx.replace('', 'endpoint', endpoint));
const timer = (store: Store): Promise<Timer | undefined> => store.transaction('box', async (tx) => tx.nextTimer(false));

describe('retry schedules', () => {
  it('retry three times', () => {
    for (const schedule of Object.values(retrySchedules)) {
      expect([1, 2, 3, 4].map((failed) => waitAfter(failed, schedule))).toEqual([...schedule, undefined]);
    }
  });
});

describe('DeliveryDesk.open', () => {
  it('gives the pretty-printed event, the secret and the time of the sandbox', async () => {
    const { store, desk, clock } = setUp();
    await outbox(store, 'box', { events: ['evt_1'], endpoints: ['we_1'] });
    clock.moveTo(start + 60);
    expect(await desk.open('box', 'evt_1>we_1')).toEqual({
      url: 'http://127.0.0.1:1/we_1',
      secrets: ['whsec_we_1'],
      payload: JSON.stringify(eventRow('evt_1', 1), null, 2),
      timestamp: start + 60,
    });
  });

  it('renders the event for the version of the endpoint', async () => {
    const seen: (string | null)[] = [];
    const { store, desk } = setUp({
      renderEvent: (event, version) => {
        seen.push(version);
        return { ...event, api_version: version };
      },
    });
    await outbox(store, 'box', { events: ['evt_1'], endpoints: ['we_1', 'we_2'] });
    await changeEndpoint(store, { ...endpointRow('we_2'), api_version: '2024-06-20' });
    expect((await desk.open('box', 'evt_1>we_1'))?.payload).toContain('"api_version": null');
    expect((await desk.open('box', 'evt_1>we_2'))?.payload).toContain('"api_version": "2024-06-20"');
    await desk.open('box', 'evt_1>we_2');
    expect(seen).toEqual([null, '2024-06-20']);
  });

  it('gives the same bytes again after other endpoints answered and other events came', async () => {
    const { store, desk } = setUp();
    const events = Array.from({ length: 300 }, (_, i) => `evt_${i}`);
    await outbox(store, 'box', { events, endpoints: ['we_1', 'we_2'] });
    const first = await desk.open('box', 'evt_0>we_1');
    await desk.close('box', 'evt_0>we_2', ok);
    await desk.close('box', 'evt_0>we_1', refused);
    for (const event of events.slice(1)) await desk.open('box', `${event}>we_1`);
    expect((await desk.open('box', 'evt_0>we_1'))?.payload).toBe(first?.payload);
    expect(first?.payload).toContain('"pending_webhooks": 2');
  });

  it('does not mistake an event for one of the same id before a reset', async () => {
    const { store, desk } = setUp();
    await outbox(store, 'box', { events: ['evt_1'], endpoints: ['we_1'] });
    await desk.open('box', 'evt_1>we_1');
    await store.clear('box');
    await outbox(store, 'box', { events: ['evt_1'], endpoints: ['we_1'], amount: 777 });
    expect((await desk.open('box', 'evt_1>we_1'))?.payload).toContain('"amount": 777');
  });

  it('knows forwarders, which no sandbox stores', async () => {
    const forwarder: Endpoint = { ...endpointRow('fwd_1'), secret: 'whsec_forward' };
    const { store, desk } = setUp({ forwarders: () => [forwarder] });
    await outbox(store, 'box', { events: ['evt_1'], endpoints: ['fwd_1'] });
    await store.transaction('box', async (tx) => tx.remove('', 'endpoint', 'fwd_1', undefined));
    expect(await desk.open('box', 'evt_1>fwd_1')).toMatchObject({ url: forwarder.url, secrets: ['whsec_forward'] });
  });

  it.each([
    ['disabled', (store: Store) => changeEndpoint(store, { ...endpointRow('we_1'), enabled: false })],
    [
      'deleted',
      async (store: Store) => store.transaction('box', async (tx) => tx.remove('', 'endpoint', 'we_1', undefined)),
    ],
  ] as const)('fails the delivery to a %s endpoint, planned retries included', async (_, change) => {
    const { store, desk } = setUp();
    await outbox(store, 'box', { events: ['evt_1'], endpoints: ['we_1'] });
    await desk.close('box', 'evt_1>we_1', refused);
    await change(store);
    expect(await desk.open('box', 'evt_1>we_1')).toBeUndefined();
    expect(await delivery(store, 'evt_1>we_1')).toMatchObject({ status: 'failed', next_attempt: null });
    expect(await timer(store)).toBeUndefined();
  });

  it('gives nothing for what it does not know', async () => {
    const { desk, store } = setUp();
    expect(await desk.open('box', 'dlv_gone')).toBeUndefined();
    await desk.close('box', 'dlv_gone', refused);
    expect(await store.dump('box')).toEqual({});
  });
});

describe('DeliveryDesk.close', () => {
  it('keeps a success and counts the webhook down once', async () => {
    const { store, desk, planned } = setUp();
    await outbox(store, 'box', { events: ['evt_1'], endpoints: ['we_1', 'we_2'] });
    await desk.close('box', 'evt_1>we_1', ok);
    expect(await delivery(store, 'evt_1>we_1')).toMatchObject({
      status: 'succeeded',
      next_attempt: null,
      attempts: [ok],
    });
    expect(await pendingWebhooks(store, 'evt_1')).toBe(1);
    await desk.close('box', 'evt_1>we_1', ok);
    expect(await pendingWebhooks(store, 'evt_1')).toBe(1);
    await desk.close('box', 'evt_1>we_2', ok);
    expect(await pendingWebhooks(store, 'evt_1')).toBe(0);
    expect([planned, await timer(store)]).toEqual([[], undefined]);
  });

  it.each<[string, Partial<Attempt>]>([
    ['a 500', { status: 500 }],
    ['a redirect', { status: 301 }],
    ['no answer', { status: null, error: 'The connection was refused.' }],
    ['a broken answer', { status: 200, error: 'The connection was closed.' }],
  ])('plans a retry after %s', async (_, how) => {
    const { store, desk, planned } = setUp();
    await outbox(store, 'box', { events: ['evt_1'], endpoints: ['we_1'] });
    await desk.close('box', 'evt_1>we_1', { ...refused, ...how });
    const at = start + retrySchedules.fast[0];
    expect(await delivery(store, 'evt_1>we_1')).toMatchObject({ status: 'pending', next_attempt: at });
    expect(await timer(store)).toEqual({
      id: 'evt_1>we_1',
      account: '',
      type: 'delivery',
      object: 'evt_1>we_1',
      action: 'retry',
      at,
      soon: false,
    });
    expect(planned).toEqual([['box', at]]);
    expect(await pendingWebhooks(store, 'evt_1')).toBe(1);
  });

  it('gives up when the schedule is used up', async () => {
    const { store, desk, clock } = setUp({ schedule: [300, 3600] });
    await outbox(store, 'box', { events: ['evt_1'], endpoints: ['we_1'] });
    const next: (number | null)[] = [];
    for (let i = 0; i < 3; i++) {
      await desk.close('box', 'evt_1>we_1', refused);
      const { next_attempt } = await delivery(store, 'evt_1>we_1');
      next.push(next_attempt);
      if (next_attempt !== null) clock.moveTo(next_attempt);
    }
    expect(next).toEqual([start + 300, start + 300 + 3600, null]);
    expect(await delivery(store, 'evt_1>we_1')).toMatchObject({
      status: 'failed',
      attempts: [refused, refused, refused],
    });
    expect(await timer(store)).toBeUndefined();
  });

  it('takes the planned retry back when an attempt by hand succeeds', async () => {
    const { store, desk } = setUp();
    await outbox(store, 'box', { events: ['evt_1'], endpoints: ['we_1'] });
    await desk.close('box', 'evt_1>we_1', refused);
    await desk.close('box', 'evt_1>we_1', ok);
    expect(await delivery(store, 'evt_1>we_1')).toMatchObject({ status: 'succeeded', attempts: [refused, ok] });
    expect(await timer(store)).toBeUndefined();
  });

  it('leaves a delivered event delivered when it is sent once more in vain', async () => {
    const { store, desk } = setUp();
    await outbox(store, 'box', { events: ['evt_1'], endpoints: ['we_1'] });
    await desk.close('box', 'evt_1>we_1', ok);
    await desk.close('box', 'evt_1>we_1', refused);
    expect(await delivery(store, 'evt_1>we_1')).toMatchObject({ status: 'succeeded', attempts: [ok, refused] });
    expect(await timer(store)).toBeUndefined();
  });

  it('shares transactions while one runs, and one failure spoils no other', async () => {
    const memory = createMemoryStore();
    let transactions = 0;
    const store: Store = {
      ...memory,
      transaction(sandbox, run) {
        transactions++;
        return memory.transaction(sandbox, run);
      },
    };
    const { desk } = setUp({
      store,
      renderEvent: (event) => {
        if (event.id === 'evt_13') throw new Error('cannot be shown');
        return event;
      },
    });
    const events = Array.from({ length: 40 }, (_, i) => `evt_${i}`);
    await outbox(memory, 'box', { events, endpoints: ['we_1'] });
    await Promise.all(events.map((event) => desk.close('box', `${event}>we_1`, ok)));
    expect(transactions).toBe(2);

    const opened = await Promise.allSettled(events.map((event) => desk.open('box', `${event}>we_1`)));
    expect(opened.flatMap(({ status }, i) => (status === 'rejected' ? [i] : []))).toEqual([13]);
    expect(
      await Promise.all(events.map(async (event) => (await delivery(memory, `${event}>we_1`)).attempts.length)),
    ).toEqual(events.map(() => 1));
  });
});

describe('DeliveryDesk.outstanding', () => {
  it('finds what is due and waits for nothing, in order of creation', async () => {
    const { store, desk, clock } = setUp();
    await outbox(store, 'box', { events: ['evt_1', 'evt_2', 'evt_3', 'evt_4'], endpoints: ['we_1'] });
    await desk.close('box', 'evt_1>we_1', ok);
    await desk.close('box', 'evt_3>we_1', refused);
    expect(await desk.outstanding('box')).toEqual(['evt_2>we_1', 'evt_4>we_1']);
    clock.moveTo(start + 10);
    expect(await desk.outstanding('box')).toEqual(['evt_2>we_1', 'evt_3>we_1', 'evt_4>we_1']);
  });
});
