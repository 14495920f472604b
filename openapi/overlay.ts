import { addLegacy } from './add-legacy.ts';
import { addOutdated } from './add-outdated.ts';
import { applyLimits } from './apply-limits.ts';
import { ALWAYS_INCLUDED, FREE_FORM, INCLUDABLE, UNDECLARED, UNDECLARED_IN_LISTS } from './overlay/fields.ts';
import {
  CLEARABLE_STRINGS,
  EXTRA_CHOICES,
  EXTRA_PARAMS,
  EXTRA_QUERIES,
  type ExtraParam,
  WIDENED,
} from './overlay/params.ts';
import { operationsOf, type Paths, type Schema } from './schema.ts';
import { type Schemas, schemaAt } from './schema-path.ts';

/**
 * Adds to the description what the types cannot say. Everything under `overlay/` is data; a row that no longer
 * fits the types is an error, so that the overlay never outlives what it corrects.
 */
export function overlay(paths: Paths, schemas: Schemas): void {
  for (const [component, fields] of Object.entries(UNDECLARED))
    for (const [name, schema] of Object.entries(fields))
      addProperty(schemaAt(schemas, component), name, { ...schema, 'x-undeclared': true });
  for (const field of FREE_FORM) makeFree(schemaAt(schemas, field));
  for (const [name, schema] of Object.entries(schemas)) if (schema['x-object']) markLists(schema, name);
  for (const field of INCLUDABLE) schemaAt(schemas, field)['x-includable'] = true;
  for (const param of EXTRA_PARAMS)
    addParam(schemaAt(schemas, param.at), param, structuredClone(schemaAt(schemas, param.like)));
  for (const [at, like] of Object.entries(WIDENED))
    widen(schemaAt(schemas, at), structuredClone(schemaAt(schemas, like)));
  for (const [at, values] of Object.entries(EXTRA_CHOICES))
    for (const value of values) addChoice(schemaAt(schemas, at), value);
  for (const at of CLEARABLE_STRINGS) makeClearable(schemaAt(schemas, at));
  for (const [id, queries] of Object.entries(EXTRA_QUERIES)) addQueries(paths, id, queries);
  addLegacy(paths, schemas);
  addOutdated(paths, schemas);
  for (const [id, keys] of Object.entries(UNDECLARED_IN_LISTS)) addListKeys(paths, id, keys);
  applyLimits(paths, schemas);
}

function addProperty(hash: Schema, name: string, schema: Schema): void {
  hash.properties ??= {};
  if (hash.properties[name]) throw new Error(`the types declare ${name} by now: drop it from the overlay`);
  hash.properties[name] = schema;
}

function makeFree(schema: Schema): void {
  if (Object.keys(schema.properties ?? {}).length > 0) throw new Error('a free-form hash has gained declared keys');
  schema.properties = undefined;
  schema.additionalProperties = {};
}

/** Optional lists of an answer are there only when `expand` asks for them. */
function markLists(schema: Schema, path: string): void {
  for (const each of schema.anyOf ?? []) markLists(each, path);
  if (schema.items) markLists(schema.items, `${path}[]`);
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    const field = `${path}.${name}`;
    const isList = property['x-list-of'] ?? property.anyOf?.some((each) => each['x-list-of']);
    if (!isList) markLists(property, field);
    else if (!schema.required?.includes(name) && !ALWAYS_INCLUDED.includes(field)) property['x-includable'] = true;
  }
}

function addParam(hash: Schema, { name, kind, insteadOf }: ExtraParam, schema: Schema): void {
  addProperty(hash, name, { ...schema, [`x-${kind}`]: true });
  if (insteadOf === undefined) return;
  hash.required = hash.required?.filter((each) => each !== insteadOf);
  if (hash.required?.length === 0) hash.required = undefined;
  hash['x-one-of'] = [...(hash['x-one-of'] ?? [insteadOf]), name];
}

function addQueries(paths: Paths, id: string, queries: Readonly<Record<string, string>>): void {
  const parameters = operationsOf(paths).find((each) => each.operationId === id)?.parameters;
  for (const [name, like] of Object.entries(queries)) {
    const model = parameters?.find((each) => each.name === like);
    if (model === undefined) throw new Error(`the overlay names ${like} of ${id}, which does not have it`);
    if (parameters?.some((each) => each.name === name))
      throw new Error(`the types declare ${name} by now: drop it from the overlay`);
    parameters?.push({ ...model, name, schema: { ...model.schema, 'x-undeclared': true } });
  }
}

function widen(schema: Schema, wide: Schema): void {
  if (schema.type !== 'string') throw new Error('the types take a hash by now: drop it from the overlay');
  schema.type = undefined;
  schema.anyOf = wide.anyOf;
  schema['x-undeclared'] = true;
}

function addChoice(schema: Schema, value: string): void {
  if (schema.enum === undefined || schema.enum.includes(value))
    throw new Error(`the types offer ${value} by now: drop it from the overlay`);
  schema.enum = [...schema.enum, value].sort();
}

function makeClearable(schema: Schema): void {
  for (const each of schema.properties ? Object.values(schema.properties) : [schema])
    if (each.type === 'string' && each.enum === undefined) each['x-emptyable'] = true;
}

function addListKeys(paths: Paths, id: string, keys: Record<string, Schema>): void {
  const operation = operationsOf(paths).find((each) => each.operationId === id);
  const list = operation?.responses['200'].content['application/json']?.schema;
  if (!list?.['x-list-of']) throw new Error(`the overlay names ${id}, which is no list`);
  for (const [name, schema] of Object.entries(keys)) addProperty(list, name, { ...schema, 'x-undeclared': true });
}
