/** Objects that are there without an id: one per account, or one per object of the path. */
import { errors } from '../../kernel/errors.ts';
import type { Call, StoredObject } from '../../kernel/work.ts';
import type { Operation } from '../../spec/description.ts';
import type { Registry } from '../registry.ts';
import { linkField } from '../sublists.ts';
import { assemble } from './assemble.ts';
import { fieldsOf, typeOf } from './handler.ts';

interface Single {
  readonly object: StoredObject;
  /** Reading does not store it; the first change does. */
  readonly stored: boolean;
}

/** The newest of those that belong to the object of the path: the dispute of a charge, the discount of a customer. */
async function newestChild({ work }: Call, registry: Registry, type: string, parent: StoredObject) {
  const link = linkField(registry.description, type, parent.object);
  const [newest] = await work.list(type, { where: { [link]: parent.id }, limit: 1 });
  return newest;
}

export async function single(call: Call, operation: Operation, registry: Registry): Promise<Single> {
  const { work, params, targets } = call;
  const type = typeOf(operation);
  const parent = targets.at(-1);
  const hasId = registry.description.object(type)?.fields.has('id');
  if (hasId && parent !== undefined) {
    const object = await newestChild(call, registry, type, parent);
    const { noun = type.replaceAll('.', '_') } = registry.resource(type);
    if (object === undefined) throw errors.missing(noun, parent.id, 'id', 'path');
    return { object, stored: true };
  }
  const id = parent?.id ?? registry.resource(type).singleton?.id ?? (hasId ? work.account : type);
  const known = (await work.get(type, id)) ?? (await work.on(work.platform).get(type, id));
  if (known !== undefined) return { object: known, stored: true };
  const filters = operation.method === 'GET' ? params : {};
  const { object } = await assemble(work, registry, { type, params: filters, parent });
  return { object: { ...fieldsOf(object), id, object: type }, stored: false };
}
