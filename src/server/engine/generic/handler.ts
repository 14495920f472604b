/** What the generic handlers share: their shape, and the few questions that each of them asks. */
import { errors } from '../../kernel/errors.ts';
import type { Call, Outcome, StoredObject } from '../../kernel/work.ts';
import type { Operation } from '../../spec/description.ts';
import type { Registry } from '../registry.ts';

export type Fields = Record<string, unknown>;
export type GenericHandler = (call: Call, operation: Operation, registry: Registry) => Promise<Outcome>;

/** The type of object that the operation makes or answers. */
export function typeOf({ id, resource }: Operation): string {
  if (resource === undefined) throw errors.unexpected(`The description says no object for ${id}.`);
  return resource;
}

export function targetOf({ targets }: Call, { id }: Operation): StoredObject {
  const target = targets.at(-1);
  if (target === undefined) throw errors.unexpected(`${id} names no object.`);
  return target;
}

/** The path with the ids of this call in it. */
export function pathOf({ path }: Operation, { ids }: Call): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? '');
}

export const fieldsOf = (object: object): Fields => object as Fields;
