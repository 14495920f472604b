/** Changes of an object by parameters: its own fields, and the objects in its lists. */
import { mergeMetadata } from '../../kernel/merge.ts';
import { isHash, type ParamHash, type Params, paramName } from '../../kernel/params.ts';
import type { StoredObject, Work } from '../../kernel/work.ts';
import type { Registry } from '../registry.ts';
import { linkField } from '../sublists.ts';
import { assemble } from './assemble.ts';
import { store } from './create.ts';
import { type Fields, fieldsOf } from './handler.ts';
import { referredObjects } from './references.ts';

/** The fields that parameters change. A state that a machine keeps is not among them. */
export async function patchOf(
  work: Work,
  registry: Registry,
  object: StoredObject,
  params: Params,
  at: readonly string[] = [],
): Promise<Fields> {
  const { description } = registry;
  const shape = description.object(object.object);
  if (shape === undefined) return {};
  const referred = await referredObjects(work, registry, object.object, params, at);
  const patch = shape.adopt(params, object);
  for (const [name, found] of referred) if (shape.fields.get(name)?.embedded) patch[name] = await work.show(found);
  if ('metadata' in params) {
    const current = (fieldsOf(object).metadata ?? {}) as Record<string, string>;
    patch.metadata = mergeMetadata(current, params.metadata as ParamHash | '');
  }
  const { machine } = registry.resource(object.object);
  if (machine !== undefined) delete patch[machine.field ?? 'status'];
  return patch;
}

/** Stores the patch, with the time of the change where the object keeps it. */
export async function apply(
  work: Work,
  registry: Registry,
  object: StoredObject,
  patch: Fields,
): Promise<StoredObject> {
  const before = fieldsOf(object);
  const changes = Object.keys(patch).some((name) => patch[name] !== before[name]);
  if (!changes) return object;
  const keepsTime = registry.description.object(object.object)?.fields.has('updated');
  return work.update(object, { ...patch, ...(keepsTime && { updated: work.now }) } as Partial<StoredObject>);
}

/** What is to be done with one hash of a list: those with an id change or leave, the others are new. */
async function changeChild(
  work: Work,
  registry: Registry,
  making: { element: string; link: string; at: readonly string[]; parent: StoredObject; leaves: boolean },
  sent: ParamHash,
): Promise<void> {
  const { element, link, at, parent, leaves } = making;
  if (typeof sent.id !== 'string') {
    await store(work, await assemble(work, registry, { type: element, params: sent, at, parent }));
    return;
  }
  const child = await work.find(element, sent.id, paramName([...at, 'id']));
  if (fieldsOf(child)[link] !== parent.id) return;
  if (leaves || sent.deleted === true) await work.remove(child);
  else await apply(work, registry, child, await patchOf(work, registry, child, sent, at));
}

/** `items` of a subscription and the like. With `leaves` whatever is named is taken away. */
export async function changeChildren(
  work: Work,
  registry: Registry,
  parent: StoredObject,
  params: Params,
  leaves = false,
): Promise<void> {
  const { description } = registry;
  for (const { field, element } of description.object(parent.object)?.sublists ?? []) {
    const sent = params[field];
    if (!Array.isArray(sent)) continue;
    const link = linkField(description, element, parent.object);
    for (const [index, each] of sent.entries()) {
      const at = [field, String(index)];
      if (isHash(each)) await changeChild(work, registry, { element, link, at, parent, leaves }, each);
    }
  }
}
