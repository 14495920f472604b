/**
 * Sends what is due. Each endpoint of each sandbox has a lane: its deliveries start in the order in which they came, up
 * to `concurrency` of them under way at once, and no lane waits for another.
 */
import { setMaxListeners } from 'node:events';
import { wallClock } from '../kernel/clock.ts';
import type { Attempt } from '../kernel/delivery.ts';
import type { Deliverer, Handler, Message } from './deliver.ts';

/** Where deliveries are kept. */
export interface DeliveryDesk {
  /** The endpoint of each delivery, undefined for what is unknown. */
  endpointsOf(sandbox: string, deliveries: readonly string[]): Promise<(string | undefined)[]>;
  /** What to send; undefined when there is nothing to send to, and the delivery has then failed. */
  open(sandbox: string, delivery: string): Promise<Message | undefined>;
  /** Keeps the attempt, and plans the next one after a failure. */
  close(sandbox: string, delivery: string, attempt: Attempt): Promise<void>;
}

export interface DispatcherOptions {
  readonly desk: DeliveryDesk;
  readonly deliverer: Deliverer;
  /** Applications in this process, by the URL of their endpoint: `inproc:app`, `inproc:app/webhooks`. */
  readonly handlers?: ReadonlyMap<string, Handler> | undefined;
  /** Deliveries under way at once to one endpoint of one sandbox; 16 when left out. */
  readonly concurrency?: number | undefined;
  /** Endpoints that take every delivery at once and answer for it later. */
  isUnbounded?(endpoint: string): boolean;
  /** Deliveries started in a second by all lanes together, so that requests are answered in between; 2,200 when left out. */
  readonly perSecond?: number | undefined;
  /** Is told when the desk fails; the delivery then stays as it is stored. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

export interface Dispatcher {
  /** Returns at once; unknown deliveries are passed over. */
  enqueue(sandbox: string, deliveries: readonly string[]): void;
  /** Resolves when nothing waits and nothing is under way. Retries planned for later do not count. */
  idle(): Promise<void>;
  /** Forgets what the sandbox has waiting and stops what it has under way: for a reset or a restored snapshot. */
  drop(sandbox: string): void;
  /** Stops everything, and closes the connections. */
  close(): Promise<void>;
}

interface Lane {
  readonly site: Site;
  readonly endpoint: string;
  /** Deliveries under way at once. */
  readonly most: number;
  readonly waiting: string[];
  /** Position of the first of `waiting` that has not started. */
  first: number;
  running: number;
  /** Stands in the line of lanes that may start a delivery. */
  ready: boolean;
}

interface Site {
  readonly sandbox: string;
  readonly lanes: Map<string, Lane>;
  readonly stop: AbortController;
  /** Enqueued, not sorted into lanes yet. */
  readonly inbox: string[];
  sorting: boolean;
  /** Enqueued and not finished. */
  open: number;
}

const sortedAtOnce = 200;
/** Started in one turn of the event loop: requests that came meanwhile are served in between. */
const startedAtOnce = 2;
/** Started without a pause; in milliseconds, the pause that follows. Short bursts disturb requests less than a steady drip. */
const burst = 16;
const pause = 4;

export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { desk, deliverer, handlers, concurrency = 16, perSecond = 2200, onError = () => undefined } = options;
  const sites = new Map<string, Site>();
  const ready: Lane[] = [];
  let turning = false;
  let mayStart = burst;
  let countedAt = wallClock.elapsed();
  const running = new Set<Promise<void>>();
  let closed = false;
  let idlers: (() => void)[] = [];

  function finish(site: Site, count: number): void {
    site.open -= count;
    if (site.open === 0 && sites.get(site.sandbox) === site) forget(site);
  }

  function forget(site: Site): void {
    sites.delete(site.sandbox);
    if (sites.size > 0) return;
    for (const resolve of idlers) resolve();
    idlers = [];
  }

  /** In portions, so that a long inbox holds up no request. */
  async function sort(site: Site): Promise<void> {
    while (site.inbox.length > 0 && !site.stop.signal.aborted) {
      const deliveries = site.inbox.splice(0, sortedAtOnce);
      try {
        const endpoints = await desk.endpointsOf(site.sandbox, deliveries);
        deliveries.forEach((delivery, at) => {
          const endpoint = endpoints[at];
          if (endpoint === undefined) finish(site, 1);
          else put(site, endpoint, delivery);
        });
      } catch (error) {
        onError(error);
        finish(site, deliveries.length);
      }
      await nextTurn();
    }
    site.sorting = false;
  }

  function put(site: Site, endpoint: string, delivery: string): void {
    let lane = site.lanes.get(endpoint);
    if (lane === undefined) {
      const most = options.isUnbounded?.(endpoint) ? Number.POSITIVE_INFINITY : concurrency;
      lane = { site, endpoint, most, waiting: [], first: 0, running: 0, ready: false };
      site.lanes.set(endpoint, lane);
    }
    lane.waiting.push(delivery);
    line(lane);
  }

  function line(lane: Lane): void {
    if (lane.ready || lane.first === lane.waiting.length || lane.running >= lane.most) return;
    lane.ready = true;
    ready.push(lane);
    if (turning) return;
    turning = true;
    setImmediate(turn);
  }

  function turn(): void {
    const now = wallClock.elapsed();
    mayStart = Math.min(burst, mayStart + ((now - countedAt) * perSecond) / 1000);
    countedAt = now;
    for (let started = 0; started < startedAtOnce && mayStart >= 1; started++) {
      const lane = ready.shift();
      if (lane === undefined) {
        turning = false;
        return;
      }
      lane.ready = false;
      start(lane);
    }
    if (mayStart < 1) void wallClock.sleep(pause).then(turn);
    else setImmediate(turn);
  }

  function start(lane: Lane): void {
    const delivery = lane.waiting[lane.first];
    if (delivery === undefined || lane.site.stop.signal.aborted) return;
    lane.first++;
    lane.running++;
    mayStart--;
    const run = attempt(lane, delivery);
    running.add(run);
    void run.then(() => running.delete(run));
    line(lane);
  }

  async function attempt(lane: Lane, delivery: string): Promise<void> {
    const { sandbox, stop } = lane.site;
    try {
      const message = await desk.open(sandbox, delivery);
      if (message !== undefined && !stop.signal.aborted) {
        const made = await deliverer.deliver(handlers?.get(message.url) ?? message.url, message, stop.signal);
        if (!stop.signal.aborted) await desk.close(sandbox, delivery, made);
      }
    } catch (error) {
      onError(error);
    }
    lane.running--;
    if (lane.running === 0 && lane.first === lane.waiting.length) lane.site.lanes.delete(lane.endpoint);
    line(lane);
    finish(lane.site, 1);
  }

  function drop(site: Site): void {
    site.stop.abort();
    forget(site);
  }

  return {
    enqueue(sandbox, deliveries) {
      if (closed || deliveries.length === 0) return;
      let site = sites.get(sandbox);
      if (site === undefined) {
        const stop = new AbortController();
        setMaxListeners(0, stop.signal);
        site = { sandbox, lanes: new Map(), stop, inbox: [], sorting: false, open: 0 };
        sites.set(sandbox, site);
      }
      const { inbox } = site;
      for (const delivery of deliveries) inbox.push(delivery);
      site.open += deliveries.length;
      if (site.sorting) return;
      site.sorting = true;
      setImmediate(sort, site);
    },
    idle() {
      return sites.size === 0 ? Promise.resolve() : new Promise((resolve) => idlers.push(resolve));
    },
    drop(sandbox) {
      const site = sites.get(sandbox);
      if (site !== undefined) drop(site);
    },
    async close() {
      closed = true;
      for (const site of [...sites.values()]) drop(site);
      await Promise.all(running);
      await deliverer.close();
    },
  };
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
