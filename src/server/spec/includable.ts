import type { Components, Schema } from './document.ts';
import { kindOf } from './field.ts';

/** The fields of an object, at any depth but not within arrays, that answers leave out unless `expand` names them. */
export function includablePaths(schema: Schema, components: Components): string[][] {
  const found: string[][] = [];
  const walk = (at: Schema, path: readonly string[]): void => {
    for (const [name, each] of Object.entries(at.properties ?? {})) {
      const here = [...path, name];
      const { choices } = components.choices(each);
      const resolved = choices.map((choice) => components.resolve(choice));
      if (each['x-includable'] === true) {
        if (!resolved.some((choice) => kindOf(choice) === 'list')) found.push(here);
      } else for (const choice of resolved) if (choice['x-object'] === undefined) walk(choice, here);
    }
  };
  walk(schema, []);
  return found;
}
