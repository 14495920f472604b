import type { Components, Schema } from './document.ts';
import { kindOf } from './field.ts';

/** Makes blank objects; their nested values are frozen and shared. */
export function blankMaker(schema: Schema, components: Components): () => Record<string, unknown> {
  // V8 copies what JSON.parse made many times faster than an object that grew field by field.
  const template: Record<string, unknown> = JSON.parse(JSON.stringify(blankObject(schema, components)));
  for (const value of Object.values(template)) freeze(value);
  return () => ({ ...template });
}

/** Every required field with its neutral value: null where that is allowed, else empty, zero, false, or the first of an enum. */
export function blankObject(schema: Schema, components: Components): Record<string, unknown> {
  const blank: Record<string, unknown> = {};
  for (const name of schema.required ?? []) {
    const field = schema.properties?.[name];
    if (field !== undefined) blank[name] = blankValue(field, components);
  }
  return blank;
}

function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  for (const each of Object.values(value)) freeze(each);
  Object.freeze(value);
}

function blankValue(schema: Schema, components: Components): unknown {
  const { choices, nullable } = components.choices(schema);
  const [first] = choices;
  if (nullable || first === undefined) return null;
  const resolved = components.resolve(first);
  if (resolved.enum !== undefined) return resolved.enum[0];
  switch (kindOf(resolved)) {
    case 'string':
      return resolved.format === 'decimal' ? '0' : '';
    case 'integer':
    case 'number':
      return 0;
    case 'boolean':
      return false;
    case 'array':
      return [];
    case 'map':
      return {};
    case 'list':
      return { object: 'list', data: [], has_more: false, url: '' };
    case 'object':
      return blankObject(resolved, components);
    default:
      return null;
  }
}
