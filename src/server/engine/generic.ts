/** What the description alone makes of an operation: every object can be created, read, changed, listed and deleted. */

import { errors } from '../kernel/errors.ts';
import { mergeMetadata } from '../kernel/merge.ts';
import type { Params } from '../kernel/params.ts';
import type { Call, Deleted, ListQuery, Outcome, StoredObject, Work } from '../kernel/work.ts';
import type { Description, Operation } from '../spec/description.ts';
import type { Registry } from './registry.ts';
import { parseSearch, SearchError, type SearchFields, searchFields } from './search-query.ts';
import { linkField } from './sublists.ts';

type Fields = Record<string, unknown>;
type GenericHandler = (call: Call, operation: Operation, registry: Registry) => Promise<Outcome>;

const mostOnAPage = 100;
const pageLength = 10;

/** The type of object that the operation makes or answers. */
function typeOf(operation: Operation): string {
  if (operation.resource === undefined) throw errors.unexpected(`The description says no object for ${operation.id}.`);
  return operation.resource;
}

/** Ids in parameters that fields of the same name refer to must exist. */
async function checkReferences(work: Work, description: Description, type: string, params: Params): Promise<void> {
  for (const { path, types, array } of description.object(type)?.references ?? []) {
    const field = path[0];
    if (path.length !== 1 || array || field === undefined) continue;
    const id = params[field];
    if (typeof id !== 'string' || id === '') continue;
    let found = false;
    for (const wanted of types) found ||= (await work.get(wanted, id)) !== undefined;
    if (!found && types[0] !== undefined) await work.find(types[0], id, field);
  }
}

function withMetadata(object: Fields, params: Params): Fields {
  if (!('metadata' in params)) return object;
  return {
    ...object,
    metadata: mergeMetadata((object.metadata ?? {}) as Record<string, string>, params.metadata as object | ''),
  };
}

async function create(
  { work, params, targets }: Call,
  operation: Operation,
  { description }: Registry,
): Promise<Outcome> {
  const type = typeOf(operation);
  const shape = description.object(type);
  await checkReferences(work, description, type, params);
  let object: Fields = { ...work.blank<StoredObject>(type) };
  if (typeof object.id !== 'string') object.id = work.newId(type);
  if (shape !== undefined) object = withMetadata({ ...object, ...shape.adopt(params) }, params);
  const parent = targets.at(-1);
  if (parent !== undefined) object[linkField(description, type, parent.object)] = parent.id;
  return work.insert(object as unknown as StoredObject);
}

async function update(call: Call, operation: Operation, { description }: Registry): Promise<Outcome> {
  const { work, params } = call;
  const object = targetOf(call, operation);
  const shape = description.object(object.object);
  await checkReferences(work, description, object.object, params);
  if (shape === undefined) return object;
  const patch = withMetadata(
    { metadata: (object as unknown as Fields).metadata, ...shape.adopt(params, object) },
    params,
  );
  if (!('metadata' in params)) delete patch.metadata;
  return work.update(object, patch as Partial<StoredObject>);
}

function targetOf({ targets }: Call, operation: Operation): StoredObject {
  const target = targets.at(-1);
  if (target === undefined) throw errors.unexpected(`${operation.id} names no object.`);
  return target;
}

async function retrieve(call: Call, operation: Operation): Promise<Outcome> {
  if (!operation.singleton) return targetOf(call, operation);
  return single(call, operation);
}

/** An object that is there without an id: one per account, or one per object of the path. */
async function single({ work, targets }: Call, operation: Operation): Promise<StoredObject> {
  const type = typeOf(operation);
  const id = targets.at(-1)?.id ?? type;
  const known = await work.get(type, id);
  return known ?? work.insert({ ...work.blank<StoredObject>(type), id });
}

async function remove(call: Call, operation: Operation): Promise<Outcome> {
  const object = targetOf(call, operation);
  await call.work.remove(object);
  const stub: Deleted = { id: object.id, object: object.object, deleted: true };
  return stub;
}

/** `/cancel` leads to `canceled`, `/archive` to `archived`: the one status that the verb's stem begins. */
async function action(call: Call, operation: Operation, registry: Registry): Promise<Outcome> {
  const { work, params, targets } = call;
  const object = targets.at(-1);
  if (object === undefined) return create(call, operation, registry);
  const shape = registry.description.object(object.object);
  const stem = (operation.verb ?? '').replace(/e$/, '');
  const fits = (shape?.fields.get('status')?.enum ?? []).filter(
    (status) => stem.length > 2 && String(status).startsWith(stem),
  );
  const patch: Fields = shape === undefined ? {} : { ...shape.adopt(params, object) };
  if (fits.length === 1) patch.status = fits[0];
  const changed = Object.keys(patch).length === 0 ? object : await work.update(object, patch as Partial<StoredObject>);
  if (operation.resource === undefined || operation.resources.includes(object.object)) return changed;
  return create(call, operation, registry);
}

interface Range {
  readonly gt?: number;
  readonly gte?: number;
  readonly lt?: number;
  readonly lte?: number;
}

function createdRange(sent: unknown): Range | undefined {
  if (typeof sent === 'number') return { gte: sent, lte: sent };
  return typeof sent === 'object' && sent !== null ? (sent as Range) : undefined;
}

/** The part of a list's parameters that every list has: page, cursors and creation time. */
export function pageQuery(params: Params): ListQuery & { limit: number } {
  const query: { -readonly [K in keyof ListQuery]: ListQuery[K] } & { limit: number } = {
    limit: Math.min(mostOnAPage, Math.max(1, typeof params.limit === 'number' ? params.limit : pageLength)),
  };
  if (typeof params.starting_after === 'string') query.startingAfter = params.starting_after;
  if (typeof params.ending_before === 'string') query.endingBefore = params.ending_before;
  const created = createdRange(params.created);
  if (created !== undefined) query.created = created;
  return query;
}

export async function list(call: Call, operation: Operation, { description }: Registry): Promise<Outcome> {
  const { work, params, targets } = call;
  const where: Fields = {};
  for (const filter of operation.filters) if (params[filter] !== undefined) where[filter] = params[filter];
  const parent = targets.at(-1);
  const type = typeOf(operation);
  if (parent !== undefined) where[linkField(description, type, parent.object)] = parent.id;
  return work.page(operation.resources, { ...pageQuery(params), where }, pathOf(operation, call));
}

/** The path with the ids of this call in it. */
export function pathOf(operation: Operation, { ids }: Call): string {
  return operation.path.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? '');
}

async function search(call: Call, operation: Operation): Promise<Outcome> {
  const { work, params } = call;
  const type = typeOf(operation);
  const filter = readQuery(String(params.query), operation);
  const page = typeof params.page === 'string' ? decodePage(params.page) : undefined;
  const query: ListQuery = {
    limit: pageQuery(params).limit,
    filter: (row) => filter(row as unknown as Readonly<Record<string, unknown>>),
    ...(page && { startingAfter: page }),
  };
  const found = await work.page([type], query, pathOf(operation, call));
  const last = found.data.at(-1);
  return {
    ...found,
    object: 'search_result',
    next_page: found.has_more && last !== undefined ? encodePage(last.id) : null,
  };
}

function readQuery(query: string, operation: Operation): ReturnType<typeof parseSearch> {
  const collection = operation.path.split('/').at(-2) ?? '';
  const fields = (searchFields as Readonly<Record<string, SearchFields>>)[collection] ?? {};
  try {
    return parseSearch(query, fields, collection);
  } catch (error) {
    if (error instanceof SearchError) throw errors.invalid(error.message, 'query');
    throw error;
  }
}

const encodePage = (id: string): string => Buffer.from(id).toString('base64url');
const decodePage = (token: string): string => Buffer.from(token, 'base64url').toString();

async function binary(call: Call, operation: Operation): Promise<Outcome> {
  throw errors.invalid(
    `${operation.method} ${pathOf(operation, call)} has no content here: this emulator does not render it yet.`,
  );
}

export const genericHandlers: Readonly<Record<Operation['kind'], GenericHandler>> = {
  create,
  retrieve,
  update,
  delete: remove,
  list,
  search,
  action,
  binary,
};
