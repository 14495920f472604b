/** Keeps deliveries: what an attempt sends, and what follows from how it ended. */
import type { Awaitable } from '../kernel/awaitable.ts';
import type { Attempt, Delivery } from '../kernel/delivery.ts';
import type { Endpoint } from '../kernel/work.ts';
import type { Row, Store, Tx } from '../store/port.ts';
import type { Message } from '../webhooks/deliver.ts';
import type { DeliveryDesk } from '../webhooks/dispatcher.ts';
import { type RetrySchedule, retrySchedules, waitAfter } from '../webhooks/retry-schedule.ts';
import { rowsOf } from './reader.ts';
import type { Rows } from './sight.ts';
import { type EmittedEvent, own } from './unit.ts';

export interface DeliveryDeskOptions {
  readonly store: Store;
  /** The sandbox's time, in Unix seconds. */
  now(sandbox: string): number;
  /** The event as an endpoint of that API version sees it; null: as of the version it was made with. */
  renderEvent(event: EmittedEvent, apiVersion: string | null, rows: Rows): Awaitable<object>;
  /** Receivers that no sandbox stores: from the command line, Stripe CLIs that listen. */
  forwarders?(sandbox: string): readonly Endpoint[];
  /** `retrySchedules.fast` when left out. */
  readonly schedule?: RetrySchedule | undefined;
  /** Is told, once it is committed, that a retry waits for this time (Unix seconds): an alarm of the clock has to ring then. */
  onRetryPlanned?(sandbox: string, at: number): void;
}

interface StoredDeliveryDesk extends DeliveryDesk {
  /** Deliveries that are due and wait for no timer: those of a restored snapshot or a restarted server, to be enqueued again. */
  outstanding(sandbox: string): Promise<string[]>;
}

const cachedPayloads = 200;

function arrived({ status, error }: Attempt): boolean {
  return error === null && status !== null && status >= 200 && status < 300;
}

const keep = (tx: Tx, delivery: Delivery): Awaitable<void> => tx.replace(own.account, own.delivery, delivery);

export function createDeliveryDesk(options: DeliveryDeskOptions): StoredDeliveryDesk {
  const { store, renderEvent, schedule = retrySchedules.fast } = options;
  const together = createGroups(store);
  const payloads = new Map<string, { readonly data: unknown; readonly payload: string }>();

  const find = (tx: Tx, id: string): Awaitable<Delivery | undefined> =>
    tx.get(own.account, own.delivery, id) as Awaitable<Delivery | undefined>;

  async function endpointOf(tx: Tx, sandbox: string, { endpoint }: Delivery): Promise<Endpoint | undefined> {
    const stored = await (tx.get(own.account, own.endpoint, endpoint) as Awaitable<(Endpoint & Row) | undefined>);
    return stored ?? options.forwarders?.(sandbox).find(({ id }) => id === endpoint);
  }

  async function payloadOf(
    tx: Tx,
    sandbox: string,
    account: string,
    event: EmittedEvent,
    version: string | null,
  ): Promise<string> {
    const key = `${sandbox}/${event.id}/${version}`;
    const cached = payloads.get(key);
    // After a reset a seeded sandbox gives the same ids again, to other events.
    if (cached?.data === event.data) return cached.payload;
    // A retry sends the same bytes, so the count must not fall as other endpoints answer.
    const receivers = await tx.list(own.account, own.delivery, { where: { event: event.id } });
    const asEmitted = { ...event, pending_webhooks: receivers.rows.length };
    const payload = JSON.stringify(await renderEvent(asEmitted, version, rowsOf(tx, account)), null, 2);
    payloads.set(key, { data: event.data, payload });
    if (payloads.size > cachedPayloads) {
      const [oldest] = payloads.keys();
      if (oldest !== undefined) payloads.delete(oldest);
    }
    return payload;
  }

  async function open(tx: Tx, sandbox: string, id: string): Promise<Message | undefined> {
    const delivery = await find(tx, id);
    if (delivery === undefined) return undefined;
    const endpoint = await endpointOf(tx, sandbox, delivery);
    const event = (await tx.get(delivery.account, 'event', delivery.event)) as EmittedEvent | undefined;
    if (endpoint?.enabled && event !== undefined) {
      const payload = await payloadOf(tx, sandbox, delivery.account, event, endpoint.api_version);
      return { url: endpoint.url, secrets: [endpoint.secret], payload, timestamp: options.now(sandbox) };
    }
    await tx.cancelTimer(id);
    if (delivery.status === 'pending') await keep(tx, { ...delivery, status: 'failed', next_attempt: null });
    return undefined;
  }

  /** The time of the retry, when one is planned. */
  async function close(tx: Tx, sandbox: string, id: string, attempt: Attempt): Promise<number | undefined> {
    const delivery = await find(tx, id);
    if (delivery === undefined) return undefined;
    const attempts = [...delivery.attempts, attempt];
    if (arrived(attempt)) {
      await tx.cancelTimer(id);
      await keep(tx, { ...delivery, attempts, status: 'succeeded', next_attempt: null });
      if (delivery.status !== 'succeeded') await countDown(tx, delivery);
      return undefined;
    }
    // A delivery sent once more by hand stays delivered.
    if (delivery.status === 'succeeded') {
      await keep(tx, { ...delivery, attempts });
      return undefined;
    }
    const wait = waitAfter(attempts.length, schedule);
    if (wait === undefined) {
      await tx.cancelTimer(id);
      await keep(tx, { ...delivery, attempts, status: 'failed', next_attempt: null });
      return undefined;
    }
    const at = options.now(sandbox) + wait;
    await keep(tx, { ...delivery, attempts, status: 'pending', next_attempt: at });
    await tx.putTimer({ id, at, soon: false, account: own.account, type: own.delivery, object: id, action: 'retry' });
    return at;
  }

  async function countDown(tx: Tx, { account, event: id }: Delivery): Promise<void> {
    const event = (await tx.get(account, 'event', id)) as EmittedEvent | undefined;
    if (event === undefined) return;
    await tx.replace(account, 'event', {
      ...event,
      pending_webhooks: Math.max(0, event.pending_webhooks - 1),
    } as EmittedEvent);
  }

  return {
    endpointsOf(sandbox, deliveries) {
      return together(sandbox, async (tx) => {
        const endpoints: (string | undefined)[] = [];
        for (const id of deliveries) endpoints.push((await find(tx, id))?.endpoint);
        return endpoints;
      });
    },
    open: (sandbox, id) => together(sandbox, (tx) => open(tx, sandbox, id)),
    async close(sandbox, id, attempt) {
      const retry = await together(sandbox, (tx) => close(tx, sandbox, id, attempt));
      if (retry !== undefined) options.onRetryPlanned?.(sandbox, retry);
    },
    outstanding(sandbox) {
      const now = options.now(sandbox);
      return store.transaction(sandbox, async (tx) => {
        const { rows } = await tx.list(own.account, own.delivery, {
          filter: (row) => {
            const { status, next_attempt } = row as unknown as Delivery;
            return status === 'pending' && next_attempt !== null && next_attempt <= now;
          },
        });
        return rows.map(({ id }) => id).reverse();
      });
    },
  };
}

const largestGroup = 64;

interface Job {
  run(tx: Tx): Promise<void>;
  done(): void;
  fail(error: unknown): void;
}

/** What comes while a transaction of the sandbox runs shares the next one: a store on disk then commits once for many. */
function createGroups(store: Store): <T>(sandbox: string, run: (tx: Tx) => Promise<T>) => Promise<T> {
  const waiting = new Map<string, Job[]>();

  async function commit(sandbox: string, group: readonly Job[]): Promise<void> {
    try {
      await store.transaction(sandbox, async (tx) => {
        for (const job of group) await job.run(tx);
      });
      for (const job of group) job.done();
    } catch (error) {
      // One bad job must not take the others with it.
      if (group.length === 1) group[0]?.fail(error);
      else for (const job of group) await commit(sandbox, [job]);
    }
  }

  async function drain(sandbox: string, jobs: Job[]): Promise<void> {
    while (jobs.length > 0) await commit(sandbox, jobs.splice(0, largestGroup));
    waiting.delete(sandbox);
  }

  return <T>(sandbox: string, run: (tx: Tx) => Promise<T>) =>
    new Promise<T>((resolve, reject) => {
      let result: T;
      const job: Job = {
        async run(tx) {
          result = await run(tx);
        },
        done: () => resolve(result),
        fail: reject,
      };
      const jobs = waiting.get(sandbox);
      if (jobs !== undefined) {
        jobs.push(job);
        return;
      }
      const first = [job];
      waiting.set(sandbox, first);
      void drain(sandbox, first);
    });
}
