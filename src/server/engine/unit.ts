/**
 * One transaction: every write is a change, every change yields its events and its timers, every event its deliveries,
 * all in the same transaction.
 */
import type { Delivery } from '../kernel/delivery.ts';
import { previousAttributes } from '../kernel/diff.ts';
import { errors } from '../kernel/errors.ts';
import type { EventRule } from '../kernel/events.ts';
import { type Facts, next, stateField, stateOf } from '../kernel/machine.ts';
import type { Endpoint, ListQuery, ListResult, Origin, StoredObject, Work } from '../kernel/work.ts';
import type { Awaitable, Tx } from '../store/port.ts';
import { listens } from './endpoints.ts';
import { pageOf } from './page.ts';
import type { Registry } from './registry.ts';
import type { Renderer } from './render.ts';
import type { Sandbox } from './sandbox.ts';
import { planTimers } from './timers.ts';

/** Collections of the emulator's own records; they belong to no account. */
export const own = { account: '', delivery: 'delivery', endpoint: 'endpoint', idempotency: 'idempotency' } as const;

export interface EmittedEvent extends StoredObject {
  readonly account?: string;
  readonly type: string;
  readonly created: number;
  readonly pending_webhooks: number;
  readonly data: { readonly object: StoredObject; readonly previous_attributes?: Record<string, unknown> };
}

type Fields = Readonly<Record<string, unknown>>;

export interface UnitSettings {
  readonly registry: Registry;
  readonly renderer: Renderer;
  readonly apiVersion: string;
  /** Endpoints of every sandbox, from the command line. */
  readonly forwarders: readonly Endpoint[];
}

export class Unit {
  readonly tx: Tx;
  readonly sandbox: Sandbox;
  readonly settings: UnitSettings;
  readonly origin: Origin;
  readonly now: number;
  private emitted: EmittedEvent[] | undefined;
  private outgoing: Delivery[] | undefined;
  /** Whether a timer was set that an `instant` clock does not wait for. */
  soonTimers = false;
  /** The earliest other timer that was set, in Unix seconds. */
  earliestTimer: number | undefined;
  private endpoints: readonly Endpoint[] | undefined;
  private first: AccountWork | undefined;
  private others: Map<string, AccountWork> | undefined;

  constructor(tx: Tx, sandbox: Sandbox, settings: UnitSettings, origin: Origin) {
    this.tx = tx;
    this.sandbox = sandbox;
    this.settings = settings;
    this.origin = origin;
    this.now = sandbox.clock.now();
  }

  /** Whether something has to be handed on after the commit. */
  get hasEffects(): boolean {
    return this.emitted !== undefined || this.soonTimers || this.earliestTimer !== undefined;
  }

  /** A timer was set. */
  planned(at: number, soon: boolean): void {
    if (soon) this.soonTimers = true;
    if (soon && this.sandbox.clock.mode === 'instant') return;
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

  async changed(account: string, before: StoredObject | undefined, after: StoredObject | undefined): Promise<void> {
    const shown = after ?? before;
    if (shown === undefined) return;
    const { registry } = this.settings;
    const rules = registry.rules(shown.object);
    const { machine, isAccount } = registry.resource(shown.object);
    if (rules.length > 0) await this.emit(isAccount ? shown.id : account, rules, before, after);
    if (machine?.timers !== undefined) {
      await planTimers(this, isAccount ? this.sandbox.platform : account, machine, before, after);
    }
    for (const react of registry.reactions(shown.object)) await react(this.work(account), before, after);
  }

  private async receivers(): Promise<readonly Endpoint[]> {
    this.endpoints ??= (await this.tx.list(own.account, own.endpoint, {})).rows as unknown as Endpoint[];
    return this.settings.forwarders.length === 0 ? this.endpoints : [...this.endpoints, ...this.settings.forwarders];
  }

  /** Endpoints changed in this unit. */
  forgetReceivers(): void {
    this.endpoints = undefined;
  }

  private async emit(
    account: string,
    rules: readonly EventRule[],
    before: StoredObject | undefined,
    after: StoredObject | undefined,
  ): Promise<void> {
    const work = this.work(account);
    const fired = rules.filter((rule) => rule.when(before, after));
    if (fired.length === 0) return;
    const shownBefore = before && (await work.show(before));
    const shownAfter = after && (await work.show(after));
    const previous =
      shownBefore && shownAfter && previousAttributes(shownBefore as object as Fields, shownAfter as object as Fields);
    const changesNothing = before !== undefined && after !== undefined && previous === undefined;
    const object = shownAfter ?? shownBefore;
    if (object === undefined) return;
    // What is about a change needs one that shows; `invoice.sent` is about a moment.
    for (const rule of changesNothing ? fired.filter((each) => !each.previous) : fired)
      await this.addEvent(account, rule.type, object, rule.previous ? previous : undefined);
  }

  private async addEvent(
    account: string,
    type: string,
    object: StoredObject,
    previous: Record<string, unknown> | undefined,
  ): Promise<void> {
    const { sandbox, settings, origin, now, tx } = this;
    const connected = account !== sandbox.platform;
    const endpoints = (await this.receivers()).filter((endpoint) => listens(endpoint, account, sandbox.platform, type));
    const event: EmittedEvent & { request: Origin; api_version: string; livemode: boolean } = {
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
    await tx.insert(account, 'event', event);
    this.emitted ??= [];
    this.emitted.push(event);
    for (const endpoint of endpoints) {
      const delivery: Delivery = {
        id: `dlv_${sandbox.ids.token(24)}`,
        object: 'delivery',
        event: event.id,
        event_type: type,
        account,
        endpoint: endpoint.id,
        url: endpoint.url,
        status: 'pending',
        attempts: [],
        next_attempt: now,
        created: now,
      };
      await tx.insert(own.account, own.delivery, delivery);
      this.outgoing ??= [];
      this.outgoing.push(delivery);
    }
  }
}

class AccountWork implements Work {
  readonly account: string;
  private readonly unit: Unit;

  constructor(unit: Unit, account: string) {
    this.unit = unit;
    this.account = account;
  }

  get platform(): string {
    return this.unit.sandbox.platform;
  }

  get now(): number {
    return this.unit.now;
  }

  get origin(): Origin {
    return this.unit.origin;
  }

  get apiVersion(): string {
    return this.unit.settings.apiVersion;
  }

  get baseUrl(): string {
    return this.unit.sandbox.baseUrl;
  }

  on(account: string): Work {
    return this.unit.work(account);
  }

  newId(type: string, kin?: string): string {
    const prefix = this.unit.settings.registry.description.idPrefix(type) ?? type.replaceAll('.', '_');
    return this.unit.sandbox.ids.id(prefix, this.account, this.now, kin);
  }

  token(length: number): string {
    return this.unit.sandbox.ids.token(length);
  }

  number(below: number): number {
    return this.unit.sandbox.ids.number(below);
  }

  blank<T extends StoredObject>(type: string, kin?: string): T {
    const object = this.unit.settings.registry.blank(type);
    if (object === undefined) throw new Error(`the description has no object ${type}`);
    if ('id' in object) object.id = this.newId(type, kin);
    if ('created' in object) object.created = this.now;
    if ('livemode' in object) object.livemode = false;
    return object as unknown as T;
  }

  adopt<T extends StoredObject>(type: string, sent: object, current?: T): Partial<T> {
    const shape = this.unit.settings.registry.description.object(type);
    if (shape === undefined) throw new Error(`the description has no object ${type}`);
    return shape.adopt(sent as Fields, current) as Partial<T>;
  }

  async get<T extends StoredObject>(type: string, id: string): Promise<T | undefined> {
    const { singleton, isAccount } = this.unit.settings.registry.resource(type);
    const found = (await this.unit.tx.get(isAccount ? this.platform : this.account, type, id)) as T | undefined;
    if (found !== undefined) return found;
    if (singleton === undefined || singleton.id !== id) return undefined;
    const created = singleton.create(this) as T;
    await this.unit.tx.insert(this.account, type, created);
    return created;
  }

  async find<T extends StoredObject>(type: string, id: string, param: string): Promise<T> {
    const found = (await this.get<T>(type, id)) ?? ((await this.mint(type, id)) as T | undefined);
    if (found === undefined) throw errors.missing(this.noun(type), id, param, 'parameter');
    return found;
  }

  mint(type: string, id: string): Promise<StoredObject | undefined> {
    return this.unit.settings.registry.resource(type).mint?.(this, id) ?? Promise.resolve(undefined);
  }

  noun(type: string): string {
    return this.unit.settings.registry.resource(type).noun ?? type.replaceAll('.', '_');
  }

  async stub(type: string, id: string): Promise<StoredObject | undefined> {
    return (await this.unit.tx.stub(this.keeper(type), type, id)) as StoredObject | undefined;
  }

  show<T extends StoredObject>(object: T): Promise<T> {
    return this.unit.settings.renderer.show(this, object) as Promise<T>;
  }

  async list<T extends StoredObject>(type: string, query: ListQuery = {}): Promise<T[]> {
    return (await this.unit.tx.list(this.account, type, query)).rows as unknown as T[];
  }

  page(types: readonly string[], query: ListQuery, url: string): Promise<ListResult> {
    return pageOf(this.unit.tx, this, types, query, url);
  }

  async insert<T extends StoredObject>(object: T): Promise<T> {
    const { machine } = this.unit.settings.registry.resource(object.object);
    if (machine !== undefined && !machine.initial.includes(stateOf(machine, object))) {
      throw new Error(`a ${object.object} cannot begin ${stateOf(machine, object)}`);
    }
    await this.unit.tx.insert(this.keeper(object.object), object.object, object);
    await this.unit.changed(this.account, undefined, object);
    return object;
  }

  async update<T extends StoredObject>(object: T, patch: Partial<T>): Promise<T> {
    const { machine } = this.unit.settings.registry.resource(object.object);
    if (machine !== undefined && stateField(machine) in patch) {
      throw new Error(`only act() may change the ${stateField(machine)} of a ${object.object}`);
    }
    return this.replace(await this.current(object), patch);
  }

  async act<T extends StoredObject>(object: T, action: string, patch?: Partial<T>, facts?: Facts): Promise<T> {
    const { machine } = this.unit.settings.registry.resource(object.object);
    if (machine === undefined) throw new Error(`a ${object.object} has no machine`);
    const current = await this.current(object);
    const to = next(machine, { ...current, ...patch }, action, facts);
    return this.replace(current, { ...patch, [stateField(machine)]: to } as unknown as Partial<T>);
  }

  async remove(object: StoredObject): Promise<void> {
    const current = await this.current(object);
    const shape = this.unit.settings.registry.description.object(object.object);
    const stub = shape?.stub(current as object as Fields) ?? { deleted: true };
    await this.unit.tx.remove(this.keeper(object.object), object.object, object.id, { ...stub, id: object.id });
    await this.unit.changed(this.account, current, undefined);
  }

  async perform(object: StoredObject, action: string, facts: Facts = {}): Promise<StoredObject> {
    const outside = this.unit.settings.registry.resource(object.object).outside?.[action];
    const current = await this.current(object);
    return outside === undefined ? this.act(current, action, undefined, facts) : outside(this, current, facts);
  }

  async putBlob(id: string, data: Uint8Array): Promise<void> {
    await this.unit.tx.putBlob(id, data);
  }

  async blob(id: string): Promise<Uint8Array | undefined> {
    return this.unit.tx.blob(id);
  }

  async putEndpoint(endpoint: Endpoint): Promise<void> {
    this.unit.forgetReceivers();
    const known = await this.unit.tx.get(own.account, own.endpoint, endpoint.id);
    if (known === undefined) await this.unit.tx.insert(own.account, own.endpoint, endpoint);
    else await this.unit.tx.replace(own.account, own.endpoint, endpoint);
  }

  async removeEndpoint(id: string): Promise<void> {
    this.unit.forgetReceivers();
    if ((await this.unit.tx.get(own.account, own.endpoint, id)) !== undefined) {
      await this.unit.tx.remove(own.account, own.endpoint, id, undefined);
    }
  }

  /** The account in whose partition objects of this type lie. */
  private keeper(type: string): string {
    return this.unit.settings.registry.resource(type).isAccount ? this.platform : this.account;
  }

  private async current<T extends StoredObject>(object: T): Promise<T> {
    const current = await (this.unit.tx.get(this.keeper(object.object), object.object, object.id) as Awaitable<
      T | undefined
    >);
    if (current === undefined) throw new Error(`no ${object.object} ${object.id} to change`);
    return current;
  }

  private async replace<T extends StoredObject>(current: T, patch: Partial<T>): Promise<T> {
    const after = { ...current, ...patch };
    await this.unit.tx.replace(this.keeper(current.object), current.object, after);
    await this.unit.changed(this.account, current, after);
    return after;
  }
}
