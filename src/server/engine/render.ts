/** How a stored object is shown: fields of the moment, nothing hidden, sublists filled, references expanded. */
import type { StoredObject, Work } from '../kernel/work.ts';
import type { ExpandTarget, ObjectShape } from '../spec/description.ts';
import type { ExpandTree } from './expand.ts';
import type { Registry } from './registry.ts';
import { parentField, type Sublist, sublistsOf } from './sublists.ts';

type Fields = Record<string, unknown>;

/** What showing an object of a type takes; `plain` objects are shown as they are stored. */
interface Plan {
  readonly plain: boolean;
  readonly hidden: readonly string[];
  readonly sublists: readonly Sublist[];
  readonly shape: ObjectShape | undefined;
}

const nestedListLength = 10;

export interface Renderer {
  show(work: Work, object: StoredObject, expand?: ExpandTree): Promise<object>;
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
    const hidden = [...(resource.hidden ?? []), parentField];
    if (shape !== undefined && !shape.fields.has('id')) hidden.push('id');
    const shown = sublists.some((sublist) => sublist.required || resource.shownLists?.includes(sublist.field));
    const plan = {
      plain: resource.derive === undefined && hidden.length === 1 && !shown && !mayHaveParent(type),
      hidden,
      sublists,
      shape,
    };
    plans.set(type, plan);
    return plan;
  }

  /** Whether objects of this type may carry the hidden link to their parent. */
  function mayHaveParent(type: string): boolean {
    return description.operations.some(
      (operation) =>
        operation.kind === 'create' && operation.pathParams.length > 0 && operation.resources.includes(type),
    );
  }

  async function list(work: Work, sublist: Sublist, parent: string, expand: ExpandTree | undefined): Promise<Fields> {
    const children = await work.list(sublist.element, { where: { [sublist.link]: parent } });
    const page = children.slice(0, nestedListLength);
    const data = await Promise.all(page.map((child) => show(work, child, expand)));
    return {
      object: 'list',
      data,
      has_more: children.length > page.length,
      total_count: children.length,
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

  async function show(work: Work, object: StoredObject, expand?: ExpandTree): Promise<object> {
    const plan = planOf(object.object);
    const wanted = expand === undefined ? [] : Object.keys(expand);
    if (plan.plain && wanted.length === 0) return object;
    const resource = registry.resource(object.object);
    let shown: Fields = { ...(resource.derive?.(object, work.now) ?? object) };
    for (const field of plan.hidden) delete shown[field];
    if ('deleted' in object || plan.shape === undefined) return shown;
    for (const sublist of plan.sublists) {
      const asked = expand?.[sublist.field];
      if (asked !== undefined || sublist.required || resource.shownLists?.includes(sublist.field)) {
        shown[sublist.field] = await list(work, sublist, object.id, asked?.data ?? asked);
      }
    }
    if (wanted.length > 0 && expand !== undefined) shown = await expandInto(work, plan.shape, shown, [], expand);
    return shown;
  }

  return { show };
}
