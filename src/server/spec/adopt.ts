import { blankObject } from './blank.ts';
import type { Components, Schema } from './document.ts';
import { kindOf } from './field.ts';

type Fields = Readonly<Record<string, unknown>>;

const unfit = Symbol('unfit');

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The part of `params` that fields of the same name can hold, each brought to the shape of its field: what a generic
 * create or update stores. `''` unsets what may be null; nested hashes merge into `current`. Metadata has rules of its own.
 */
export function adoptParams(
  schema: Schema,
  components: Components,
  params: Fields,
  current?: Fields,
): Record<string, unknown> {
  const adopted: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(params)) {
    if (name === 'metadata' || name === 'id' || name === 'object') continue;
    const field = Object.hasOwn(schema.properties ?? {}, name) ? schema.properties?.[name] : undefined;
    if (field === undefined) continue;
    const fitted = bring(field, components, value, current?.[name]);
    if (fitted !== unfit) adopted[name] = fitted;
  }
  return adopted;
}

function bring(schema: Schema, components: Components, value: unknown, current: unknown): unknown {
  const { choices, nullable } = components.choices(schema);
  if (value === '' || value === null)
    return nullable ? null : choices[0] !== undefined && value === '' && isText(choices[0], components) ? '' : unfit;
  for (const choice of choices) {
    const fitted = fitChoice(components.resolve(choice), components, value, current);
    if (fitted !== unfit) return fitted;
  }
  return unfit;
}

function isText(schema: Schema, components: Components): boolean {
  const resolved = components.resolve(schema);
  return kindOf(resolved) === 'string' && resolved.enum === undefined;
}

function fitChoice(schema: Schema, components: Components, value: unknown, current: unknown): unknown {
  if (schema.enum !== undefined && schema['x-open'] !== true)
    return schema.enum.includes(value as never) ? value : unfit;
  switch (kindOf(schema)) {
    case 'string':
      return typeof value === 'string'
        ? value
        : schema.format === 'decimal' && typeof value === 'number'
          ? String(value)
          : unfit;
    case 'integer':
      return Number.isInteger(value) ? value : unfit;
    case 'number':
      return typeof value === 'number' ? value : unfit;
    case 'boolean':
      return typeof value === 'boolean' ? value : unfit;
    case 'array': {
      if (!Array.isArray(value)) return unfit;
      const items = schema.items;
      const fitted = items === undefined ? value : value.map((item) => bring(items, components, item, undefined));
      return fitted.includes(unfit) ? unfit : fitted;
    }
    case 'map':
      return isFields(value) ? { ...(isFields(current) ? current : undefined), ...value } : unfit;
    case 'object': {
      if (!isFields(value) || schema['x-object'] !== undefined) return unfit;
      const base = isFields(current) ? current : blankObject(schema, components);
      return { ...base, ...adoptParams(schema, components, value, base) };
    }
    default:
      return unfit;
  }
}
