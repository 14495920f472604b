/** A sandbox as tests and the control API hold it: time, outside actions, events, snapshots. */
import type Stripe from 'stripe';
import type { Engine, Fired } from './engine/engine.ts';
import type { Faults } from './engine/faults.ts';
import type { RequestLogEntry, Sandbox } from './engine/sandbox.ts';
import { seed } from './engine/seed.ts';
import type { Unit } from './engine/unit.ts';
import type { ClockState } from './kernel/clock.ts';
import type { Delivery } from './kernel/delivery.ts';
import { errors } from './kernel/errors.ts';
import type { Endpoint, StoredObject } from './kernel/work.ts';
import { actionsOf, type ObjectView, objectView } from './machine-view.ts';
import type { ForwarderOptions, ReceiverOptions } from './receiver.ts';
import { Deliveries, type DeliveryQuery } from './sandbox/deliveries.ts';
import { byHand, type SandboxParts } from './sandbox/parts.ts';
import { Receivers } from './sandbox/receivers.ts';
import { type ClockChange, SandboxTime } from './sandbox/time.ts';
import { type EventOf, type WaitOptions, waitForEvent } from './sandbox/waiting.ts';
import { lineOf, type TimelineLine } from './timeline-line.ts';
import { Chaos, type ChaosSettings, calm } from './webhooks/chaos.ts';
import type { Handler } from './webhooks/deliver.ts';

export class SandboxHandle {
  readonly key: string;
  private readonly parts: SandboxParts;
  private readonly engine: Engine;
  private readonly name: string;
  private readonly time: SandboxTime;
  private readonly receivers: Receivers;
  private readonly sent: Deliveries;

  constructor(key: string, parts: SandboxParts) {
    this.key = key;
    this.parts = parts;
    this.engine = parts.engine;
    this.name = /^[a-z]+_test_(.+)$/.exec(key)?.[1] ?? key;
    this.time = new SandboxTime(parts.engine, this.name);
    this.receivers = new Receivers(parts, this.name);
    this.sent = new Deliveries(parts, this.name);
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
    const { account } = this;
    return (await this.engine.store.transaction(this.name, async (tx) => tx.get(account, 'account', id))) !== undefined;
  }

  /** Unix seconds on the sandbox's clock. */
  now(): number {
    return this.time.now();
  }

  /** The clock's mode and its time in Unix seconds. */
  clock(): ClockState {
    return this.sandbox.clock.state();
  }

  /** Changes the clock's mode, then moves it forward to `now`; answers what fell due. Throws a RangeError for a time in the past. */
  setClock(change: ClockChange): Promise<Fired[]> {
    return this.time.set(change);
  }

  /**
   * Moves the clock forward by a duration (`'7d'`, `'1h30m'`, seconds as a number) or to a Date; answers what fell due,
   * in order. Throws a RangeError for a time in the past or an unreadable duration.
   */
  advance(by: string | number | Date): Promise<Fired[]> {
    return this.time.advance(by);
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
    return (await waitForEvent(this.parts, this.name, type, options)) as EventOf<T>;
  }

  /**
   * Delivers events to a fetch handler in this process (`app.fetch`), without a port. Answers the secret that signs them.
   * `connect` for the events of connected accounts.
   */
  deliverTo(handler: Handler, options: ReceiverOptions = {}): Promise<string> {
    return this.receivers.takeIn(handler, options);
  }

  /** Every receiver of this sandbox's events: forwarders, those added here, webhook endpoints of the API. */
  endpoints(): Promise<Endpoint[]> {
    return this.receivers.all();
  }

  /** Posts events to a URL from now on; throws a RangeError for a URL, an event type or a secret that cannot be. */
  async addEndpoint(options: ForwarderOptions): Promise<Endpoint> {
    return this.receivers.add(options);
  }

  /** Takes away a receiver that `addEndpoint()` or `deliverTo()` made; rejects with a StripeError when it is none of them. */
  removeEndpoint(id: string): Promise<void> {
    return this.receivers.remove(id);
  }

  /** Takes away every receiver that `addEndpoint()` or `deliverTo()` made; answers how many there were. */
  removeEndpoints(): Promise<number> {
    return this.receivers.removeAll();
  }

  /** What was delivered, is on its way or failed, newest first. */
  deliveries(query: DeliveryQuery = {}): Promise<Delivery[]> {
    return this.sent.list(query);
  }

  /** One event on its way to one receiver; rejects with a StripeError when there is no such delivery. */
  delivery(id: string): Promise<Delivery> {
    return this.sent.find(id);
  }

  /** Sends a delivery once more and answers it after the attempt; rejects with a StripeError when its receiver is gone. */
  async retry(id: string): Promise<Delivery> {
    return this.sent.sendAgain(id, await this.receivers.all());
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
    return this.parts.dispatcher.idle();
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
