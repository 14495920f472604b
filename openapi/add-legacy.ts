import { LEGACY, type Legacy } from './overlay/legacy.ts';
import { MISSING_PARAM } from './overlay/path-names.ts';
import { type Content, idsOf, type Operation, operationsOf, type Paths, refTo, type Schema } from './schema.ts';
import { dereference, type Schemas } from './schema-path.ts';

/** Adds the operations that the package lacks, each shaped after one that it has. */
export function addLegacy(paths: Paths, schemas: Schemas): void {
  const known = new Map(operationsOf(paths).map((each) => [each.operationId, each]));
  for (const legacy of LEGACY) {
    const model = known.get(legacy.like);
    if (model === undefined) throw new Error(`${legacy.id} is like ${legacy.like}, which is no operation`);
    const entry = paths[legacy.path] ?? {};
    if (entry[legacy.verb]) throw new Error(`the package has ${legacy.verb} ${legacy.path} by now`);
    paths[legacy.path] = { ...entry, [legacy.verb]: legacyOperation(legacy, model, schemas) };
  }
}

function legacyOperation(legacy: Legacy, model: Operation, schemas: Schemas): Operation {
  const gone = legacy.without ?? [];
  const query = model.parameters.filter((each) => each.in === 'query' && !gone.includes(each.name));
  const content = legacy.verb === 'post' ? legacyBody(legacy, model, schemas) : undefined;
  return {
    operationId: legacy.id,
    'x-legacy': true,
    parameters: [...idsOf(legacy.path, MISSING_PARAM), ...(legacy.verb === 'post' ? [] : query)],
    ...(content && { requestBody: { content } }),
    responses: { '200': { content: legacyAnswer(legacy, model.responses['200'].content) } },
  };
}

function legacyAnswer({ answers, binary }: Legacy, model: Content): Content {
  if (binary) return { [binary]: {} };
  if (answers === undefined) return model;
  const isList = model['application/json']?.schema?.['x-list-of'] !== undefined;
  const schema: Schema = isList ? { type: 'object', 'x-list-of': refTo(answers) } : refTo(answers);
  return { 'application/json': { schema } };
}

/** The body of a legacy operation: its own, its model's, or a copy of that without what the path gives. */
function legacyBody(legacy: Legacy, model: Operation, schemas: Schemas): Content | undefined {
  const [[type, { schema }] = ['application/x-www-form-urlencoded', {}]] = Object.entries(
    model.requestBody?.content ?? {},
  );
  const name = `${legacy.id.replace(/(?:^|\.)(\w)/g, (_, letter: string) => letter.toUpperCase())}Params`;
  if (legacy.body) {
    schemas[name] = { type: 'object', properties: { expand: EXPAND, ...legacy.body } };
    return { [type]: { schema: refTo(name) } };
  }
  const { without } = legacy;
  if (without === undefined || schema === undefined) return model.requestBody?.content;
  const copy = structuredClone(dereference(schemas, schema));
  for (const param of without) delete copy.properties?.[param];
  const required = copy.required?.filter((param) => !without.includes(param));
  copy.required = required?.length ? required : undefined;
  schemas[name] = copy;
  return { [type]: { schema: refTo(name) } };
}

const EXPAND = { type: 'array', items: { type: 'string' } };
