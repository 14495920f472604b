import type { Components, Schema } from './document.ts';

/** A field that holds the id of another object. */
export interface Reference {
  /** Field names from the top, array indices left out: `['items', 'price']`. */
  readonly path: readonly string[];
  readonly types: readonly string[];
  /** An array lies on the way, so that there may be several. */
  readonly array: boolean;
}

/** What an `expand` path meets. `path` is the part that leads there, `rest` what remains to be followed from there on. */
export interface ExpandTarget {
  /** `embedded`: an inline structure with nothing to expand at the end of the path. */
  readonly kind: 'reference' | 'sublist' | 'embedded';
  /** Types of the objects referred to or listed; of an embedded object its own. */
  readonly types: readonly string[];
  /** An embedded structure that answers show only when it is asked for. */
  readonly includable: boolean;
  readonly path: readonly string[];
  readonly rest: readonly string[];
}

/** The references of an object itself, not those of other objects embedded in it. */
export function references(schema: Schema, components: Components): Reference[] {
  const found: Reference[] = [];
  const walk = (at: Schema, path: readonly string[], array: boolean): void => {
    for (const choice of components.choices(at).choices) {
      if (components.objectName(choice) !== undefined) continue;
      const resolved = components.resolve(choice);
      const types = resolved['x-expandable'];
      if (types !== undefined) add(found, { path, types, array });
      else if (resolved.items !== undefined) walk(resolved.items, path, true);
      else for (const [name, each] of Object.entries(resolved.properties ?? {})) walk(each, [...path, name], array);
    }
  };
  for (const [name, each] of Object.entries(schema.properties ?? {})) walk(each, [name], false);
  return found;
}

function add(found: Reference[], reference: Reference): void {
  const name = reference.path.join('.');
  if (!found.some((each) => each.path.join('.') === name)) found.push(reference);
}

export function expandTarget(
  schema: Schema,
  path: readonly string[],
  components: Components,
): ExpandTarget | undefined {
  let at: readonly Schema[] = [schema];
  let includable = false;
  for (let index = 0; index < path.length; index++) {
    const name = path[index] ?? '';
    const next = at.flatMap((each) => fieldChoices(each, name, components));
    includable = at.some((each) => each.properties?.[name]?.['x-includable'] === true);
    const reached = { path: path.slice(0, index + 1), rest: path.slice(index + 1), includable };
    const types = next.flatMap((each) => each['x-expandable'] ?? []);
    if (types.length > 0) return { kind: 'reference', types: [...new Set(types)], ...reached };
    const listed = next.flatMap((each) => (each['x-list-of'] ? typesOf(each['x-list-of'], components) : []));
    if (listed.length > 0) return { kind: 'sublist', types: listed, ...reached };
    at = next.filter((each) => each.properties !== undefined);
    if (at.length === 0 && !(includable && reached.rest.length === 0)) return undefined;
  }
  return { kind: 'embedded', types: at.flatMap((each) => each['x-object'] ?? []), path, rest: [], includable };
}

/** What a field may hold, the items of its arrays included. */
function fieldChoices(schema: Schema, name: string, components: Components): Schema[] {
  const field =
    schema.properties !== undefined && Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined;
  return field === undefined ? [] : flattened(field, components);
}

function flattened(schema: Schema, components: Components): Schema[] {
  return components.choices(schema).choices.flatMap((choice) => {
    const resolved = components.resolve(choice);
    return resolved.items === undefined ? [resolved] : flattened(resolved.items, components);
  });
}

function typesOf(schema: Schema, components: Components): string[] {
  return components.choices(schema).choices.flatMap((choice) => components.objectName(choice) ?? []);
}
