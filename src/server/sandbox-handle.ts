/** A sandbox as tests and the control API hold it: time, outside actions, events, snapshots. */
import type Stripe from 'stripe';
import type { AttemptWatch } from './attempt-watch.ts';
import type { Engine, Fired } from './engine/engine.ts';
import type { Faults } from './engine/faults.ts';
import { type Rows, rowsOf } from './engine/reader.ts';
import type { RequestLogEntry, Sandbox } from './engine/sandbox.ts';
import { seed } from './engine/seed.ts';
import { type EmittedEvent, own, type Unit } from './engine/unit.ts';
import type { Awaitable } from './kernel/awaitable.ts';
import type { ClockMode, ClockState } from './kernel/clock.ts';
import type { Delivery } from './kernel/delivery.ts';
import { parseDuration } from './kernel/duration.ts';
import { errors, StripeError } from './kernel/errors.ts';
import type { Endpoint, StoredObject } from './kernel/work.ts';
import { actionsOf, type ObjectView, objectView } from './machine-view.ts';
import { type ForwarderOptions, forwarder, type ReceiverOptions, receiver, receiverPrefix } from './receiver.ts';
import type { Row } from './store/port.ts';
import { lineOf, type TimelineLine } from './timeline-line.ts';
import { Chaos, type ChaosSettings, calm } from './webhooks/chaos.ts';
import type { Handler } from './webhooks/deliver.ts';
import type { Dispatcher } from './webhooks/dispatcher.ts';

export interface WaitOptions {
  /** Only events about the object with this id. */
  object?: string;
  /** Only events newer than this event id. */
  after?: string;
  /** Only events of this connected account. */
  account?: string;
  /** Default 10,000. */
  timeoutMs?: number;
}

/** The event of that type, or any where the type is not one of Stripe's. */
export type EventOf<T extends string> = T extends Stripe.Event['type']
  ? Extract<Stripe.Event, { type: T }>
  : Stripe.Event;

export interface DeliveryQuery {
  /** Only deliveries of the event with this id. */
  event?: string;
  status?: Delivery['status'];
  /** Only the newest so many; all when left out. */
  limit?: number;
}

export interface ClockChange {
  mode?: ClockMode;
  /** Unix seconds, or a Date. */
  now?: number | Date;
}

export interface SandboxParts {
  readonly engine: Engine;
  readonly dispatcher: Dispatcher;
  readonly attempts: AttemptWatch;
  /** Applications in this process that take deliveries, by URL. */
  readonly handlers: Map<string, Handler>;
  /** See DeliveryDeskOptions. */
  renderEvent(event: EmittedEvent, version: string | null, rows: Rows): Awaitable<object>;
}

/** A movement of the clock that cannot be. */
export class ClockRefused extends RangeError {
  override readonly name = 'ClockRefused';
}

/** Longer than the longest attempt takes. */
const longestAttemptMs = 15_000;
const longestMove = 100 * 366 * 86_400;
const byHand = { id: null, idempotency_key: null };

const seconds = (time: number | Date): number => (typeof time === 'number' ? time : Math.floor(time.getTime() / 1000));

export class SandboxHandle {
  readonly key: string;
  private readonly engine: Engine;
  private readonly dispatcher: Dispatcher;
  private readonly attempts: AttemptWatch;
  private readonly handlers: Map<string, Handler>;
  private readonly renderEvent: SandboxParts['renderEvent'];
  private readonly name: string;

  constructor(key: string, { engine, dispatcher, attempts, handlers, renderEvent }: SandboxParts) {
    this.key = key;
    this.engine = engine;
    this.dispatcher = dispatcher;
    this.attempts = attempts;
    this.handlers = handlers;
    this.renderEvent = renderEvent;
    this.name = /^[a-z]+_test_(.+)$/.exec(key)?.[1] ?? key;
  }

  private get sandbox(): Sandbox {
    return this.engine.sandbox(this.name);
  }

  /** The id of the key's own account. */
  get account(): string {
    return this.sandbox.platform;
  }

  /** Whether the platform has a connected account of this id. */
  async hasAccount(id: string): Promise<boolean> {
    return (await this.get(this.account, 'account', id)) !== undefined;
  }

  private get(account: string, type: string, id: string): Promise<Row | undefined> {
    return this.engine.store.transaction(this.name, async (tx) => tx.get(account, type, id));
  }

  /** Unix seconds on the sandbox's clock. */
  now(): number {
    return this.sandbox.clock.now();
  }

  /** The clock's mode and its time in Unix seconds. */
  clock(): ClockState {
    return this.sandbox.clock.state();
  }

  /** Changes the clock's mode, then moves it forward to `now`; answers what fell due. Throws a RangeError for a time in the past. */
  async setClock({ mode, now }: ClockChange): Promise<Fired[]> {
    const { sandbox, engine } = this;
    await sandbox.settling;
    const to = now === undefined ? undefined : this.checkMove(seconds(now));
    if (mode !== undefined) sandbox.clock.setMode(mode);
    engine.wind(sandbox.name);
    return to === undefined ? [] : this.moveTo(to);
  }

  /**
   * Moves the clock forward by a duration (`'7d'`, `'1h30m'`, seconds as a number) or to a Date; answers what fell due,
   * in order. Throws a RangeError for a time in the past or an unreadable duration.
   */
  async advance(by: string | number | Date): Promise<Fired[]> {
    if (by instanceof Date) return this.moveTo(this.checkMove(seconds(by)));
    const span = typeof by === 'number' ? by : parseDuration(by);
    if (span === undefined) throw new ClockRefused(`'${by}' is no duration: write 90s, 5m, 2h, 7d or 1w.`);
    return this.moveTo(this.checkMove(this.now() + span));
  }

  private checkMove(to: number): number {
    const now = this.now();
    if (!Number.isFinite(to)) throw new ClockRefused('That is no time.');
    if (to < now) throw new ClockRefused('The clock of a sandbox does not go back.');
    if (to - now > longestMove) throw new ClockRefused('The clock moves no more than 100 years at once.');
    return Math.floor(to);
  }

  private async moveTo(time: number): Promise<Fired[]> {
    // Where the wall clock has overtaken the time meanwhile, it has come all the same.
    return (await this.engine.advance(this.sandbox, Math.max(time, this.now()))) ?? [];
  }

  /** An object with the state of its machine and the actions it allows now; rejects with a StripeError when it is not there. */
  async object(id: string, options: { account?: string } = {}): Promise<ObjectView> {
    const { account = this.account } = options;
    await this.sandbox.settling;
    return this.look(account, id, async (unit, stored) => {
      const shown = await unit.work(account).show(stored);
      return objectView(this.engine.registry.resource(stored.object), stored, shown);
    });
  }

  private look<T>(account: string, id: string, read: (unit: Unit, stored: StoredObject) => Promise<T>): Promise<T> {
    return this.engine.transaction(this.sandbox, byHand, async (unit) => {
      const stored = await this.engine.locate(unit, account, id);
      if (stored === undefined) throw errors.missing('object', id, 'id', 'path');
      return read(unit, stored);
    });
  }

  /**
   * Does to an object what only the bank, the cardholder or the network can: `act(dispute.id, 'win')`. Rejects with a
   * StripeError when the object is not there or its state does not allow the action.
   */
  async act(
    id: string,
    action: string,
    facts: Record<string, unknown> = {},
    options: { account?: string } = {},
  ): Promise<StoredObject> {
    const { account = this.account } = options;
    const type = await this.look(account, id, async (_, stored) => stored.object);
    const known = actionsOf(this.engine.registry.resource(type));
    if (!known.includes(action)) {
      const others = known.length === 0 ? 'It has none.' : `It has: ${known.join(', ')}.`;
      throw errors.invalid(`A ${type} has no action '${action}'. ${others}`, 'action');
    }
    const object = await this.engine.act(this.sandbox, account, id, action, facts);
    if (object === undefined) throw errors.missing('object', id, 'id', 'path');
    return object;
  }

  /**
   * The event of this type (`*` for any) that is there, the oldest that fits, or that comes next; rejects with a
   * StripeError when none came in time or `after` names no event.
   */
  async waitForEvent<T extends Stripe.Event['type'] | (string & Record<never, never>)>(
    type: T,
    options: WaitOptions = {},
  ): Promise<EventOf<T>> {
    const { object, after, account = this.account, timeoutMs = 10_000 } = options;
    if (after !== undefined && (await this.get(account, 'event', after)) === undefined)
      throw errors.missing('event', after, 'after', 'parameter');
    const wants = (event: EmittedEvent): boolean =>
      (event.account ?? this.account) === account &&
      (type === '*' || event.type === type) &&
      (object === undefined || event.data.object.id === object);
    const event = await this.engine.waitForEvent(this.sandbox, account, wants, { after, timeoutMs });
    if (event !== undefined) return (await this.shown(event)) as EventOf<T>;
    const about = object === undefined ? '' : ` about ${object}`;
    const message = `No ${type === '*' ? 'event' : type}${about} within ${timeoutMs} ms.`;
    throw new StripeError(408, { type: 'invalid_request_error', message });
  }

  private shown(event: EmittedEvent): Promise<object> {
    const account = event.account ?? this.account;
    return this.engine.store.transaction(this.name, async (tx) =>
      this.renderEvent(event, null, rowsOf(tx, account)),
    );
  }

  /**
   * Delivers events to a fetch handler in this process (`app.fetch`), without a port. Answers the secret that signs them.
   * `connect` for the events of connected accounts.
   */
  async deliverTo(handler: Handler, options: ReceiverOptions = {}): Promise<string> {
    const id = this.receiverId();
    const url = `inproc:${id}`;
    const endpoint = { id, ...receiver(url, options, this.receiverContext()) };
    this.handlers.set(url, handler);
    await this.engine.putEndpoint(this.sandbox, endpoint);
    return endpoint.secret;
  }

  private receiverId(): string {
    return `${receiverPrefix}${this.sandbox.ids.token(14)}`;
  }

  private receiverContext(): Parameters<typeof receiver>[2] {
    const { ids } = this.sandbox;
    return { description: this.engine.registry.description, token: (length) => ids.token(length) };
  }

  /** Every receiver of this sandbox's events: forwarders, those added here, webhook endpoints of the API. */
  endpoints(): Promise<Endpoint[]> {
    return this.engine.store.transaction(this.name, async (tx) => {
      const { rows } = await tx.list(own.account, own.endpoint, {});
      return [...(rows as Endpoint[]), ...this.engine.options.forwarders(this.name)];
    });
  }

  /** Posts events to a URL from now on; throws a RangeError for a URL, an event type or a secret that cannot be. */
  async addEndpoint(options: ForwarderOptions): Promise<Endpoint> {
    const endpoint = { id: this.receiverId(), ...forwarder(options, this.receiverContext()) };
    await this.engine.putEndpoint(this.sandbox, endpoint);
    return endpoint;
  }

  /** Takes away a receiver that `addEndpoint()` or `deliverTo()` made; rejects with a StripeError when it is none of them. */
  async removeEndpoint(id: string): Promise<void> {
    const endpoint = (await this.added()).find((each) => each.id === id);
    if (endpoint === undefined) throw errors.missing('endpoint', id, 'id', 'path');
    await this.remove([endpoint]);
  }

  /** Takes away every receiver that `addEndpoint()` or `deliverTo()` made; answers how many there were. */
  async removeEndpoints(): Promise<number> {
    const endpoints = await this.added();
    await this.remove(endpoints);
    return endpoints.length;
  }

  private async added(): Promise<Endpoint[]> {
    const forwarders = this.engine.options.forwarders(this.name);
    return (await this.endpoints()).filter((each) => each.id.startsWith(receiverPrefix) && !forwarders.includes(each));
  }

  private async remove(endpoints: readonly Endpoint[]): Promise<void> {
    await this.engine.transaction(this.sandbox, byHand, async (unit) => {
      for (const { id } of endpoints) await unit.work(this.account).removeEndpoint(id);
    });
    for (const { url } of endpoints) this.handlers.delete(url);
  }

  /** What was delivered, is on its way or failed, newest first. */
  async deliveries({ event, status, limit }: DeliveryQuery = {}): Promise<Delivery[]> {
    const where = { ...(event !== undefined && { event }), ...(status !== undefined && { status }) };
    const page = await this.engine.store.transaction(this.name, async (tx) =>
      tx.list(own.account, own.delivery, { where, ...(limit !== undefined && { limit }) }),
    );
    return page.rows as unknown as Delivery[];
  }

  /** One event on its way to one receiver; rejects with a StripeError when there is no such delivery. */
  async delivery(id: string): Promise<Delivery> {
    const found = await this.get(own.account, own.delivery, id);
    if (found === undefined) throw errors.missing('delivery', id, 'id', 'path');
    return found as unknown as Delivery;
  }

  /** Sends a delivery once more and answers it after the attempt; rejects with a StripeError when its receiver is gone. */
  async retry(id: string): Promise<Delivery> {
    const { endpoint, url } = await this.delivery(id);
    const receivers = await this.endpoints();
    if (!receivers.some((each) => each.id === endpoint && each.enabled))
      throw errors.invalid(`${id} cannot be sent again: its receiver ${endpoint} (${url}) is gone or disabled.`);
    const attempted = this.attempts.next(this.name, id, longestAttemptMs);
    this.dispatcher.enqueue(this.name, [id]);
    await attempted;
    return this.delivery(id);
  }

  /** The newest 1,000 API requests with parameters and answers, newest first. */
  requests(): RequestLogEntry[] {
    return this.sandbox.log.newestFirst();
  }

  /** Is told of each request, event and delivery attempt as it happens, also after a reset. The answer ends it. */
  watch(tell: (line: TimelineLine) => void): () => void {
    return this.engine.feed.watch(this.name, (happening) => tell(lineOf(happening)));
  }

  /** API calls that are to fail. */
  get faults(): Faults {
    return this.sandbox.faults;
  }

  /** The disorder in which webhooks come, and what was sent on its account. */
  chaos(): Pick<Chaos, 'settings' | 'counts'> {
    return this.sandbox.chaos ?? new Chaos(calm);
  }

  /** From the next delivery on; what is left out is as usual. */
  setChaos(settings: Partial<ChaosSettings>): void {
    this.sandbox.chaos = new Chaos({ ...calm, ...settings });
  }

  /** Resolves when no delivery waits or is under way; retries planned for later do not count. */
  delivered(): Promise<void> {
    return this.dispatcher.idle();
  }

  /**
   * Puts objects into the sandbox as they are, in place of those of the same id: objects, arrays or hashes of them, such
   * as the graphs of the fixtures. Nothing happens on that account but what their deadlines bring. Answers what is stored;
   * rejects with a StripeError for what is no object of the API, and then nothing is stored.
   */
  async seed(objects: object, options: { account?: string } = {}): Promise<StoredObject[]> {
    const { account = this.account } = options;
    await this.sandbox.settling;
    return this.engine.transaction(this.sandbox, byHand, (unit) => seed(unit, account, objects));
  }

  /** Empties the sandbox; its clock starts anew. Snapshots stay. */
  reset(): Promise<void> {
    return this.engine.reset(this.sandbox);
  }

  /** Keeps objects, time and randomness under this name, in place of what the name held. */
  snapshot(name: string): Promise<void> {
    return this.engine.saveSnapshot(this.sandbox, name);
  }

  /** The names of all snapshots. */
  snapshots(): Promise<string[]> {
    return this.engine.store.snapshots(this.name);
  }

  /** Brings back what a snapshot kept; rejects with a StripeError when there is none of this name. */
  async restore(name: string): Promise<void> {
    if (!(await this.engine.restoreSnapshot(this.sandbox, name)))
      throw errors.missing('snapshot', name, 'name', 'path');
  }

  /** Forgets a snapshot; rejects with a StripeError when there is none of this name. */
  async dropSnapshot(name: string): Promise<void> {
    if (!(await this.engine.store.dropSnapshot(this.name, name)))
      throw errors.missing('snapshot', name, 'name', 'path');
  }
}
