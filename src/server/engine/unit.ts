/**
 * One transaction: every write is a change, every change yields its events and its timers, every event its deliveries,
 * all in the same transaction.
 */
import { type Awaitable, andThen, inTurn } from '../kernel/awaitable.ts';
import type { Delivery } from '../kernel/delivery.ts';
import { previousAttributes } from '../kernel/diff.ts';
import { type EventRule, isTold } from '../kernel/events.ts';
import type { Endpoint, Origin, StoredObject } from '../kernel/work.ts';
import type { Tx } from '../store/port.ts';
import { AccountWork } from './account-work.ts';
import { clockOf, type MovingClock } from './clocks.ts';
import { hears, listens } from './endpoints.ts';
import { own } from './own.ts';
import type { Registry } from './registry.ts';
import type { Renderer } from './render.ts';
import type { Sandbox } from './sandbox.ts';
import { planTimers } from './timers.ts';

export { own };

export interface EmittedEvent extends StoredObject {
  readonly account?: string;
  readonly type: string;
  readonly api_version: string;
  readonly created: number;
  readonly pending_webhooks: number;
  readonly data: { readonly object: StoredObject; readonly previous_attributes?: Record<string, unknown> };
}

const fieldsOf = (object: StoredObject): Readonly<Record<string, unknown>> =>
  object as object as Record<string, unknown>;

/** A clock beside that of the sandbox, and its time in Unix seconds. */
export interface Time {
  readonly id: string;
  readonly now: number;
}

export interface UnitSettings {
  readonly registry: Registry;
  readonly renderer: Renderer;
  readonly apiVersion: string;
  /** Endpoints of every sandbox, from the command line. */
  forwarders(sandbox: string): readonly Endpoint[];
}

/** What the object was before, with what is shown with it and stored apart from it. */
function previously(
  { formerly }: EventRule,
  before: StoredObject | undefined,
  after: StoredObject | undefined,
  previous: Record<string, unknown> | undefined,
): Record<string, unknown> | undefined {
  const apart = formerly === undefined || before === undefined || after === undefined ? {} : formerly(before, after);
  return Object.keys(apart).length === 0 ? previous : { ...previous, ...apart };
}

export class Unit {
  readonly tx: Tx;
  readonly sandbox: Sandbox;
  readonly settings: UnitSettings;
  readonly origin: Origin;
  readonly now: number;
  /** Of the request that runs in it. */
  apiVersion: string;
  private emitted: EmittedEvent[] | undefined;
  private outgoing: Delivery[] | undefined;
  /** Whether a timer was set that an `instant` clock does not wait for. */
  soonTimers = false;
  /** The earliest other timer that was set, in Unix seconds. */
  earliestTimer: number | undefined;
  /** Clocks that were told to move. */
  moving: MovingClock[] | undefined;
  /** What a clock shows while it is on its way. */
  private passing: Time | undefined;
  private endpoints: readonly Endpoint[] | undefined;
  private first: AccountWork | undefined;
  private others: Map<string, AccountWork> | undefined;

  constructor(tx: Tx, sandbox: Sandbox, settings: UnitSettings, origin: Origin) {
    this.tx = tx;
    this.sandbox = sandbox;
    this.settings = settings;
    this.origin = origin;
    this.apiVersion = settings.apiVersion;
    this.now = sandbox.clock.now();
  }

  /** Whether something has to be handed on after the commit. */
  get hasEffects(): boolean {
    return (
      this.emitted !== undefined ||
      this.outgoing !== undefined ||
      this.soonTimers ||
      this.earliestTimer !== undefined ||
      this.moving !== undefined
    );
  }

  /** A timer was set; those that go by another clock wait for that one to be moved. */
  planned(at: number, soon: boolean, clock: string | undefined): void {
    if (soon) this.soonTimers = true;
    if (clock !== undefined || (soon && this.sandbox.clock.mode === 'instant')) return;
    if (this.earliestTimer === undefined || at < this.earliestTimer) this.earliestTimer = at;
  }

  get events(): readonly EmittedEvent[] {
    return this.emitted ?? [];
  }

  get deliveries(): readonly Delivery[] {
    return this.outgoing ?? [];
  }

  work(account: string): AccountWork {
    if (this.first?.account === account) return this.first;
    if (this.first === undefined) {
      this.first = new AccountWork(this, account);
      return this.first;
    }
    this.others ??= new Map();
    let work = this.others.get(account);
    if (work === undefined) {
      work = new AccountWork(this, account);
      this.others.set(account, work);
    }
    return work;
  }

  /** The work of this account by the clock that `object` goes by. */
  workAt(account: string, object: StoredObject): Awaitable<AccountWork> {
    return andThen(this.clockOf(account, object), (time) => this.workBy(account, time));
  }

  workBy(account: string, time: Time | undefined): AccountWork {
    return time === undefined ? this.work(account) : new AccountWork(this, account, time);
  }

  /** The clock that `object` goes by, where that is not the sandbox's. */
  clockOf(account: string, object: StoredObject): Awaitable<Time | undefined> {
    const { registry } = this.settings;
    if (!registry.keepsTime(object.object) || registry.resource(object.object).isClock !== undefined) return undefined;
    return clockOf({ registry, tx: this.tx, account }, object).then((clock) => clock && this.timeOf(clock));
  }

  timeOf(clock: StoredObject): Time | undefined {
    if (this.passing?.id === clock.id) return this.passing;
    const { isClock } = this.settings.registry.resource(clock.object);
    return isClock && { id: clock.id, now: isClock.time(clock) };
  }

  /** What happens in this unit happens while the clock passes this time. */
  pass(time: Time): void {
    this.passing = time;
  }

  changed(account: string, before: StoredObject | undefined, after: StoredObject | undefined): Awaitable<void> {
    const shown = after ?? before;
    if (shown === undefined) return undefined;
    const { registry } = this.settings;
    const { machine, isAccount, isClock } = registry.resource(shown.object);
    if (isClock !== undefined && after !== undefined && isClock.target(after) !== undefined) {
      this.moving ??= [];
      this.moving.push({ account, type: after.object, id: after.id });
    }
    const keeper = isAccount ? this.sandbox.platform : account;
    const emitted = this.emit(isAccount ? shown.id : account, registry.rules(shown.object), before, after);
    const planned = andThen(emitted, () => machine?.timers && planTimers(this, keeper, machine, before, after));
    const reactions = registry.reactions(shown.object);
    if (reactions.length === 0) return planned;
    return andThen(planned, () =>
      andThen(this.workAt(account, shown), (work) => inTurn(reactions, (react) => react(work, before, after))),
    );
  }

  private receivers(): Awaitable<readonly Endpoint[]> {
    return (
      this.endpoints ??
      andThen(this.tx.list(own.account, own.endpoint, {}), ({ rows }) => {
        this.endpoints = [...(rows as unknown as Endpoint[]), ...this.settings.forwarders(this.sandbox.name)];
        return this.endpoints;
      })
    );
  }

  /** Endpoints changed in this unit. */
  forgetReceivers(): void {
    this.endpoints = undefined;
  }

  private emit(
    account: string,
    rules: readonly EventRule[],
    before: StoredObject | undefined,
    after: StoredObject | undefined,
  ): Awaitable<void> {
    const fired = rules.filter((rule) => rule.when(before, after));
    if (fired.length === 0) return undefined;
    return fired.some(({ until }) => until !== undefined)
      ? andThen(this.receivers(), (receivers) => {
          const told = fired.filter((rule) => this.hasReceiver(rule, account, receivers));
          return told.length === 0 ? undefined : this.emitEach(account, told, before, after);
        })
      : this.emitEach(account, fired, before, after);
  }

  /** Events of which only older versions know are there where the default is such a version, or an endpoint of one listens. */
  private hasReceiver({ type, until }: EventRule, account: string, receivers: readonly Endpoint[]): boolean {
    const { apiVersion } = this.settings;
    if (isTold(until, apiVersion)) return true;
    return receivers.some(
      (endpoint) =>
        isTold(until, endpoint.api_version ?? apiVersion) && listens(endpoint, account, this.sandbox.platform, type),
    );
  }

  private emitEach(
    account: string,
    fired: readonly EventRule[],
    before: StoredObject | undefined,
    after: StoredObject | undefined,
  ): Awaitable<void> {
    const work = this.work(account);
    const compared = after === undefined || fired.some((rule) => rule.previous) ? before : undefined;
    return andThen(compared && work.show(compared), (shownBefore) =>
      andThen(after && work.show(after), (shownAfter) => {
        const previous = shownBefore && shownAfter && previousAttributes(fieldsOf(shownBefore), fieldsOf(shownAfter));
        const isUpdate = before !== undefined && after !== undefined;
        const object = shownAfter ?? shownBefore;
        return inTurn(fired, (rule) => {
          const told = rule.previous ? previously(rule, before, after, previous) : undefined;
          // What is about a change needs one that shows; `invoice.sent` is about a moment.
          if (rule.previous && isUpdate && told === undefined) return undefined;
          const subject = after !== undefined && rule.about !== undefined ? rule.about(after) : object;
          return subject && this.addEvent(account, rule, subject, told);
        });
      }),
    );
  }

  private addEvent(
    account: string,
    { type, until }: Pick<EventRule, 'type' | 'until'>,
    object: object,
    previous: Record<string, unknown> | undefined,
  ): Awaitable<void> {
    return andThen(this.receivers(), (receivers) => {
      const { sandbox, settings, origin, now, tx } = this;
      const connected = account !== sandbox.platform;
      const endpoints = receivers.filter(
        (endpoint) =>
          isTold(until, endpoint.api_version ?? settings.apiVersion) &&
          listens(endpoint, account, sandbox.platform, type),
      );
      const event: Omit<EmittedEvent, 'data'> & {
        data: object;
        request: Origin;
        livemode: boolean;
      } = {
        id: sandbox.ids.id('evt', account, now),
        object: 'event',
        ...(connected ? { account } : undefined),
        api_version: settings.apiVersion,
        created: now,
        data: previous === undefined ? { object } : { object, previous_attributes: previous },
        livemode: false,
        pending_webhooks: endpoints.length,
        request: origin,
        type,
      };
      this.emitted ??= [];
      this.emitted.push(event as EmittedEvent);
      return andThen(tx.insert(account, 'event', event), () =>
        inTurn(endpoints, (endpoint) => this.send(event as EmittedEvent, account, endpoint)),
      );
    });
  }

  /** Answers how many receivers there were. */
  resend(event: EmittedEvent, account: string, to: (endpoint: Endpoint) => boolean): Awaitable<number> {
    return andThen(this.receivers(), (receivers) => {
      const endpoints = receivers.filter((endpoint) => hears(endpoint, account, this.sandbox.platform) && to(endpoint));
      return andThen(
        inTurn(endpoints, (endpoint) => this.send(event, account, endpoint)),
        () => endpoints.length,
      );
    });
  }

  private send(event: EmittedEvent, account: string, endpoint: Endpoint): Awaitable<void> {
    const delivery: Delivery = {
      id: `dlv_${this.sandbox.ids.token(24)}`,
      object: 'delivery',
      event: event.id,
      event_type: event.type,
      account,
      endpoint: endpoint.id,
      url: endpoint.url,
      status: 'pending',
      attempts: [],
      next_attempt: this.now,
      created: this.now,
    };
    this.outgoing ??= [];
    this.outgoing.push(delivery);
    return this.tx.insert(own.account, own.delivery, delivery);
  }
}
