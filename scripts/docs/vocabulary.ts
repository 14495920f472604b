/** What stories may speak of, so that a misspelt word is found as soon as a story is read: src/scenarios/vocabulary.json. */
import { withArising } from '../../src/server/engine/arising.ts';
import { actionsOf } from '../../src/server/machine-view.ts';
import { resources } from '../../src/server/resources/index.ts';

interface Described {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** `openapi` is the description that the emulator serves. */
export function vocabularyText(openapi: string): string {
  const { paths } = JSON.parse(openapi) as Described;
  const operations = Object.entries(paths).map(([path, methods]) => [
    path,
    Object.keys(methods)
      .map((method) => method.toUpperCase())
      .join(' '),
  ]);
  const actions = [...new Set(withArising(resources).flatMap((resource) => actionsOf(resource)))].sort();
  return `${JSON.stringify({ operations: Object.fromEntries(operations), actions }, null, 2)}\n`;
}
