/** The composition root: description, store, engine, webhooks and HTTP become one emulator. */
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { watchAttempts } from './attempt-watch.ts';
import { createControl } from './control/control.ts';
import { type Coverage, coverageOf } from './coverage.ts';
import { createDeliveryDesk } from './engine/delivery-desk.ts';
import { Engine } from './engine/engine.ts';
import { createReader } from './engine/reader.ts';
import { createRegistry } from './engine/registry.ts';
import type { Rows } from './engine/sight.ts';
import { type EmittedEvent, own } from './engine/unit.ts';
import { createApp, type Fetch } from './http/app.ts';
import type { Awaitable } from './kernel/awaitable.ts';
import { wallClock } from './kernel/clock.ts';
import type { Attempt, Delivery } from './kernel/delivery.ts';
import { createIds } from './kernel/ids.ts';
import type { Endpoint } from './kernel/work.ts';
import { type MachineView, machineView } from './machine-view.ts';
import { type ClockSetting, clockOptions } from './options.ts';
import { packageVersion } from './package.ts';
import { createPages } from './pages/pages.ts';
import { type ForwarderOptions, forwarder, receiverPrefix } from './receiver.ts';
import { resources } from './resources/index.ts';
import { SandboxHandle } from './sandbox-handle.ts';
import { loadDescription } from './spec/description.ts';
import { createMemoryStore } from './store/memory.ts';
import { withEarlierPayment } from './stripe-cli/earlier-payment.ts';
import { createStripeCli, isStripeCli, type StripeCli } from './stripe-cli/index.ts';
import { eventIn } from './versions/events.ts';
import { resolveVersion } from './versions/index.ts';
import { withChaos } from './webhooks/chaos.ts';
import type { Deliverer, DeliverOptions, Handler } from './webhooks/deliver.ts';
import { createDispatcher } from './webhooks/dispatcher.ts';
import { type RetryScheduleName, retrySchedules } from './webhooks/retry-schedule.ts';

const defaultKey = 'sk_test_emulator';

export type { ForwarderOptions } from './receiver.ts';

/** A delivery after an attempt. */
export interface DeliveryLine {
  readonly delivery: Delivery;
  readonly attempt: Attempt;
}

export interface EmulatorOptions {
  /** The same seed and the same calls give the same bytes (with a manual clock). */
  seed?: number;
  /** `instant` (default), `real`, `manual`, or an ISO time at which a manual clock starts. */
  clock?: ClockSetting;
  /** Receivers of the events of every sandbox. */
  forwardTo?: readonly ForwarderOptions[];
  /** Version of requests that name none; the newest by default. */
  apiVersion?: string;
  /** Answer 501 to what is only generically emulated. */
  strict?: boolean;
  /** Deliver webhooks to addresses outside this machine and private networks too. */
  allowPublicWebhooks?: boolean;
  /** Retry schedule of webhooks: seconds apart (`fast`, default), at once, or Stripe's own, over hours. */
  webhookRetries?: RetryScheduleName;
  /** Told of each answered API request. */
  onRequest?: (line: { method: string; path: string; status: number; requestId: string; durationMs: number }) => void;
  /** Told of each attempt to deliver an event. */
  onDelivery?: (line: DeliveryLine) => void;
  /** Told of a defect of the emulator itself; prints it by default. */
  onCrash?: (error: unknown) => void;
}

export interface RunningServer {
  /** `http://127.0.0.1:12111` */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

export interface Emulator {
  /** Answers a request without a port: `Stripe.createFetchHttpClient(emulator.fetch)`. */
  readonly fetch: (input: Request | string | URL, init?: RequestInit) => Promise<Response>;
  readonly forwarders: readonly Endpoint[];
  /** Of this package. */
  readonly version: string;
  /** Of requests that name none. */
  readonly apiVersion: string;
  /** Serves on a port; 0 picks a free one. Rejects with an error that has `code: 'EADDRINUSE'` when the port is taken. */
  listen(options?: { port?: number; host?: string }): Promise<RunningServer>;
  /** The sandbox that a secret key names, `sk_test_emulator` when left out. */
  sandbox(key?: string): SandboxHandle;
  /** Empties every sandbox; snapshots stay. */
  reset(): Promise<void>;
  /** What is modelled, and what is only generically emulated. */
  coverage(): Coverage;
  /** The state machines, by the name of their object. */
  machines(): MachineView[];
  /** The API description that the emulator serves, OpenAPI 3.1 as JSON text. */
  openapi(): string;
  /** Seconds since it was created. */
  uptime(): number;
  close(): Promise<void>;
}

/**
 * Composes an emulator; nothing listens on a port until `listen()`. Rejects with a RangeError or a StripeError that names
 * the option when one cannot be.
 */
export async function createEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const started = wallClock.elapsed();
  const description = loadDescription();
  const apiVersion = options.apiVersion === undefined ? description.version : resolveVersion(options.apiVersion);
  const registry = createRegistry(description, resources);
  const store = createMemoryStore();
  const forwarders = (options.forwardTo ?? []).map((each, at) => ({
    id: `${receiverPrefix}${at + 1}`,
    ...forwarder(each, { description, token: createIds().token }),
  }));
  const onCrash = options.onCrash ?? ((error: unknown) => console.error(error));
  const servers = new Set<RunningServer>();

  /** Of a sandbox, beside those that it stores. */
  const receivers = (sandbox: string): readonly Endpoint[] => {
    const listening = stripeCli.endpoints(sandbox);
    return listening.length === 0 ? forwarders : [...forwarders, ...listening];
  };

  const engine: Engine = new Engine({
    registry,
    store,
    apiVersion,
    seed: options.seed,
    clock: clockOptions(options.clock),
    forwarders: receivers,
    onCrash,
    deliveries: {
      enqueue: (sandbox, ids) => dispatcher.enqueue(sandbox, ids),
      drop: (sandbox) => dispatcher.drop(sandbox),
      outstanding: (sandbox) => desk.outstanding(sandbox),
    },
  });
  /** `null`: of the version that it was made in. */
  const renderEvent = (event: EmittedEvent, version: string | null, rows: Rows): Awaitable<object> =>
    eventIn(
      { ...event },
      version ?? event.api_version,
      createReader(description, rows, (object) => engine.renderer.showAlone(object, { now: event.created })),
    );
  const desk = createDeliveryDesk({
    store,
    forwarders: receivers,
    schedule: retrySchedules[options.webhookRetries ?? 'fast'],
    now: (sandbox) => engine.sandbox(sandbox).clock.now(),
    renderEvent,
    onRetryPlanned: (sandbox) => engine.wind(sandbox),
  });
  const { onDelivery } = options;
  const tell = async (sandbox: string, id: string, attempt: Attempt): Promise<void> => {
    const delivery = await store.transaction(sandbox, async (tx) => tx.get(own.account, own.delivery, id));
    if (delivery === undefined) return;
    const line = { delivery: delivery as unknown as Delivery, attempt };
    onDelivery?.(line);
    engine.feed.tell(sandbox, { kind: 'attempt', ...line });
  };
  const disorderly = withChaos(
    desk,
    lazyDeliverer({ allowPublic: options.allowPublicWebhooks }),
    (name) => engine.sandbox(name).chaos,
  );
  const attempts = watchAttempts(disorderly.desk, (sandbox, id, attempt) => {
    if (onDelivery !== undefined || engine.feed.isWatched(sandbox)) void tell(sandbox, id, attempt).catch(onCrash);
  });
  const handlers = new Map<string, Handler>();
  const stripeCli = createStripeCli({
    engine,
    handlers,
    defaultVersion: apiVersion,
    latestVersion: description.version,
    onCrash,
  });
  const dispatcher = createDispatcher({
    desk: attempts.desk,
    deliverer: disorderly.deliverer,
    handlers,
    isUnbounded: isStripeCli,
    onError: onCrash,
  });

  const api = { engine, apiVersion, strict: options.strict ?? false, onAnswer: options.onRequest, onCrash };
  const sandbox = (key = defaultKey): SandboxHandle =>
    new SandboxHandle(key, { engine, dispatcher, attempts, handlers, renderEvent });
  const fetch: Emulator['fetch'] = async (input, init) =>
    app(input instanceof Request && !init ? input : new Request(input, init));

  const emulator: Emulator = {
    fetch,
    forwarders,
    version: packageVersion(),
    apiVersion,
    sandbox,
    async reset() {
      for (const name of engine.sandboxNames()) await engine.reset(engine.sandbox(name));
    },
    coverage: () => coverageOf(registry),
    machines: () => registry.resources.flatMap((resource) => machineView(resource) ?? []),
    openapi: () => description.text(),
    uptime: () => (wallClock.elapsed() - started) / 1000,
    async listen({ port = 0, host = '127.0.0.1' } = {}) {
      const server = await startServer(app, stripeCli, port, host);
      servers.add(server);
      return { ...server, close: () => server.close().finally(() => servers.delete(server)) };
    },
    async close() {
      stripeCli.close();
      await Promise.all([...servers].map((server) => server.close()));
      await dispatcher.close();
      await engine.close();
    },
  };
  const app = withEarlierPayment(
    createApp({ api, stripeCli, control: createControl(emulator), pages: createPages(engine) }),
  );
  return emulator;
}

/** The HTTP client is loaded with the first delivery: it takes longer than the rest of the server together. */
function lazyDeliverer(options: DeliverOptions): Deliverer {
  let loaded: Promise<Deliverer> | undefined;
  const load = async (): Promise<Deliverer> => (await import('./webhooks/deliver.ts')).createDeliverer(options);
  return {
    async deliver(...attempt) {
      loaded ??= load();
      return (await loaded).deliver(...attempt);
    },
    close: async () => (await loaded)?.close(),
  };
}

function startServer(app: Fetch, stripeCli: StripeCli, port: number, host: string): Promise<RunningServer> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app, port, hostname: host }, (address: AddressInfo) => {
      const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
      resolve({
        url: `http://${name}:${address.port}`,
        port: address.port,
        close: () =>
          new Promise((done) => {
            server.close(() => done());
            if ('closeAllConnections' in server) server.closeAllConnections();
          }),
      });
    });
    server.on('error', reject);
    stripeCli.attach(server);
  });
}
