import type { Reading } from '../describe.ts';
import { componentOf, type Operation, type Schema } from '../schema.ts';

/** How a hash of an older version differs from that of the next newer one: its own members, null for those it lacks. */
export type HashDifference = { properties?: Record<string, Schema | null>; required?: string[] };

/** By the path of the hash: '' for the parameters or the object itself, `items[].price_data` for one inside. */
export type Differences = Record<string, HashDifference>;

/** An older version as its difference from the next newer one. */
export type VersionDifference = {
  version: string;
  newer: string;
  /** By verb and path, `POST /v1/disputes/{dispute}`: null where the older version has no such operation, whole where only it has. */
  operations: Record<string, { params: Differences } | { only: Schema } | null>;
  /** By name: null where the older version has no such object. */
  objects: Record<string, { fields: Differences } | { only: Schema } | null>;
  /** Event types that only the older version has, and those that it lacks. */
  events: { only: string[]; missing: string[] };
};

const isHash = (schema: Schema): boolean => schema.properties !== undefined;

/** The one hash of a schema that may also be null or ''. */
export function hashOf(schema: Schema | undefined): Schema | undefined {
  if (schema === undefined) return undefined;
  if (isHash(schema)) return schema;
  const hashes = schema.anyOf?.filter(isHash) ?? [];
  return hashes.length === 1 ? hashes[0] : undefined;
}

export const itemsOf = (schema: Schema): Schema | undefined =>
  schema.items ?? schema.anyOf?.find((each) => each.items)?.items;

/** Whether an enum is open is a matter of how a release writes its types. */
const text = (schema: unknown): string =>
  JSON.stringify(schema, (key, value) => (key === 'x-open' ? undefined : value));

/** The schema without what lies inside its hash or its items: whether the rest agrees decides if those are compared alone. */
function shell(schema: Schema): string {
  const bare = (each: Schema): Schema => ({
    ...each,
    properties: isHash(each) ? {} : undefined,
    required: undefined,
    items: each.items && {},
  });
  return text({ ...bare(schema), anyOf: schema.anyOf?.map(bare) });
}

const same = (a: unknown, b: unknown): boolean => text(a) === text(b);

function compareHashes(older: Schema, newer: Schema, path: string, found: Differences): void {
  const properties: Record<string, Schema | null> = {};
  for (const name of Object.keys({ ...newer.properties, ...older.properties })) {
    const was = older.properties?.[name];
    const is = newer.properties?.[name];
    if (same(was, is)) continue;
    if (was === undefined || is === undefined || shell(was) !== shell(is)) {
      properties[name] = was ?? null;
      continue;
    }
    const at = path === '' ? name : `${path}.${name}`;
    compareInside(was, is, at, found);
  }
  const required = [...(older.required ?? [])].sort();
  const difference: HashDifference = {
    ...(Object.keys(properties).length > 0 && { properties }),
    ...(!same(required, [...(newer.required ?? [])].sort()) && { required }),
  };
  if (Object.keys(difference).length > 0) found[path] = difference;
}

function compareInside(older: Schema, newer: Schema, path: string, found: Differences): void {
  const [was, is] = [hashOf(older), hashOf(newer)];
  if (was !== undefined && is !== undefined) compareHashes(was, is, path, found);
  const [wasItems, isItems] = [itemsOf(older), itemsOf(newer)];
  if (wasItems !== undefined && isItems !== undefined) compareInside(wasItems, isItems, `${path}[]`, found);
}

/** Query and body of an operation as one hash. */
function paramsOf({ schemas }: Reading, operation: Operation): Schema {
  const [content] = Object.values(operation.requestBody?.content ?? {});
  const body = content?.schema && (schemas[componentOf(content.schema)] ?? content.schema);
  if (body !== undefined) return body;
  const query = operation.parameters.filter((each) => each.in === 'query');
  const required = query.filter((each) => each.required).map(({ name }) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(query.map(({ name, schema }) => [name, schema])),
    ...(required.length > 0 && { required }),
  };
}

export function operationsOf(reading: Reading): Map<string, Schema> {
  const found = new Map<string, Schema>();
  for (const [path, verbs] of Object.entries(reading.paths)) {
    for (const [verb, operation] of Object.entries(verbs))
      found.set(`${verb.toUpperCase()} ${path}`, paramsOf(reading, operation));
  }
  return found;
}

export function objectsOf({ schemas }: Reading): Map<string, Schema> {
  return new Map(Object.entries(schemas).filter(([, schema]) => schema['x-object'] !== undefined));
}

function compareAll<K extends 'params' | 'fields'>(
  older: Map<string, Schema>,
  newer: Map<string, Schema>,
  inside: K,
): Record<string, Record<K, Differences> | { only: Schema } | null> {
  const compared: Record<string, Record<K, Differences> | { only: Schema } | null> = {};
  for (const key of [...new Set([...newer.keys(), ...older.keys()])].sort()) {
    const was = older.get(key);
    const is = newer.get(key);
    if (was === undefined) compared[key] = null;
    else if (is === undefined) compared[key] = { only: was };
    else {
      const found: Differences = {};
      compareHashes(was, is, '', found);
      if (Object.keys(found).length > 0) compared[key] = { [inside]: found } as Record<K, Differences>;
    }
  }
  return compared;
}

export function differenceOf(older: Reading, newer: Reading): VersionDifference {
  const [was, is] = [Object.keys(older.events), Object.keys(newer.events)];
  const without = (all: string[], others: string[]): string[] => all.filter((each) => !others.includes(each)).sort();
  return {
    version: older.source.apiVersion,
    newer: newer.source.apiVersion,
    operations: compareAll(operationsOf(older), operationsOf(newer), 'params'),
    objects: compareAll(objectsOf(older), objectsOf(newer), 'fields'),
    // The oldest release does not list its events.
    events: was.length === 0 ? { only: [], missing: [] } : { only: without(was, is), missing: without(is, was) },
  };
}
