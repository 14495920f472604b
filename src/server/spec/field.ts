import { type Components, objectNames, type Schema } from './document.ts';

type FieldKind = 'string' | 'integer' | 'number' | 'boolean' | 'object' | 'array' | 'map' | 'list' | 'union' | 'any';

/** One field of an object as the description has it. */
export interface Field {
  readonly name: string;
  readonly required: boolean;
  readonly nullable: boolean;
  readonly kind: FieldKind;
  readonly enum: readonly (string | number | boolean)[] | undefined;
  /** Stripe may answer values beyond `enum`. */
  readonly open: boolean;
  /** `unix-time`, `decimal`. */
  readonly format: string | undefined;
  /** Types of the objects whose id the field holds. */
  readonly expandable: readonly string[] | undefined;
  /** Types of the elements of a list. */
  readonly elements: readonly string[] | undefined;
  /** Type of an object that is always inline. */
  readonly embedded: string | undefined;
  readonly schema: Schema;
}

export function readFields(schema: Schema, components: Components): Map<string, Field> {
  const required = new Set(schema.required);
  return new Map(
    Object.entries(schema.properties ?? {}).map(([name, each]) => [
      name,
      readField(name, each, required.has(name), components),
    ]),
  );
}

function readField(name: string, schema: Schema, required: boolean, components: Components): Field {
  const { choices, nullable } = components.choices(schema);
  const [only = {}, second] = choices;
  const resolved = components.resolve(only);
  const list = resolved['x-list-of'];
  return {
    name,
    required,
    nullable,
    kind: second === undefined ? kindOf(resolved) : 'union',
    enum: resolved.enum,
    open: resolved['x-open'] === true,
    format: resolved.format,
    expandable: resolved['x-expandable'],
    elements: list && objectNames(list, components),
    embedded: second === undefined ? components.objectName(only) : undefined,
    schema,
  };
}

export function kindOf(schema: Schema): FieldKind {
  if (schema['x-list-of'] !== undefined) return 'list';
  switch (schema.type) {
    case 'string':
    case 'integer':
    case 'number':
    case 'boolean':
    case 'array':
      return schema.type;
    case 'object':
      return schema.additionalProperties === undefined ? 'object' : 'map';
    default:
      return 'any';
  }
}
