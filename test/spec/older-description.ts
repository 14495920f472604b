/** The description of an older API version, put together from the newest and what `openapi/versions` says it differs by. */
import { readdirSync, readFileSync } from 'node:fs';
import type { HashDifference, VersionDifference } from '../../openapi/versions/difference.ts';
import { type Description, describeDocument, loadDescription } from '../../src/server/spec/description.ts';
import type { Document, Schema } from '../../src/server/spec/document.ts';
import { versionChanges } from '../../src/server/versions/index.ts';

const folder = new URL('../../openapi/versions/', import.meta.url);
const prefix = '#/components/schemas/';

/** Newest first. */
const differences = readdirSync(folder)
  .filter((name) => /^\d{4}-.*\.json$/.test(name))
  .sort()
  .reverse()
  .map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as VersionDifference);

/** The schema without a reference to another, its own copy. */
function inlined(schema: Schema, schemas: Record<string, Schema>): Schema {
  const target = schema.$ref === undefined ? undefined : schemas[schema.$ref.slice(prefix.length)];
  if (target === undefined || target['x-object'] !== undefined) return schema;
  const { $ref, ...beside } = schema;
  return { ...structuredClone(target), ...beside };
}

/** The hash, or with `items` the list, that a schema is, or is beside null. */
function part(schema: Schema, key: 'properties' | 'items', schemas: Record<string, Schema>): Schema | undefined {
  if (schema[key] !== undefined) return schema;
  const choices = schema.anyOf ?? [];
  for (const [at, choice] of choices.entries()) {
    choices[at] = inlined(choice, schemas);
    if (choices[at][key] !== undefined) return choices[at];
  }
  return undefined;
}

/** The hash at a path such as `items[].price_data`, made the object's own on the way. */
function hashAt(object: Schema, path: string, schemas: Record<string, Schema>): Schema | undefined {
  let at: Schema | undefined = object;
  for (const step of path === '' ? [] : path.split('.')) {
    const name = step.replaceAll('[]', '');
    const properties: Record<string, Schema> = { ...part(at, 'properties', schemas)?.properties };
    let next: Schema | undefined = properties[name] && inlined(structuredClone(properties[name]), schemas);
    if (next === undefined) return undefined;
    const holder = part(at, 'properties', schemas);
    if (holder === undefined) return undefined;
    holder.properties = { ...properties, [name]: next };
    for (let lists = step.split('[]').length - 1; lists > 0; lists--) {
      const list: Schema | undefined = part(next, 'items', schemas);
      if (list?.items === undefined) return undefined;
      list.items = inlined(structuredClone(list.items), schemas);
      next = list.items;
    }
    at = next;
  }
  return part(at, 'properties', schemas);
}

const choices = (schema: Schema, schemas: Record<string, Schema>): Schema[] =>
  (schema.anyOf ?? [schema]).map((each) => inlined(each, schemas));

/** Whether whatever fits the one fits the other, as far as types, values and names of objects tell. */
function isWidened(older: Schema, newer: Schema, schemas: Record<string, Schema>): boolean {
  const wide = choices(newer, schemas);
  return choices(older, schemas).every((narrow) =>
    wide.some((each) => {
      if (narrow.$ref !== each.$ref || narrow['x-expandable']?.join() !== each['x-expandable']?.join()) return false;
      const types = [each.type ?? []].flat();
      if (![narrow.type ?? []].flat().every((type) => types.includes(type))) return false;
      return (
        narrow.enum === undefined || each.enum === undefined || narrow.enum.every((one) => each.enum?.includes(one))
      );
    }),
  );
}

/** One that takes what either takes, where the values of one are not those of the other in other words. */
function blended(older: Schema, newer: Schema, schemas: Record<string, Schema>): Schema {
  const both = structuredClone(older);
  const [hash, added] = [part(both, 'properties', schemas), part(structuredClone(newer), 'properties', schemas)];
  if (hash !== undefined && added !== undefined) {
    const { properties, required = [] } = hash;
    Object.assign(hash, added);
    apply({ ...(properties && { properties }), required }, hash, schemas);
  }
  if (both.enum?.some((each) => newer.enum?.includes(each)))
    both.enum = [...new Set([...both.enum, ...(newer.enum ?? [])])];
  return both;
}

type Properties = HashDifference['properties'];

function apply(
  { properties = {}, required }: { properties?: Record<string, Schema> | Properties; required?: string[] },
  hash: Schema,
  schemas: Record<string, Schema>,
): void {
  const merged: Record<string, Schema> = { ...hash.properties };
  for (const [name, older] of Object.entries(properties as Record<string, Schema | null>)) {
    // What was added since is shown in older versions too.
    if (older === null) continue;
    const newer = merged[name] && inlined(merged[name], schemas);
    if (newer === undefined) merged[name] = older;
    else if (!isWidened(older, newer, schemas)) merged[name] = blended(older, newer, schemas);
  }
  hash.properties = merged;
  // What expand asks for is declared as if it always were there.
  if (required !== undefined) hash.required = required.filter((name) => merged[name]?.['x-includable'] !== true);
}

function documentOf(version: string): Document {
  const newest = loadDescription().document as Document;
  const schemas = { ...newest.components.schemas };
  for (const { objects, version: older } of differences) {
    if (older < version) break;
    for (const [name, difference] of Object.entries(objects)) {
      if (difference === null) continue;
      if ('only' in difference) schemas[name] ??= difference.only as Schema;
      const known = schemas[name];
      if (!('fields' in difference) || known === undefined) continue;
      const object = structuredClone(known);
      for (const [path, each] of Object.entries(difference.fields)) {
        const hash = hashAt(object, path, schemas);
        if (hash !== undefined) apply(each, hash, schemas);
      }
      schemas[name] = object;
    }
  }
  return { ...newest, components: { schemas } };
}

const changesSince = (version: string): number =>
  versionChanges.filter((change) => version.slice(0, 10) < change.version.slice(0, 10)).length;

const described = new Map<string, Description>();

/** Undefined where no described version agrees with this one in all changes. */
export function descriptionOf(version: string): Description | undefined {
  const newest = loadDescription();
  if (changesSince(version) === 0) return newest;
  const alike = differences.find((each) => changesSince(each.version) === changesSince(version));
  if (alike === undefined) return undefined;
  let description = described.get(alike.version);
  if (description === undefined) {
    description = describeDocument(documentOf(alike.version), () => newest.text());
    described.set(alike.version, description);
  }
  return description;
}
