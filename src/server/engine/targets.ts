/** The objects that the ids of a path name, the owner before what it owns. */
import { errors, type StripeError } from '../kernel/errors.ts';
import type { StoredObject, Work } from '../kernel/work.ts';
import type { Description, Operation, PathParam } from '../spec/description.ts';
import type { Registry } from './registry.ts';
import { linkField } from './sublists.ts';

const typesAtPath = new WeakMap<Description, ReadonlyMap<string, readonly string[]>>();

const shapeOf = (path: string): string => path.replace(/\{\w+\}/g, '{}');

/** What the operation answers that retrieves an object by its id, by path. */
function retrievedTypes(description: Description): ReadonlyMap<string, readonly string[]> {
  let known = typesAtPath.get(description);
  if (known === undefined) {
    const retrieving = description.operations.filter(({ kind, path }) => kind === 'retrieve' && path.endsWith('}'));
    known = new Map(retrieving.map(({ path, resources }) => [shapeOf(path), resources]));
    typesAtPath.set(description, known);
  }
  return known;
}

const typesOfParam = new WeakMap<PathParam, readonly string[]>();

/** Several types may stand at one place of a path, as cards and bank accounts do below a customer. */
export function typesAt(description: Description, { path }: Operation, param: PathParam): readonly string[] {
  let types = typesOfParam.get(param);
  if (types === undefined) {
    const { name, type } = param;
    const upToHere = path.slice(0, path.indexOf(`{${name}}`) + name.length + 2);
    types = retrievedTypes(description).get(shapeOf(upToHere)) ?? [];
    if (types.length < 2) types = type === undefined ? [] : [type];
    typesOfParam.set(param, types);
  }
  return types;
}

async function find(
  work: Work,
  registry: Registry,
  type: string,
  id: string,
  operation: Operation,
): Promise<StoredObject | undefined> {
  const resource = registry.resource(type);
  const found = (await work.get(type, id)) ?? (await resource.mint?.(work, id));
  if (found !== undefined) return found;
  // Stripe answers a deleted customer with its stub; other deleted objects are gone.
  const answersStub = resource.stubAfterDelete === true && operation.kind === 'retrieve';
  return answersStub ? work.stub(type, id) : undefined;
}

function belongsTo(description: Description, child: StoredObject, parent: StoredObject | undefined): boolean {
  if (parent === undefined) return true;
  const link = linkField(description, child.object, parent.object);
  return (child as unknown as Readonly<Record<string, unknown>>)[link] === parent.id;
}

function missing(registry: Registry, type: string, id: string, param: string, parent?: StoredObject): StripeError {
  const resource = registry.resource(type);
  return (
    resource.missing?.(id, parent) ?? errors.missing(resource.noun ?? type.replaceAll('.', '_'), id, param, 'path')
  );
}

const none: readonly StoredObject[] = [];

export async function findTargets(
  registry: Registry,
  work: Work,
  operation: Operation,
  ids: Readonly<Record<string, string>>,
): Promise<readonly StoredObject[]> {
  const { pathParams } = operation;
  if (pathParams.length === 0) return none;
  const targets: StoredObject[] = [];
  let place = work;
  for (const param of pathParams) {
    const types = typesAt(registry.description, operation, param);
    const id = ids[param.name] ?? '';
    let found: StoredObject | undefined;
    for (const type of types) found ??= await find(place, registry, type, id, operation);
    if (found === undefined || !belongsTo(registry.description, found, targets.at(-1))) {
      throw missing(registry, types[0] ?? param.name, id, param.missingParam, targets.at(-1));
    }
    targets.push(found);
    if (registry.resource(found.object).isAccount) place = work.on(found.id);
  }
  return targets;
}
