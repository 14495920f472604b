import type { Components, Schema } from './document.ts';
import { kindOf } from './field.ts';
import { initialValue } from './initial-values.ts';

/** Makes blank objects; their nested values are frozen and shared. */
export function blankMaker(schema: Schema, components: Components): () => Record<string, unknown> {
  // V8 copies what JSON.parse made many times faster than an object that grew field by field.
  const template: Record<string, unknown> = JSON.parse(JSON.stringify(blankObject(schema, components)));
  for (const value of Object.values(template)) freeze(value);
  return () => ({ ...template });
}

/**
 * Every required field with its initial value where objects of this type have one, else with a neutral one: null where
 * that is allowed, else empty, zero, false, or the first of an enum.
 */
export function blankObject(schema: Schema, components: Components): Record<string, unknown> {
  const blank: Record<string, unknown> = {};
  const type = schema['x-object'];
  for (const name of schema.required ?? []) {
    const field = schema.properties?.[name];
    if (field === undefined) continue;
    const { choices, nullable } = components.choices(field);
    const initial = type === undefined ? undefined : initialValue(type, name, choices, nullable);
    blank[name] = initial === undefined ? neutral(choices, nullable, components) : structuredClone(initial);
  }
  return blank;
}

function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  for (const each of Object.values(value)) freeze(each);
  Object.freeze(value);
}

function neutral(choices: readonly Schema[], nullable: boolean, components: Components): unknown {
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
