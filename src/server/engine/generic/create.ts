/** Creates an object, with those that its parameters make along with it. */
import { errors } from '../../kernel/errors.ts';
import { isHash, type Params } from '../../kernel/params.ts';
import type { Outcome, StoredObject, Work } from '../../kernel/work.ts';
import type { Operation } from '../../spec/description.ts';
import type { Registry } from '../registry.ts';
import { assemble, type Made } from './assemble.ts';
import { type Fields, fieldsOf, type GenericHandler, typeOf } from './handler.ts';

export async function store(work: Work, { object, all }: Made): Promise<StoredObject> {
  for (const each of all) await work.insert(each);
  return object;
}

interface Choice {
  readonly type: string;
  readonly params: Params;
  /** Fields that are there already, as those of the card in a token. */
  readonly fields: Fields;
}

/** Which of several types is meant: by a hash that names it, or by the id of something that holds one, such as a token. */
async function choose(work: Work, { resources }: Operation, registry: Registry, params: Params): Promise<Choice> {
  for (const [name, value] of Object.entries(params)) {
    if (isHash(value)) {
      const named = String(value.object ?? name);
      if (resources.includes(named)) return { type: named, params: { ...params, ...value }, fields: {} };
    }
    if (typeof value !== 'string' || !value.includes('_')) continue;
    for (const holder of registry.typesOfId(value)) {
      const held = await heldBy(work, await work.find(holder, value, name), resources);
      if (held !== undefined) return { type: held.object, params, fields: fieldsOf(held) };
    }
  }
  return { type: resources[0] ?? '', params, fields: {} };
}

async function heldBy(work: Work, holder: StoredObject, types: readonly string[]): Promise<StoredObject | undefined> {
  if (types.includes(holder.object)) return holder;
  const shown = Object.values(await work.show(holder));
  return shown.find((value) => types.includes((value as StoredObject | null)?.object ?? ''));
}

export const create: GenericHandler = async ({ work, params, targets }, operation, registry): Promise<Outcome> => {
  const parent = targets.at(-1);
  const { resources } = operation;
  if (resources.length > 1) {
    const { type, params: own, fields } = await choose(work, operation, registry, params);
    const { object } = await assemble(work, registry, { type, params: own, parent });
    return work.insert({ ...object, ...fields, ...linkOf(object, parent) });
  }
  const type = typeOf(operation);
  const made = await assemble(work, registry, { type, params, parent });
  if (params.id !== undefined && (await work.get(type, made.object.id)) !== undefined) {
    const name = type.charAt(0).toUpperCase() + type.slice(1).replaceAll('_', ' ');
    throw errors.invalid(`${name} already exists.`, undefined, 'resource_already_exists');
  }
  return store(work, made);
};

/** The fields that name the parent stay, whatever the token says. */
function linkOf(object: StoredObject, parent: StoredObject | undefined): Fields {
  if (parent === undefined) return {};
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value === parent.id));
}
