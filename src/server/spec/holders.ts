import type { Components, Schema } from './document.ts';

/** The fields in which an object may hold others: embedded, expanded or listed, at any depth. */
export function holdersIn(schema: Schema, components: Components): string[] {
  const holds = (at: Schema, above: readonly Schema[]): boolean =>
    components.choices(at).choices.some((choice) => {
      if (components.objectName(choice) !== undefined) return true;
      const resolved = components.resolve(choice);
      if (resolved['x-expandable'] ?? resolved['x-list-of'] ?? resolved['x-search-of']) return true;
      if (above.includes(resolved)) return false;
      const inner = [
        ...Object.values(resolved.properties ?? {}),
        ...(resolved.items === undefined ? [] : [resolved.items]),
      ];
      return inner.some((each) => holds(each, [...above, resolved]));
    });
  return Object.entries(schema.properties ?? {}).flatMap(([name, each]) => (holds(each, []) ? [name] : []));
}
