/** The least that an operation has to be sent, read off its description. */
import type { Description, Operation } from '../../src/server/spec/description.ts';
import { componentName, type Document, type Schema } from '../../src/server/spec/document.ts';

export type Sample = string | number | boolean | Sample[] | { [key: string]: Sample };
type SampleHash = { [key: string]: Sample };

export class ParamSchemas {
  readonly document: Document;

  constructor(description: Description) {
    this.document = description.document as Document;
  }

  resolve(schema: Schema): Schema {
    const name = componentName(schema);
    if (name === undefined) return schema;
    const { $ref: _, ...beside } = schema;
    return { ...this.resolve(this.document.components.schemas[name] ?? {}), ...beside };
  }

  /** The parameters of an operation as one hash. */
  of({ path, method }: Operation): Schema {
    const entry = this.document.paths[path]?.[method.toLowerCase()];
    const body = Object.values(entry?.requestBody?.content ?? {})[0]?.schema;
    if (body !== undefined) return this.resolve(body);
    const query = (entry?.parameters ?? []).filter((each) => each.in === 'query');
    return {
      type: 'object',
      properties: Object.fromEntries(query.map((each) => [each.name, each.schema])),
      required: query.filter((each) => each.required).map((each) => each.name),
    };
  }
}

const texts: Readonly<Record<string, string>> = {
  country: 'US',
  currency: 'usd',
  email: 'jenny@example.com',
  query: 'created>0',
  url: 'https://example.com/hook',
};

/** `idOf` gives the id of an existing object where a parameter has to name one. */
export type IdOf = (path: readonly string[]) => Promise<string | undefined>;

/** A value of the schema with what is required of it; a hash has one key at least, since an empty one cannot be sent. */
async function sampleOf(schemas: ParamSchemas, schema: Schema, path: readonly string[], idOf: IdOf): Promise<Sample> {
  const resolved = schemas.resolve(schema);
  if (resolved.anyOf !== undefined) {
    const [first = {}] = resolved.anyOf.filter((each) => schemas.resolve(each).type !== 'null');
    return sampleOf(schemas, first, path, idOf);
  }
  const choice = resolved.enum?.find((value) => value !== '');
  if (choice !== undefined) return choice;
  const name = path.findLast((key) => !/^\d+$/.test(key)) ?? '';
  switch (Array.isArray(resolved.type) ? resolved.type[0] : resolved.type) {
    case 'integer':
      return resolved.format === 'unix-time' ? 1_800_000_000 : 1000;
    case 'number':
      return 1.5;
    case 'boolean':
      return true;
    case 'array':
      return [await sampleOf(schemas, resolved.items ?? {}, [...path, '0'], idOf)];
    case 'object':
      return hashOf(schemas, resolved, path, idOf);
    default:
      if (resolved.format === 'decimal') return '1.5';
      return (await idOf(path)) ?? texts[name] ?? (name.endsWith('_url') ? (texts.url ?? '') : 'sample');
  }
}

async function hashOf(schemas: ParamSchemas, schema: Schema, path: readonly string[], idOf: IdOf): Promise<SampleHash> {
  const { properties = {}, required = [], additionalProperties } = schema;
  const hash: SampleHash = {};
  const names = required.length > 0 || path.length === 0 ? required : Object.keys(properties).slice(0, 1);
  for (const name of names) hash[name] = await sampleOf(schemas, properties[name] ?? {}, [...path, name], idOf);
  if (additionalProperties !== undefined && names.length === 0) {
    hash.key = await sampleOf(schemas, additionalProperties, [...path, 'key'], idOf);
  }
  return hash;
}

export async function sampleParams(schemas: ParamSchemas, operation: Operation, idOf: IdOf): Promise<SampleHash> {
  return hashOf(schemas, schemas.of(operation), [], idOf);
}
