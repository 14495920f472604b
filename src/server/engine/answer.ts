/**
 * The JSON of an object as the asked version shows it. That of what was read lately is kept: a stored object never changes, and
 * an answer stays what it is while all that was looked at for it does.
 */
import { type Awaitable, andThen } from '../kernel/awaitable.ts';
import { type ExpandTree, expandsNothing } from '../kernel/reader.ts';
import type { StoredObject } from '../kernel/work.ts';
import type { Engine } from './engine.ts';
import type { ApiCall } from './operations.ts';
import { createReader } from './reader.ts';
import type { Sight } from './sight.ts';
import { isAsSeen, type Look, Watch } from './watch.ts';

interface Kept {
  readonly looks: readonly Look[];
  readonly text: string;
}

const remembered = 1000;

export class KeptAnswers {
  private readonly answers = new Map<StoredObject, Map<string, Kept>>();

  find(stored: StoredObject, version: string, sight: Sight): string | undefined {
    const kept = this.answers.get(stored)?.get(version);
    return kept !== undefined && isAsSeen(kept.looks, sight) ? kept.text : undefined;
  }

  keep(stored: StoredObject, version: string, kept: Kept): void {
    let versions = this.answers.get(stored);
    if (versions === undefined) {
      if (this.answers.size >= remembered) this.answers.clear();
      versions = new Map();
      this.answers.set(stored, versions);
    }
    versions.set(version, kept);
  }
}

/** Shows the object, brings it down, and writes it. */
function written(
  { registry, renderer }: Engine,
  call: ApiCall,
  sight: Sight,
  stored: StoredObject,
  expand: ExpandTree,
): Awaitable<string> {
  const read = createReader(registry.description, sight, (object, asked) => renderer.show(sight, object, asked));
  const shown = andThen(renderer.show(sight, stored, expand), (newest) => call.downgrade(newest, read, expand));
  return andThen(shown, (answer) => JSON.stringify(answer));
}

export function answerText(
  engine: Engine,
  call: ApiCall,
  sight: Sight,
  stored: StoredObject,
  expand: ExpandTree,
): Awaitable<string> {
  const { operation, publishable, apiVersion } = call;
  if (operation.method !== 'GET' || publishable || !expandsNothing(expand))
    return written(engine, call, sight, stored, expand);
  const known = engine.answers.find(stored, apiVersion, sight);
  if (known !== undefined) return known;
  const watch = new Watch(sight);
  return andThen(written(engine, call, watch, stored, expand), (text) => {
    if (!watch.timed) engine.answers.keep(stored, apiVersion, { looks: watch.looks, text });
    return text;
  });
}

/** `texts` are those of its `data`. */
export function pageText(page: object, texts: readonly string[]): string {
  const fields = Object.entries(page).flatMap(([name, value]) => {
    if (name === 'data') return `"data":[${texts.join(',')}]`;
    return value === undefined ? [] : `"${name}":${JSON.stringify(value)}`;
  });
  return `{${fields.join(',')}}`;
}
