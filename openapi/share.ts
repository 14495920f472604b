import { type Description, refTo, type Schema } from './schema.ts';

/** Keys that belong to the place of a schema, not to the schema: they stay beside the reference. */
const OF_THE_PLACE = new Set(['x-emptyable', 'x-includable', 'x-lenient', 'x-undeclared']);

/** About what one more `{"$ref":"..."}` and one more component cost, in characters. */
const REFERENCE = 70;
const LEAST_GAIN = 100;

type Group = { text: string; count: number; names: Set<string> };

/**
 * Moves structures and enums that occur more than once into `components.schemas`, where that makes the text
 * smaller. Such a component gets the shortest of its TypeScript names; what has no name there is not shared.
 */
export function share(description: Description, names: WeakMap<object, string>): Description {
  const { paths, components } = description;
  const groups = countGroups([...Object.values(components.schemas), paths], names);
  const chosen = nameGroups(groups, new Set(Object.keys(components.schemas)));
  const schemas: Record<string, Schema> = {};
  for (const [name, schema] of Object.entries(components.schemas)) schemas[name] = withReferences(schema, chosen);
  for (const [text, name] of chosen) schemas[name] = withReferences(JSON.parse(text) as Schema, chosen);
  return { ...description, paths: withReferences(paths, chosen), components: { schemas } };
}

function countGroups(roots: object[], names: WeakMap<object, string>): Group[] {
  const groups = new Map<string, Group>();
  const visit = (node: unknown, isRoot: boolean) => {
    if (typeof node !== 'object' || node === null) return;
    const text = isRoot ? undefined : shareableText(node);
    if (text !== undefined) {
      const group = groups.get(text) ?? { text, count: 0, names: new Set() };
      const name = names.get(node);
      if (name !== undefined) group.names.add(name);
      group.count++;
      groups.set(text, group);
      if (group.count > 1) return;
    }
    for (const child of Object.values(node)) visit(child, false);
  };
  for (const root of roots) visit(root, true);
  return [...groups.values()];
}

/** The schema without what belongs to its place, as text; nothing for what is never shared. */
function shareableText(node: object): string | undefined {
  const { type, properties, enum: values } = node as Schema;
  if ('x-object' in node || !(values !== undefined || (type === 'object' && properties !== undefined)))
    return undefined;
  return JSON.stringify(Object.fromEntries(Object.entries(node).filter(([key]) => !OF_THE_PLACE.has(key))));
}

function nameGroups(groups: Group[], taken: Set<string>): Map<string, string> {
  const chosen = new Map<string, string>();
  for (const { text, count, names } of groups) {
    if ((count - 1) * text.length - count * REFERENCE < LEAST_GAIN) continue;
    const [name] = [...names]
      .filter((each) => !taken.has(each))
      .sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
    if (name === undefined) continue;
    taken.add(name);
    chosen.set(text, name);
  }
  return chosen;
}

/** A copy of the value whose shared schemas, at any depth below it, are references. */
function withReferences<T>(value: T, chosen: Map<string, string>): T {
  const copy = (node: unknown): unknown => {
    if (typeof node !== 'object' || node === null) return node;
    if (Array.isArray(node)) return node.map(replace);
    return Object.fromEntries(Object.entries(node).map(([key, child]) => [key, replace(child)]));
  };
  const replace = (node: unknown): unknown => {
    const text = typeof node === 'object' && node !== null ? shareableText(node) : undefined;
    const name = text === undefined ? undefined : chosen.get(text);
    if (name === undefined || typeof node !== 'object' || node === null) return copy(node);
    return { ...refTo(name), ...Object.fromEntries(Object.entries(node).filter(([key]) => OF_THE_PLACE.has(key))) };
  };
  return copy(value) as T;
}
