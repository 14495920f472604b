/** Runs operations, outside actions and timers as transactions, and hands on what they caused. */
import { type ClockMode, type ClockState, wallClock } from '../kernel/clock.ts';
import { StripeError } from '../kernel/errors.ts';
import type { Facts } from '../kernel/machine.ts';
import type { Endpoint, Origin, StoredObject } from '../kernel/work.ts';
import type { Row, Store, Timer } from '../store/port.ts';
import { KeptAnswers } from './answer.ts';
import type { MovingClock } from './clocks.ts';
import { Feed } from './feed.ts';
import type { Registry } from './registry.ts';
import { createRenderer, type Renderer } from './render.ts';
import { createSandbox, type Sandbox } from './sandbox.ts';
import { type EmittedEvent, own, type Time, Unit, type UnitSettings } from './unit.ts';

interface EngineOptions {
  readonly registry: Registry;
  readonly store: Store;
  readonly apiVersion: string;
  readonly seed: number | undefined;
  readonly clock: { readonly mode: ClockMode; readonly start?: number | undefined };
  /** Receivers that no sandbox stores: from the command line, Stripe CLIs that listen. */
  forwarders(sandbox: string): readonly Endpoint[];
  readonly deliveries: DeliveryQueue;
  /** Told of a defect. */
  onCrash(error: unknown): void;
}

interface DeliveryQueue {
  /** Takes deliveries that are due now. */
  enqueue(sandbox: string, deliveries: readonly string[]): void;
  /** Forgets what the sandbox has waiting. */
  drop(sandbox: string): void;
  /** Stored deliveries that nothing waits for. */
  outstanding(sandbox: string): Promise<string[]>;
}

/** A timer that rang. */
export interface Fired {
  readonly object: string;
  readonly action: string;
  readonly at: number;
}

interface Waiter {
  readonly sandbox: string;
  wants(event: EmittedEvent): boolean;
  resolve(event: EmittedEvent): void;
}

/** What a snapshot keeps of a sandbox beside its objects. */
interface SandboxState extends Row {
  readonly clock: ClockState;
  readonly ids: readonly number[];
}

const stateRow = 'sandbox';

const byItself: Origin = { id: null, idempotency_key: null };

export class Engine {
  readonly registry: Registry;
  readonly store: Store;
  readonly renderer: Renderer;
  readonly options: EngineOptions;
  readonly feed = new Feed();
  readonly answers = new KeptAnswers();
  private readonly settings: UnitSettings;
  private readonly sandboxes = new Map<string, Sandbox>();
  private readonly waiters = new Set<Waiter>();

  constructor(options: EngineOptions) {
    this.options = options;
    this.registry = options.registry;
    this.store = options.store;
    this.renderer = createRenderer(options.registry);
    const { registry, apiVersion } = options;
    const forwarders = (sandbox: string): readonly Endpoint[] => options.forwarders(sandbox);
    this.settings = { registry, renderer: this.renderer, apiVersion, forwarders };
  }

  sandbox(name: string): Sandbox {
    let sandbox = this.sandboxes.get(name);
    if (sandbox === undefined) {
      sandbox = createSandbox(name, { seed: this.options.seed, ...this.options.clock });
      this.sandboxes.set(name, sandbox);
    }
    return sandbox;
  }

  sandboxNames(): string[] {
    return [...this.sandboxes.keys()];
  }

  /** One transaction; what it caused is handed on once it is committed. */
  async transaction<T>(sandbox: Sandbox, origin: Origin, run: (unit: Unit) => Promise<T>): Promise<T> {
    let unit: Unit | undefined;
    const result = await this.store.transaction(sandbox.name, (tx) => {
      unit = new Unit(tx, sandbox, this.settings, origin);
      return run(unit);
    });
    if (unit?.hasEffects) await this.handOn(sandbox, unit);
    return result;
  }

  private async handOn(sandbox: Sandbox, unit: Unit): Promise<void> {
    if (unit.deliveries.length > 0) {
      this.options.deliveries.enqueue(
        sandbox.name,
        unit.deliveries.map((delivery) => delivery.id),
      );
    }
    if (this.waiters.size > 0) for (const event of unit.events) this.tell(sandbox.name, event);
    if (this.feed.isWatched(sandbox.name))
      for (const event of unit.events) this.feed.tell(sandbox.name, { kind: 'event', event });
    if (unit.moving !== undefined) sandbox.moving.push(...unit.moving);
    if (unit.moving !== undefined || (unit.soonTimers && sandbox.clock.mode === 'instant')) this.settleSoon(sandbox);
    if (unit.earliestTimer !== undefined) this.alarm(sandbox, unit.earliestTimer);
  }

  private tell(sandbox: string, event: EmittedEvent): void {
    for (const waiter of this.waiters) {
      if (waiter.sandbox === sandbox && waiter.wants(event)) {
        this.waiters.delete(waiter);
        waiter.resolve(event);
      }
    }
  }

  /** Right after the answer, before any later request: see `Sandbox.settling`. */
  private settleSoon(sandbox: Sandbox): void {
    if (sandbox.settling !== undefined) return;
    sandbox.settling = this.settle(sandbox)
      .then(
        () => undefined,
        (error) => this.options.onCrash(error),
      )
      .finally(() => {
        sandbox.settling = undefined;
      });
  }

  private async settle(sandbox: Sandbox): Promise<void> {
    for (let clock = sandbox.moving.shift(); clock !== undefined; clock = sandbox.moving.shift())
      await this.moveClock(sandbox, clock);
    if (sandbox.clock.mode === 'instant') await this.runTimers(sandbox, true, () => true);
  }

  /** Rings on the way what falls due by a clock beside that of the sandbox. */
  private async moveClock(sandbox: Sandbox, { account, type, id }: MovingClock): Promise<void> {
    const { isClock } = this.registry.resource(type);
    if (isClock === undefined) return;
    const next = (): Promise<Timer | undefined> =>
      this.store.transaction(sandbox.name, async (tx) => tx.nextTimer(false, id));
    const end = (action: string): Promise<void> =>
      this.transaction(sandbox, byItself, async (unit) => {
        const clock = await unit.work(account).get(type, id);
        if (clock !== undefined) await unit.work(account).perform(clock, action);
      });
    const row = await this.store.transaction(sandbox.name, async (tx) => tx.get(account, type, id));
    const clock = row as StoredObject | undefined;
    const target = clock && isClock.target(clock);
    if (clock === undefined || target === undefined) return;
    try {
      let now = isClock.time(clock);
      for (let timer = await next(); timer !== undefined && timer.at <= target; timer = await next()) {
        now = Math.max(now, timer.at);
        await this.ring(sandbox, timer, { id, now });
      }
      await end(isClock.arrive);
    } catch (error) {
      this.options.onCrash(error);
      await end(isClock.fail);
    }
  }

  /** Sees to it that the clock rings at `time`. One that rings for a timer canceled meanwhile does no harm. */
  private alarm(sandbox: Sandbox, time: number): void {
    if (sandbox.clock.mode === 'manual' || (sandbox.alarm !== undefined && sandbox.alarm <= time)) return;
    sandbox.alarm = time;
    sandbox.clock.alarm(time, () => {
      sandbox.alarm = undefined;
      this.runTimers(sandbox, false, (timer) => timer.at <= sandbox.clock.now()).then(
        () => this.setAlarm(sandbox),
        (error) => this.options.onCrash(error),
      );
    });
  }

  /** Winds the alarm for the earliest timer there is. */
  private async setAlarm(sandbox: Sandbox): Promise<void> {
    sandbox.alarm = undefined;
    sandbox.clock.alarm(undefined, () => undefined);
    const next = await this.store.transaction(sandbox.name, async (tx) => tx.nextTimer(false));
    if (next !== undefined) this.alarm(sandbox, next.at);
  }

  /** Winds the alarm anew, for a timer that was set outside a unit. */
  wind(name: string): void {
    this.setAlarm(this.sandbox(name)).catch((error) => this.options.onCrash(error));
  }

  /** Rings timers in order while `due` holds; each in its own transaction. */
  private async runTimers(sandbox: Sandbox, soonOnly: boolean, due: (timer: Timer) => boolean): Promise<Fired[]> {
    const fired: Fired[] = [];
    for (;;) {
      const timer = await this.store.transaction(sandbox.name, async (tx) => tx.nextTimer(soonOnly));
      if (timer === undefined || !due(timer)) return fired;
      if (!soonOnly && timer.at > sandbox.clock.now()) sandbox.clock.moveTo(timer.at);
      await this.ring(sandbox, timer);
      fired.push({ object: timer.object, action: timer.action, at: timer.at });
    }
  }

  /** `passing` is the clock that is being moved, with the time it is at. */
  private async ring(sandbox: Sandbox, timer: Timer, passing?: Time): Promise<void> {
    if (timer.account === own.account) {
      await this.store.transaction(sandbox.name, async (tx) => tx.cancelTimer(timer.id));
      this.options.deliveries.enqueue(sandbox.name, [timer.object]);
      return;
    }
    try {
      await this.transaction(sandbox, byItself, async (unit) => {
        await unit.tx.cancelTimer(timer.id);
        if (passing !== undefined) unit.pass(passing);
        const object = await unit.work(timer.account).get(timer.type, timer.object);
        if (object === undefined) return;
        await (await unit.workAt(timer.account, object)).perform(object, timer.action);
      });
    } catch (error) {
      // What refuses to happen when its time comes does not happen; the timer must not ring for ever.
      if (!(error instanceof StripeError)) throw error;
      await this.store.transaction(sandbox.name, async (tx) => tx.cancelTimer(timer.id));
    }
  }

  /** Moves the sandbox's clock forward to `time`, ringing on the way what falls due. Undefined when that lies in the past. */
  async advance(sandbox: Sandbox, time: number): Promise<Fired[] | undefined> {
    await sandbox.settling;
    if (time < sandbox.clock.now()) return undefined;
    const fired = await this.runTimers(sandbox, false, (timer) => timer.at <= time);
    sandbox.clock.moveTo(time);
    await this.setAlarm(sandbox);
    return fired;
  }

  /** What the bank, the cardholder or the network does to an object. */
  async act(
    sandbox: Sandbox,
    account: string,
    id: string,
    action: string,
    facts: Facts,
  ): Promise<StoredObject | undefined> {
    await sandbox.settling;
    return this.transaction(sandbox, byItself, async (unit) => {
      const object = await this.locate(unit, account, id);
      if (object === undefined) return undefined;
      const work = await unit.workAt(account, object);
      return work.show(await work.perform(object, action, facts));
    });
  }

  /** The object of this id, whatever its type. */
  async locate(unit: Unit, account: string, id: string): Promise<StoredObject | undefined> {
    for (const type of this.registry.typesOfId(id)) {
      const object = await unit.work(account).get(type, id);
      if (object !== undefined) return object;
    }
    return undefined;
  }

  /** The first event that `wants` it, among those already there (oldest first, after the event `after`) or to come. */
  async waitForEvent(
    sandbox: Sandbox,
    account: string,
    wants: (event: EmittedEvent) => boolean,
    options: { after?: string | undefined; timeoutMs: number },
  ): Promise<EmittedEvent | undefined> {
    let resolve: (event: EmittedEvent | undefined) => void = () => undefined;
    const answer = new Promise<EmittedEvent | undefined>((settle) => {
      resolve = settle;
    });
    const waiter: Waiter = { sandbox: sandbox.name, wants, resolve };
    this.waiters.add(waiter);
    const { after } = options;
    const page = await this.store.transaction(sandbox.name, async (tx) =>
      tx.list(account, 'event', { filter: (row) => wants(row as EmittedEvent), ...(after && { endingBefore: after }) }),
    );
    const known = page.rows.at(-1) as EmittedEvent | undefined;
    if (known !== undefined) resolve(known);
    const giveUp = wallClock.after(options.timeoutMs, () => resolve(undefined));
    return answer.finally(() => {
      giveUp();
      this.waiters.delete(waiter);
    });
  }

  putEndpoint(sandbox: Sandbox, endpoint: Endpoint): Promise<void> {
    return this.transaction(sandbox, byItself, (unit) => unit.work(sandbox.platform).putEndpoint(endpoint));
  }

  async reset(sandbox: Sandbox): Promise<void> {
    await sandbox.settling;
    this.options.deliveries.drop(sandbox.name);
    await this.store.clear(sandbox.name);
    sandbox.clock.alarm(undefined, () => undefined);
    sandbox.moving.length = 0;
    this.sandboxes.delete(sandbox.name);
    for (const waiter of this.waiters) if (waiter.sandbox === sandbox.name) this.waiters.delete(waiter);
  }

  async saveSnapshot(sandbox: Sandbox, name: string): Promise<void> {
    await sandbox.settling;
    const state: SandboxState = { id: stateRow, clock: sandbox.clock.state(), ids: sandbox.ids.state() };
    await this.store.transaction(sandbox.name, async (tx) => {
      if ((await tx.get(own.account, stateRow, stateRow)) === undefined) await tx.insert(own.account, stateRow, state);
      else await tx.replace(own.account, stateRow, state);
    });
    await this.store.saveSnapshot(sandbox.name, name);
  }

  /** Objects, time and randomness as they were; false when there is no such snapshot. */
  async restoreSnapshot(sandbox: Sandbox, name: string): Promise<boolean> {
    await sandbox.settling;
    if (!(await this.store.restoreSnapshot(sandbox.name, name))) return false;
    const state = await this.store.transaction(sandbox.name, async (tx) => tx.get(own.account, stateRow, stateRow));
    const { clock, ids } = state as SandboxState;
    sandbox.clock.restore(clock);
    sandbox.ids.restore(ids);
    this.options.deliveries.drop(sandbox.name);
    this.options.deliveries.enqueue(sandbox.name, await this.options.deliveries.outstanding(sandbox.name));
    await this.setAlarm(sandbox);
    return true;
  }

  async close(): Promise<void> {
    for (const sandbox of this.sandboxes.values()) sandbox.clock.alarm(undefined, () => undefined);
    await this.store.close();
  }
}
