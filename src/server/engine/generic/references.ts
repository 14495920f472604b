/** Ids in parameters: the objects that they name must exist. */
import { isHash, type ParamHash, type Params, type ParamValue, paramName } from '../../kernel/params.ts';
import type { StoredObject, Work } from '../../kernel/work.ts';
import type { Description } from '../../spec/description.ts';

function valueAt(params: ParamHash, path: readonly string[]): ParamValue | undefined {
  let value: ParamValue | undefined = params;
  for (const key of path) value = isHash(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return value;
}

async function existing(work: Work, types: readonly string[], id: string, param: string): Promise<StoredObject> {
  for (const type of types) {
    const found = await work.get(type, id);
    if (found !== undefined) return found;
  }
  return work.find(types[0] ?? 'object', id, param);
}

/**
 * The objects that parameters refer to, by the field that refers to them; throws `resource_missing` for the first that is
 * not there. `at` is where the parameters stand within those of the request.
 */
export async function referredObjects(
  work: Work,
  description: Description,
  type: string,
  params: Params,
  at: readonly string[],
): Promise<Map<string, StoredObject>> {
  const referred = new Map<string, StoredObject>();
  const shape = description.object(type);
  if (shape === undefined) return referred;
  for (const { path, types, array } of shape.references) {
    const id = array ? undefined : valueAt(params, path);
    if (typeof id !== 'string' || id === '') continue;
    referred.set(path.join('.'), await existing(work, types, id, paramName([...at, ...path])));
  }
  for (const [name, id] of Object.entries(params)) {
    const embedded = shape.fields.get(name)?.embedded;
    if (embedded === undefined || typeof id !== 'string' || id === '') continue;
    referred.set(name, await existing(work, [embedded], id, paramName([...at, name])));
  }
  return referred;
}
