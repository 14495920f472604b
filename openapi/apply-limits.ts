import limits from './overlay/limits.json' with { type: 'json' };
import type { Paths } from './schema.ts';
import { dereference, type Schemas, schemaWithin, variants } from './schema-path.ts';

/** Longest length, in characters, of every string parameter whose limit is not the usual 5,000. */
export function applyLimits(paths: Paths, schemas: Schemas): void {
  for (const [key, rows] of Object.entries<Record<string, number>>(limits)) {
    const [verb = '', path = ''] = key.split(' ');
    const operation = paths[path]?.[verb.toLowerCase() as 'get' | 'post'];
    if (operation === undefined) throw new Error(`limits.json names ${key}, which is no operation`);
    const [content] = Object.values(operation.requestBody?.content ?? {});
    const body = content?.schema && dereference(schemas, content.schema);
    for (const [param, length] of Object.entries(rows)) {
      const root = operation.parameters.find(({ name }) => name === param)?.schema;
      const schema = root ?? schemaWithin(body ?? {}, param, `${key} ${param}`);
      const strings = variants(schema).filter(({ type }) => type === 'string');
      if (strings.length === 0) throw new Error(`${key} limits ${param}, which is no string`);
      for (const each of strings) each.maxLength = length;
    }
  }
}
