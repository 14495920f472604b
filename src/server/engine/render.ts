/** How a stored object is shown: fields of the moment, nothing hidden, sublists filled, references expanded. */
import type { Awaitable } from '../kernel/awaitable.ts';
import type { ExpandTree } from '../kernel/reader.ts';
import type { StoredObject, Work } from '../kernel/work.ts';
import type { ExpandTarget, ObjectShape } from '../spec/description.ts';
import type { Registry } from './registry.ts';
import { parentField, type Sublist, sublistsOf } from './sublists.ts';

type Fields = Record<string, unknown>;

/** What showing an object of a type takes; `plain` objects are shown as they are stored. */
interface Plan {
  readonly plain: boolean;
  /** Whether it shows lists that are not stored with it. */
  readonly lists: boolean;
  readonly hidden: ReadonlySet<string>;
  /** The hidden fields, undefined. */
  readonly blanks: Fields;
  /** Paths that are shown only when asked for. */
  readonly includable: readonly (readonly string[])[];
  readonly sublists: readonly Sublist[];
  readonly shape: ObjectShape | undefined;
  /** The object that was shown last: what an event told of is often answered next, and is the state before the next change. */
  last: { readonly object: StoredObject; readonly now: number; readonly shown: object } | undefined;
}

const nestedListLength = 10;
const nothing: ExpandTree = {};

function isEmpty(expand: ExpandTree): boolean {
  for (const _ in expand) return false;
  return true;
}

export interface Renderer {
  show(work: Work, object: StoredObject, expand?: ExpandTree): Awaitable<object>;
  /** The object as shown when nothing else has to be read for that, undefined otherwise. */
  showAtOnce(object: StoredObject, now: number, expand?: ExpandTree): object | undefined;
}

function asks(expand: ExpandTree | undefined, path: readonly string[]): boolean {
  let branch = expand;
  for (const name of path) branch = branch?.[name];
  return branch !== undefined;
}

/** `fields` itself when there is nothing at `path`. */
function without(fields: Fields, [name = '', ...deeper]: readonly string[]): Fields {
  if (!(name in fields)) return fields;
  if (deeper.length === 0) {
    const { [name]: _, ...others } = fields;
    return others;
  }
  const inner = fields[name];
  if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return fields;
  const rest = without(inner as Fields, deeper);
  return rest === inner ? fields : { ...fields, [name]: rest };
}

function hasHidden(object: Fields, { hidden }: Plan): boolean {
  if (parentField in object) return true;
  for (const field of hidden) if (field in object) return true;
  return false;
}

/**
 * Fields that are undefined do not reach JSON. Deleting them from the copy, or copying the others one by one, would make
 * it a dictionary, which takes twice as long to make and to write.
 */
function hiding(object: Fields, { hidden, blanks }: Plan): Fields {
  let whole = true;
  for (const field of hidden) whole &&= field in object;
  const shown: Fields = whole ? { ...object, ...blanks } : { ...object };
  if (!whole) for (const field of hidden) if (field in shown) shown[field] = undefined;
  if (parentField in shown) shown[parentField] = undefined;
  return shown;
}

/** Whether this very object has something that is not shown. */
function withholds({ includable }: Plan, object: object): boolean {
  return parentField in object || includable.some(([first = '']) => first in object);
}

export function createRenderer(registry: Registry): Renderer {
  const { description } = registry;
  const plans = new Map<string, Plan>();

  function planOf(type: string): Plan {
    const known = plans.get(type);
    if (known !== undefined) return known;
    const resource = registry.resource(type);
    const shape = description.object(type);
    const sublists = sublistsOf(description, type);
    const hidden = new Set(resource.hidden);
    if (shape !== undefined && !shape.fields.has('id')) hidden.add('id');
    const lists = sublists.some((sublist) => sublist.required || resource.shownLists?.includes(sublist.field));
    const plan: Plan = {
      plain: resource.derive === undefined && hidden.size === 0 && !lists,
      lists,
      hidden,
      blanks: Object.fromEntries([...hidden].map((field) => [field, undefined])),
      includable: shape?.includable ?? [],
      sublists,
      shape,
      last: undefined,
    };
    plans.set(type, plan);
    return plan;
  }

  async function list(
    work: Work,
    sublist: Sublist,
    parent: string,
    expand: ExpandTree | undefined,
    counted: boolean,
  ): Promise<Fields> {
    const children = await work.list(sublist.element, { where: { [sublist.link]: parent } });
    const page = children.slice(0, nestedListLength);
    const data = await Promise.all(page.map((child) => show(work, child, expand)));
    return {
      object: 'list',
      data,
      has_more: children.length > page.length,
      // Seen in lists that were asked for, and in few of those that are always there.
      ...((expand !== undefined || counted) && { total_count: children.length }),
      url: sublist.url(parent),
    };
  }

  async function reference(work: Work, types: readonly string[], id: unknown, expand: ExpandTree): Promise<unknown> {
    if (typeof id !== 'string') return id;
    for (const type of types) {
      const object = (await work.get(type, id)) ?? (await work.stub(type, id));
      if (object !== undefined) return show(work, object, expand);
    }
    return id;
  }

  /** Adds what was asked for and is not stored with the object: what is stored on its own under the same id, else null. */
  async function including(work: Work, shape: ObjectShape, shown: Fields, path: readonly string[]): Promise<Fields> {
    const [name = '', ...deeper] = path;
    const field = shape.fields.get(name);
    if (deeper.length > 0 || name in shown || field?.nullable !== true) return shown;
    const own = field.embedded === undefined ? undefined : await work.get(field.embedded, String(shown.id));
    return { ...shown, [name]: own === undefined ? null : await show(work, own) };
  }

  /** Expands what lies at `path` inside one object, through embedded objects and arrays of them. */
  async function expandInto(
    work: Work,
    shape: ObjectShape,
    value: Fields,
    path: string[],
    expand: ExpandTree,
  ): Promise<Fields> {
    const result = { ...value };
    for (const field of Object.keys(expand)) {
      const inner = expand[field] ?? {};
      const here = [...path, field];
      const target = shape.expandAt(here);
      if (target !== undefined && field in value)
        result[field] = await expanded(work, shape, target, value[field], here, inner);
    }
    return result;
  }

  async function expanded(
    work: Work,
    shape: ObjectShape,
    target: ExpandTarget,
    value: unknown,
    path: string[],
    expand: ExpandTree,
  ): Promise<unknown> {
    if (Array.isArray(value))
      return Promise.all(value.map((item) => expanded(work, shape, target, item, path, expand)));
    if (target.kind === 'reference') return reference(work, target.types, value, expand);
    if (target.kind === 'embedded' && typeof value === 'object' && value !== null) {
      return expandInto(work, shape, value as Fields, path, expand);
    }
    return value;
  }

  /** The object as shown when nothing else has to be read for that, undefined otherwise. */
  function showAtOnce(object: StoredObject, now: number, expand?: ExpandTree): object | undefined {
    if ('deleted' in object) return object;
    const plan = planOf(object.object);
    if (plan.lists || (expand !== undefined && !isEmpty(expand))) return undefined;
    if (plan.plain && !withholds(plan, object)) return object;
    if (plan.last?.object === object && plan.last.now === now) return plan.last.shown;
    let shown = own(object, plan, now);
    for (const path of plan.includable) shown = without(shown, path);
    plan.last = { object, now, shown };
    return shown;
  }

  /** The fields of its own, as they are at the moment, without what is hidden. */
  function own(object: StoredObject, plan: Plan, now: number): Fields {
    const derived = (registry.resource(object.object).derive?.(object, now) ?? object) as Fields;
    return hasHidden(derived, plan) ? hiding(derived, plan) : derived;
  }

  function show(work: Work, object: StoredObject, expand: ExpandTree = nothing): Awaitable<object> {
    return showAtOnce(object, work.now, expand) ?? showWhole(work, object, expand);
  }

  async function showWhole(work: Work, object: StoredObject, expand: ExpandTree): Promise<object> {
    const plan = planOf(object.object);
    const { countedLists, shownLists } = registry.resource(object.object);
    let shown = own(object, plan, work.now);
    if (plan.shape === undefined) return shown;
    for (const sublist of plan.sublists) {
      // An optional list that is stored with its object is kept up to date by who stores it.
      if (!sublist.required && sublist.field in object) continue;
      const asked = expand[sublist.field];
      const counted = countedLists?.includes(sublist.field) ?? false;
      if (asked !== undefined || sublist.required || shownLists?.includes(sublist.field)) {
        shown = { ...shown, [sublist.field]: await list(work, sublist, object.id, asked?.data ?? asked, counted) };
      }
    }
    for (const path of plan.includable) {
      shown = asks(expand, path) ? await including(work, plan.shape, shown, path) : without(shown, path);
    }
    return isEmpty(expand) ? shown : expandInto(work, plan.shape, shown, [], expand);
  }

  return { show, showAtOnce };
}
