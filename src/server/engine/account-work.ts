/** What a handler works with: the transaction as one account sees it, by one clock. */
import { type Awaitable, andThen } from '../kernel/awaitable.ts';
import { errors } from '../kernel/errors.ts';
import { type Facts, next, stateField, stateOf } from '../kernel/machine.ts';
import type { Endpoint, ListQuery, ListResult, Origin, StoredObject, Work } from '../kernel/work.ts';
import { own } from './own.ts';
import { storedPage } from './page.ts';
import type { EmittedEvent, Time, Unit } from './unit.ts';

type Fields = Readonly<Record<string, unknown>>;

export class AccountWork implements Work {
  readonly account: string;
  private readonly unit: Unit;
  private readonly time: Time | undefined;

  constructor(unit: Unit, account: string, time?: Time) {
    this.unit = unit;
    this.account = account;
    this.time = time;
  }

  get platform(): string {
    return this.unit.sandbox.platform;
  }

  get now(): number {
    return this.time?.now ?? this.unit.now;
  }

  get clock(): string | undefined {
    return this.time?.id;
  }

  get origin(): Origin {
    return this.unit.origin;
  }

  get apiVersion(): string {
    return this.unit.apiVersion;
  }

  get baseUrl(): string {
    return this.unit.sandbox.baseUrl;
  }

  on(account: string): Work {
    return account === this.account ? this : this.unit.work(account);
  }

  at(object: StoredObject): Awaitable<Work> {
    return this.unit.workAt(this.account, object);
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
    // Payments go by the sandbox's clock though an invoice with a clock of its own makes them.
    if ('created' in object) object.created = this.unit.settings.registry.keepsTime(type) ? this.now : this.unit.now;
    if ('livemode' in object) object.livemode = false;
    return object as unknown as T;
  }

  adopt<T extends StoredObject>(type: string, sent: object, current?: T): Partial<T> {
    const shape = this.unit.settings.registry.description.object(type);
    if (shape === undefined) throw new Error(`the description has no object ${type}`);
    return shape.adopt(sent as Fields, current) as Partial<T>;
  }

  get<T extends StoredObject>(type: string, id: string): Awaitable<T | undefined> {
    const { singleton, isAccount } = this.unit.settings.registry.resource(type);
    const found = this.unit.tx.get(isAccount ? this.platform : this.account, type, id) as Awaitable<T | undefined>;
    if (singleton === undefined || singleton.id !== id) return found;
    return andThen(found, (known) => {
      if (known !== undefined) return known;
      return andThen(singleton.create(this) as Awaitable<T>, (created) =>
        andThen(this.unit.tx.insert(this.account, type, created), () => created),
      );
    });
  }

  find<T extends StoredObject>(type: string, id: string, param: string): Awaitable<T> {
    return andThen(this.get<T>(type, id), (found) => found ?? this.findMinted<T>(type, id, param));
  }

  private async findMinted<T extends StoredObject>(type: string, id: string, param: string): Promise<T> {
    const found = (await this.mint(type, id)) as T | undefined;
    if (found === undefined) throw errors.missing(this.noun(type), id, param, 'parameter');
    return found;
  }

  mint(type: string, id: string): Promise<StoredObject | undefined> {
    return this.unit.settings.registry.resource(type).mint?.(this, id) ?? Promise.resolve(undefined);
  }

  noun(type: string): string {
    return this.unit.settings.registry.resource(type).noun ?? type.replaceAll('.', '_');
  }

  stub(type: string, id: string): Awaitable<StoredObject | undefined> {
    return this.unit.tx.stub(this.keeper(type), type, id) as Awaitable<StoredObject | undefined>;
  }

  show<T extends StoredObject>(object: T): Awaitable<T> {
    return this.unit.settings.renderer.show(this, object) as Awaitable<T>;
  }

  list<T extends StoredObject>(type: string, query: ListQuery = {}): Awaitable<T[]> {
    return andThen(this.unit.tx.list(this.account, type, query), ({ rows }) => rows as unknown as T[]);
  }

  page(types: readonly string[], query: ListQuery, url: string): Promise<ListResult> {
    return storedPage(this.unit.tx, this, types, query, url);
  }

  insert<T extends StoredObject>(object: T): Awaitable<T> {
    const { machine } = this.unit.settings.registry.resource(object.object);
    if (machine !== undefined && !machine.initial.includes(stateOf(machine, object))) {
      throw new Error(`a ${object.object} cannot begin ${stateOf(machine, object)}`);
    }
    const inserted = this.unit.tx.insert(this.keeper(object.object), object.object, object);
    return andThen(
      andThen(inserted, () => this.unit.changed(this.account, undefined, object)),
      () => object,
    );
  }

  update<T extends StoredObject>(object: T, patch: Partial<T>): Awaitable<T> {
    const { machine } = this.unit.settings.registry.resource(object.object);
    if (machine !== undefined && stateField(machine) in patch) {
      throw new Error(`only act() may change the ${stateField(machine)} of a ${object.object}`);
    }
    return andThen(this.current(object), (current) => this.replace(current, { ...current, ...patch }));
  }

  act<T extends StoredObject>(object: T, action: string, patch?: Partial<T>, facts?: Facts): Awaitable<T> {
    const { machine } = this.unit.settings.registry.resource(object.object);
    if (machine === undefined) throw new Error(`a ${object.object} has no machine`);
    return andThen(this.current(object), (current) => {
      const patched = { ...current, ...patch };
      const state = { [stateField(machine)]: next(machine, patched, action, facts) };
      return this.replace(current, Object.assign(patched, state));
    });
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

  resend(event: StoredObject, to: (endpoint: Endpoint) => boolean): Awaitable<number> {
    return this.unit.resend(event as EmittedEvent, this.account, to);
  }

  /** The account in whose partition objects of this type lie. */
  private keeper(type: string): string {
    return this.unit.settings.registry.resource(type).isAccount ? this.platform : this.account;
  }

  private current<T extends StoredObject>(object: T): Awaitable<T> {
    const found = this.unit.tx.get(this.keeper(object.object), object.object, object.id) as Awaitable<T | undefined>;
    return andThen(found, (current) => {
      if (current === undefined) throw new Error(`no ${object.object} ${object.id} to change`);
      return current;
    });
  }

  private replace<T extends StoredObject>(current: T, after: T): Awaitable<T> {
    const replaced = this.unit.tx.replace(this.keeper(current.object), current.object, after);
    return andThen(
      andThen(replaced, () => this.unit.changed(this.account, current, after)),
      () => after,
    );
  }
}
