/** How a stored object is shown: fields of the moment, nothing hidden, sublists filled, references expanded. */
import { type Awaitable, andThen, inTurn, together } from '../kernel/awaitable.ts';
import { type ExpandTree, expandsNothing } from '../kernel/reader.ts';
import type { StoredObject } from '../kernel/work.ts';
import type { ExpandTarget, ObjectShape } from '../spec/description.ts';
import type { Registry } from './registry.ts';
import type { Sight } from './sight.ts';
import { parentField, type Sublist, sublistsOf } from './sublists.ts';

type Fields = Record<string, unknown>;

/** What showing an object of a type takes; `plain` objects are shown as they are stored. */
interface Plan {
  readonly plain: boolean;
  /** Whether it depends on the time. */
  readonly timed: boolean;
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
  last: { readonly object: StoredObject; readonly now: number | undefined; readonly shown: object } | undefined;
}

const nestedListLength = 10;
const nothing: ExpandTree = {};

export interface Renderer {
  show(sight: Sight, object: StoredObject, expand?: ExpandTree): Awaitable<object>;
  /** The object as shown when nothing else has to be read for that, undefined otherwise. */
  showAlone(object: StoredObject, time: Pick<Sight, 'now'>, expand?: ExpandTree): object | undefined;
}

function asks(expand: ExpandTree | undefined, path: readonly string[]): boolean {
  let branch = expand;
  for (const name of path) branch = branch?.[name];
  return branch !== undefined;
}

/**
 * `fields` itself when there is nothing at `path`. Fields that are undefined do not reach JSON; deleting them from the copy,
 * or copying the others one by one, would make it a dictionary, which takes twice as long to make and to write.
 */
function without(fields: Fields, [name = '', ...deeper]: readonly string[]): Fields {
  if (!(name in fields)) return fields;
  if (deeper.length === 0) return fields[name] === undefined ? fields : { ...fields, [name]: undefined };
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

/** Undefined, as `without` leaves them. */
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
      timed: resource.derive !== undefined,
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

  function childrenOf(
    sight: Sight,
    { element, link, others }: Sublist,
    parent: string,
  ): Awaitable<readonly StoredObject[]> {
    const own = sight.list(element, { where: { [link]: parent } });
    if (others.length === 0) return own;
    const further = others.map(([type, field]) => sight.list(type, { where: { [field]: parent } }));
    return andThen(together([own, ...further]), (lists) => lists.flat());
  }

  function list(
    sight: Sight,
    sublist: Sublist,
    parent: string,
    expand: ExpandTree | undefined,
    counted: boolean,
  ): Awaitable<Fields> {
    return andThen(childrenOf(sight, sublist, parent), (children) => {
      const page = children.slice(0, nestedListLength);
      return andThen(together(page.map((child) => show(sight, child, expand))), (data) => ({
        object: 'list',
        data,
        has_more: children.length > page.length,
        // Seen in lists that were asked for, and in few of those that are always there.
        ...((expand !== undefined || counted) && { total_count: children.length }),
        url: sublist.url(parent),
      }));
    });
  }

  function reference(
    sight: Sight,
    [type, ...others]: readonly string[],
    id: unknown,
    expand: ExpandTree,
  ): Awaitable<unknown> {
    if (typeof id !== 'string' || type === undefined) return id;
    return andThen(sight.get(type, id), (found) =>
      andThen(found ?? sight.stub(type, id), (object) =>
        object === undefined ? reference(sight, others, id, expand) : show(sight, object, expand),
      ),
    );
  }

  /** Adds what was asked for and is not stored with the object: what is stored on its own under the same id, else null. */
  function including(sight: Sight, shape: ObjectShape, shown: Fields, path: readonly string[]): Awaitable<Fields> {
    const [name = '', ...deeper] = path;
    const field = shape.fields.get(name);
    if (deeper.length > 0 || name in shown || field?.nullable !== true) return shown;
    const own = field.embedded === undefined ? undefined : sight.get(field.embedded, String(shown.id));
    return andThen(own, (found) =>
      andThen(found === undefined ? null : show(sight, found), (included) => ({ ...shown, [name]: included })),
    );
  }

  /** Expands what lies at `path` inside one object, through embedded objects and arrays of them. */
  function expandInto(
    sight: Sight,
    shape: ObjectShape,
    value: Fields,
    path: string[],
    expand: ExpandTree,
  ): Awaitable<Fields> {
    const result = { ...value };
    const each = (field: string): Awaitable<unknown> => {
      const here = [...path, field];
      const target = shape.expandAt(here);
      if (target === undefined || !(field in value)) return undefined;
      return andThen(expanded(sight, shape, target, value[field], here, expand[field] ?? nothing), (found) => {
        result[field] = found;
      });
    };
    return andThen(inTurn(Object.keys(expand), each), () => result);
  }

  function expanded(
    sight: Sight,
    shape: ObjectShape,
    target: ExpandTarget,
    value: unknown,
    path: string[],
    expand: ExpandTree,
  ): Awaitable<unknown> {
    if (Array.isArray(value)) return together(value.map((item) => expanded(sight, shape, target, item, path, expand)));
    if (target.kind === 'reference') return reference(sight, target.types, value, expand);
    if (target.kind === 'embedded' && typeof value === 'object' && value !== null) {
      return expandInto(sight, shape, value as Fields, path, expand);
    }
    return value;
  }

  function showAlone(object: StoredObject, time: Pick<Sight, 'now'>, expand?: ExpandTree): object | undefined {
    if ('deleted' in object) return object;
    const plan = planOf(object.object);
    if (plan.lists || (expand !== undefined && !expandsNothing(expand))) return undefined;
    if (plan.plain && !withholds(plan, object)) return object;
    const now = plan.timed ? time.now : undefined;
    if (plan.last?.object === object && plan.last.now === now) return plan.last.shown;
    let shown = own(object, plan, time);
    for (const path of plan.includable) shown = without(shown, path);
    plan.last = { object, now, shown };
    return shown;
  }

  /** The fields of its own, as they are at the moment, without what is hidden. */
  function own(object: StoredObject, plan: Plan, time: Pick<Sight, 'now'>): Fields {
    const { derive } = registry.resource(object.object);
    const derived = (derive === undefined ? object : derive(object, time.now)) as Fields;
    return hasHidden(derived, plan) ? hiding(derived, plan) : derived;
  }

  function show(sight: Sight, object: StoredObject, expand: ExpandTree = nothing): Awaitable<object> {
    return showAlone(object, sight, expand) ?? showWhole(sight, object, expand);
  }

  /** With the lists that are always there and those that were asked for. */
  function filled(sight: Sight, object: StoredObject, plan: Plan, own: Fields, expand: ExpandTree): Awaitable<Fields> {
    const { countedLists, shownLists } = registry.resource(object.object);
    let shown = own;
    const fill = (sublist: Sublist): Awaitable<unknown> => {
      const { field, required } = sublist;
      // An optional list that is stored with its object is kept up to date by who stores it.
      if (!required && field in object) return undefined;
      const asked = expand[field];
      if (asked === undefined && !required && shownLists?.includes(field) !== true) return undefined;
      const counted = countedLists?.includes(field) ?? false;
      return andThen(list(sight, sublist, object.id, asked?.data ?? asked, counted), (made) => {
        shown = { ...shown, [field]: made };
      });
    };
    return andThen(inTurn(plan.sublists, fill), () => shown);
  }

  function showWhole(sight: Sight, object: StoredObject, expand: ExpandTree): Awaitable<object> {
    const plan = planOf(object.object);
    const { shape, includable } = plan;
    const mine = own(object, plan, sight);
    if (shape === undefined) return mine;
    return andThen(filled(sight, object, plan, mine, expand), (listed) => {
      let shown = listed;
      const include = (path: readonly string[]): Awaitable<unknown> =>
        andThen(asks(expand, path) ? including(sight, shape, shown, path) : without(shown, path), (next) => {
          shown = next;
        });
      return andThen(inTurn(includable, include), () =>
        expandsNothing(expand) ? shown : expandInto(sight, shape, shown, [], expand),
      );
    });
  }

  return { show, showAlone };
}
