/** Objects from outside, as they are: no request made them, so that no event tells of them. */
import { errors, type StripeError } from '../kernel/errors.ts';
import type { StoredObject } from '../kernel/work.ts';
import type { ObjectShape } from '../spec/description.ts';
import { sublistsOf } from './sublists.ts';
import { planTimers } from './timers.ts';
import type { Unit } from './unit.ts';

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isObject = (value: unknown): value is StoredObject & Fields =>
  isFields(value) && typeof value.object === 'string' && typeof value.id === 'string';

const listed = (value: unknown): readonly unknown[] => (isFields(value) && Array.isArray(value.data) ? value.data : []);

const refused = (message: string): StripeError => errors.invalid(message, 'objects');

const deepest = 60;

/** Level by level: what is nested without end would exhaust the stack. */
function nestsTooDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepest) return true;
    level = [
      ...new Set(level.flatMap((each) => (typeof each === 'object' && each !== null ? Object.values(each) : []))),
    ];
  }
  return false;
}

/** The objects that are meant by what was sent: one, several, or a hash of them. */
function objectsIn(sent: unknown): Fields[] {
  if (Array.isArray(sent)) return sent.flatMap(objectsIn);
  if (!isFields(sent)) throw refused('Only objects of the API can be seeded.');
  if (sent.object === 'list') return listed(sent).flatMap(objectsIn);
  return typeof sent.object === 'string' ? [sent] : Object.values(sent).flatMap(objectsIn);
}

class Seeding {
  private readonly unit: Unit;
  private readonly account: string;
  private readonly named: ReadonlySet<unknown>;

  constructor(unit: Unit, account: string, objects: readonly Fields[]) {
    this.unit = unit;
    this.account = account;
    this.named = new Set(objects.map(({ id }) => id));
  }

  async put(object: Fields): Promise<StoredObject> {
    const { registry } = this.unit.settings;
    const type = String(object.object);
    const shape = registry.description.object(type);
    if (shape === undefined) throw refused(`Stripe's API has no object '${type}'.`);
    if (!isObject(object)) throw refused(`A ${type} has no id by which it could be found; it cannot be seeded.`);
    const [problem] = shape.check(object);
    if (problem !== undefined) throw refused(`${object.id} is no ${type}: ${problem}.`);
    return this.store(object, shape);
  }

  private async store(object: StoredObject & Fields, shape: ObjectShape, link?: Fields): Promise<StoredObject> {
    const { unit } = this;
    const { registry } = unit.settings;
    const { description } = registry;
    const type = object.object;
    const { machine, isAccount, shownLists = [], seeded } = registry.resource(type);
    const owner = this.ownerOf(object);
    const kept: Record<string, unknown> = { ...registry.blank(type), ...shape.collapse(object), ...link };
    for (const { field, element, required, link: named } of sublistsOf(description, type)) {
      // Newest first, as lists are.
      for (const child of listed(object[field]).toReversed()) await this.inline(child, { [named]: object.id }, element);
      if (required || shownLists.includes(field)) delete kept[field];
    }
    if (type !== 'event') await this.inside(object);
    const completed = seeded?.(kept as object as StoredObject) ?? [kept as object];
    const [row, ...others] = completed as readonly [StoredObject, ...StoredObject[]];
    const partition = isAccount ? unit.sandbox.platform : owner;
    const known = await unit.tx.get(partition, type, row.id);
    await (known === undefined ? unit.tx.insert(partition, type, row) : unit.tx.replace(partition, type, row));
    if (machine !== undefined) await planTimers(unit, partition, machine, known as StoredObject | undefined, row);
    for (const other of others) await this.beside(other);
    return row;
  }

  /** What belongs to a connected account lies in its partition. */
  private ownerOf({ object, account }: StoredObject & Fields): string {
    if (typeof account !== 'string') return this.account;
    const belongs =
      object === 'event' ||
      this.unit.settings.registry.description.operations.some(
        ({ kind, resources, pathParams }) =>
          kind === 'list' && resources.includes(object) && pathParams[0]?.type === 'account',
      );
    return belongs ? account : this.account;
  }

  /** What goes with an object, unless it is there already. */
  private async beside(object: StoredObject): Promise<void> {
    const owner = this.ownerOf(object as StoredObject & Fields);
    if (this.named.has(object.id) || (await this.unit.tx.get(owner, object.object, object.id)) !== undefined) return;
    await this.unit.tx.insert(owner, object.object, object);
  }

  /** Objects that are inline in others are there by themselves too. */
  private async inside(value: unknown): Promise<void> {
    if (Array.isArray(value)) for (const each of value) await this.inside(each);
    if (!isFields(value)) return;
    for (const each of Object.values(value)) {
      if (isFields(each) && each.object === 'list') continue;
      if (isObject(each)) await this.inline(each);
      else await this.inside(each);
    }
  }

  private async inline(object: unknown, link?: Fields, element?: string): Promise<void> {
    if (!isObject(object) || this.named.has(object.id)) return;
    const { registry } = this.unit.settings;
    const shape = registry.description.object(object.object) ?? registry.description.object(element ?? '');
    if (shape !== undefined) await this.store(object, shape, link);
  }
}

/** Puts objects into an account, in the order given, in place of those of the same id. Throws a StripeError for what is no object of the API. */
export async function seed(unit: Unit, account: string, sent: unknown): Promise<StoredObject[]> {
  if (nestsTooDeep(sent)) throw refused('Objects of the API are not nested that deep.');
  const plain: unknown = JSON.parse(JSON.stringify(sent ?? null));
  const { description } = unit.settings.registry;
  const isGraph = isFields(plain) && typeof plain.object !== 'string';
  // What a graph holds beside its objects is kept nowhere, such as the link to an onboarding.
  const isKept = ({ object }: Fields): boolean => description.object(String(object))?.fields.has('id') !== false;
  const objects = objectsIn(plain).filter((object) => !isGraph || isKept(object));
  const seeding = new Seeding(unit, account, objects);
  const stored: StoredObject[] = [];
  for (const object of objects) stored.push(await seeding.put(object));
  return stored;
}
