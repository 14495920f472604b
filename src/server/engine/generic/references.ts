/** Ids in parameters: the objects that they name must exist. */
import { isHash, type ParamHash, type Params, type ParamValue, paramName } from '../../kernel/params.ts';
import type { StoredObject, Work } from '../../kernel/work.ts';
import type { Description, ObjectShape } from '../../spec/description.ts';
import type { Registry } from '../registry.ts';

function valueAt(params: ParamHash, path: readonly string[]): ParamValue | undefined {
  let value: ParamValue | undefined = params;
  for (const key of path) value = isHash(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return value;
}

/** A parameter that names an object, and the types that it may be of. */
interface NamedBy {
  readonly path: readonly string[];
  readonly types: readonly string[];
}

const known = new WeakMap<ObjectShape, readonly NamedBy[]>();

/** References by the description, objects embedded whole, and texts called like an object, of the same family first. */
function namedBy(description: Description, shape: ObjectShape): readonly NamedBy[] {
  let named = known.get(shape);
  if (named === undefined) {
    const family = shape.type.slice(0, shape.type.lastIndexOf('.') + 1);
    const all: NamedBy[] = shape.references.filter(({ array }) => !array);
    for (const { name, kind, embedded, expandable } of shape.fields.values()) {
      const isText = kind === 'string' && expandable === undefined;
      const called = isText ? [family + name, name].find((type) => description.idPrefix(type)) : undefined;
      const type = embedded ?? called;
      if (type !== undefined) all.push({ path: [name], types: [type] });
    }
    named = all;
    known.set(shape, named);
  }
  return named;
}

/** Some objects are only at Stripe: tax codes, physical bundles. Their ids are believed. */
function isMadeElsewhere({ description, isModelled }: Registry, type: string, id: string): boolean {
  const prefix = description.idPrefix(type);
  if (isModelled(type) || !prefix || !id.startsWith(`${prefix}_`)) return false;
  return !description.operations.some(({ method, resources }) => method === 'POST' && resources.includes(type));
}

/**
 * The objects that parameters refer to, by the field that refers to them; throws `resource_missing` for the first that is
 * not there. `at` is where the parameters stand within those of the request.
 */
export async function referredObjects(
  work: Work,
  registry: Registry,
  type: string,
  params: Params,
  at: readonly string[] = [],
): Promise<Map<string, StoredObject>> {
  const referred = new Map<string, StoredObject>();
  const shape = registry.description.object(type);
  if (shape === undefined) return referred;
  for (const { path, types } of namedBy(registry.description, shape)) {
    const id = valueAt(params, path);
    if (typeof id !== 'string' || id === '') continue;
    let found: StoredObject | undefined;
    for (const each of types) found ??= await work.get(each, id);
    const [first = ''] = types;
    if (found === undefined && !isMadeElsewhere(registry, first, id)) {
      found = await work.find(first, id, paramName([...at, ...path]));
    }
    if (found !== undefined) referred.set(path.join('.'), found);
  }
  return referred;
}
