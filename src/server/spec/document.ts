/** The part of JSON Schema that `openapi/stripe.json` uses. Keys that start with `x-` are explained in `openapi/`. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: (string | number | boolean)[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  additionalProperties?: Schema;
  format?: string;
  maxLength?: number;
  'x-object'?: string;
  'x-deleted'?: boolean;
  /** Only older versions have it. */
  'x-legacy'?: boolean;
  'x-open'?: boolean;
  'x-expandable'?: string[];
  'x-list-of'?: Schema;
  'x-search-of'?: Schema;
  'x-emptyable'?: boolean;
  /** Left out of answers unless `expand` names it. */
  'x-includable'?: boolean;
  'x-metadata'?: boolean;
}

interface ParameterEntry {
  name: string;
  in: 'path' | 'query';
  required?: boolean;
  schema: Schema;
  'x-missing-param'?: string;
}

export interface OperationEntry {
  operationId: string;
  'x-legacy'?: boolean;
  'x-until'?: string;
  parameters?: ParameterEntry[];
  requestBody?: { content: Record<string, { schema?: Schema }> };
  responses: { '200': { content: Record<string, { schema?: Schema }> } };
}

export interface Document {
  info: { title: string; version: string };
  'x-events': Record<string, string | string[]>;
  'x-id-prefixes': Record<string, string>;
  paths: Record<string, Record<string, OperationEntry>>;
  components: { schemas: Record<string, Schema> };
}

const REFERENCE = '#/components/schemas/';

export function componentName(schema: Schema): string | undefined {
  return schema.$ref?.slice(REFERENCE.length);
}

/** Looks up `$ref`s; keywords beside a `$ref` add to what it names. */
export class Components {
  readonly #schemas: Record<string, Schema>;

  constructor(schemas: Record<string, Schema>) {
    this.#schemas = schemas;
  }

  get(name: string): Schema | undefined {
    return this.#schemas[name];
  }

  names(): string[] {
    return Object.keys(this.#schemas);
  }

  resolve(schema: Schema): Schema {
    let resolved = schema;
    for (let name = componentName(resolved); name !== undefined; name = componentName(resolved)) {
      const target = this.#schemas[name];
      if (target === undefined) throw new Error(`the description refers to ${name}, which it does not define`);
      const { $ref, ...beside } = resolved;
      resolved = Object.keys(beside).length === 0 ? target : { ...target, ...beside };
    }
    return resolved;
  }

  /** The name of the live or deleted object component that a schema refers to. */
  objectName(schema: Schema): string | undefined {
    const name = componentName(schema);
    if (name === undefined) return undefined;
    const target = this.#schemas[name];
    if (target === undefined) return undefined;
    return target['x-object'] === undefined ? this.objectName(target) : name;
  }

  /** The choices of a schema without its null: one for a plain schema, several for a union. */
  choices(schema: Schema): { choices: Schema[]; nullable: boolean } {
    const resolved = this.objectName(schema) === undefined ? this.resolve(schema) : schema;
    if (resolved.anyOf !== undefined) {
      const inner = resolved.anyOf.map((each) => this.choices(each));
      return { choices: inner.flatMap((each) => each.choices), nullable: inner.some((each) => each.nullable) };
    }
    if (resolved.type === 'null') return { choices: [], nullable: true };
    if (!Array.isArray(resolved.type)) return { choices: [resolved], nullable: false };
    const types = resolved.type.filter((type) => type !== 'null');
    const choices = types.map((type) => ({ ...resolved, type }));
    return { choices, nullable: types.length < resolved.type.length };
  }
}

/** Names of the object components that a schema admits, a union's in order. */
export function objectNames(schema: Schema | undefined, components: Components): string[] {
  if (schema === undefined) return [];
  const name = components.objectName(schema);
  if (name !== undefined) return [name];
  const { anyOf = [] } = components.resolve(schema);
  return anyOf.flatMap((each) => objectNames(each, components));
}
