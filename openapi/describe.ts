import { ID_PREFIXES } from './overlay/id-prefixes.ts';
import { MISSING_PARAM, namePath } from './overlay/path-names.ts';
import { overlay } from './overlay.ts';
import { readEvents } from './read-events.ts';
import { readOperations, type SdkOperation } from './read-operations.ts';
import { type Package, readPackage, typeName } from './read-package.ts';
import { type TypeReader, typeReader } from './read-types.ts';
import {
  type Content,
  type Description,
  idsOf,
  type Operation,
  type Parameter,
  type Paths,
  refTo,
  type Schema,
} from './schema.ts';
import { share } from './share.ts';

/** What a release of the package says, nothing corrected and nothing shared. */
export type Reading = {
  source: Package;
  paths: Paths;
  events: Description['x-events'];
  schemas: Record<string, Schema>;
  names: WeakMap<Schema, string>;
};

export function readApi(source: Package): Reading {
  const types = typeReader(source);
  const params = new Map<string, Schema>();
  const paths: Paths = {};
  for (const operation of readOperations(source)) {
    const path = namePath(operation.path);
    const verb = operation.verb.toLowerCase() as Lowercase<SdkOperation['verb']>;
    const entry = paths[path] ?? {};
    paths[path] = entry;
    if (entry[verb] === undefined) entry[verb] = describeOperation(operation, path, source, types, params);
  }
  const events = readEvents(source, types);
  return { source, paths, events, schemas: Object.fromEntries([...params, ...types.objects]), names: types.names };
}

/** The description of the installed `stripe` package's API version, overlay included. */
export function describeApi(): Description {
  const { source, paths, events, schemas, names } = readApi(readPackage());
  overlay(paths, schemas);
  const description: Description = {
    openapi: '3.1.0',
    info: { title: 'Stripe API', version: source.apiVersion, 'x-stripe-package': source.version },
    'x-events': sorted(events),
    'x-id-prefixes': sorted(ID_PREFIXES),
    paths: sorted(paths),
    components: { schemas },
  };
  const shared = share(description, names);
  return { ...shared, components: { schemas: sorted(shared.components.schemas) } };
}

function describeOperation(
  operation: SdkOperation,
  path: string,
  source: Package,
  types: TypeReader,
  params: Map<string, Schema>,
): Operation {
  const ids = idsOf(path, MISSING_PARAM);
  const described: Operation = {
    operationId: operation.id,
    parameters: ids,
    responses: { '200': { content: answer(operation, types) } },
  };
  if (operation.params === undefined) return described;
  const schema = types.params(operation.params);
  if (operation.verb !== 'POST') {
    const query = Object.entries(schema.properties ?? {}).map(
      ([name, each]): Parameter =>
        schema.required?.includes(name)
          ? { name, in: 'query', required: true, schema: each }
          : { name, in: 'query', schema: each },
    );
    return { ...described, parameters: [...ids, ...query] };
  }
  const component = typeName(source, operation.params);
  params.set(component, schema);
  const type = operation.multipart ? 'multipart/form-data' : 'application/x-www-form-urlencoded';
  return { ...described, requestBody: { content: { [type]: { schema: refTo(component) } } } };
}

function answer(operation: SdkOperation, types: TypeReader): Content {
  if (operation.answer === undefined) return { 'application/pdf': {} };
  const item = types.answer(operation.answer);
  const schema: Schema =
    operation.kind === 'list'
      ? { type: 'object', 'x-list-of': item }
      : operation.kind === 'search'
        ? { type: 'object', 'x-search-of': item }
        : item;
  return { 'application/json': { schema } };
}

const sorted = <T>(entries: Record<string, T>): Record<string, T> =>
  Object.fromEntries(Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1)));
