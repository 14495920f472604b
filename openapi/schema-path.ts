import { componentOf, type Schema } from './schema.ts';

export type Schemas = Record<string, Schema>;

/** The schema at `component.field.items[].field`; unions are searched for the field. */
export function schemaAt(schemas: Schemas, path: string): Schema {
  const [component] = Object.keys(schemas)
    .filter((name) => path === name || path.startsWith(`${name}.`))
    .sort((a, b) => b.length - a.length);
  const schema = schemas[component ?? ''];
  if (component === undefined || schema === undefined)
    throw new Error(`the overlay names ${path}, which is no component`);
  return schemaWithin(schema, path.slice(component.length + 1), path);
}

/** The schema at a path below another one; `whole` is how the overlay wrote it. */
export function schemaWithin(schema: Schema, path: string, whole: string): Schema {
  let found: Schema | undefined = schema;
  for (const step of path.match(/\[\]|[^.[\]]+/g) ?? [])
    found = found && (step === '[]' ? itemsOf(found) : propertyOf(found, step));
  if (found === undefined) throw new Error(`the overlay names ${whole}, which the types do not have`);
  return found;
}

export const variants = (schema: Schema): Schema[] => schema.anyOf ?? [schema];

/** The component that a reference names. */
export function dereference(schemas: Schemas, schema: Schema): Schema {
  const found = schemas[componentOf(schema)];
  if (found === undefined) throw new Error(`${schema.$ref} does not resolve`);
  return found;
}

const itemsOf = (schema: Schema) => variants(schema).find((each) => each.items)?.items;

const propertyOf = (schema: Schema, name: string) =>
  variants(schema).find((each) => each.properties?.[name])?.properties?.[name];
